"""How the corpora are read: word classes from one file, names from the other, of the same sentence."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from nlp.danish_model import corpora

COLUMNS = """\
# sent_id = parole-1
# text = Nej.
1\tNej\tnej\tINTJ\t_\t_\t_\t_\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t_\t_\t_\t_\t_\t_

# sent_id = ddt-2
# text = Den italienske Maria bor i lørdags.
1\tDen\tden\tDET\t_\tNumber=Sing\t_\t_\t_\t_
2\titalienske\titaliensk\tADJ\t_\tDefinite=Def\t_\t_\t_\t_
3\tMaria\tMaria\tPROPN\t_\t_\t_\t_\t_\t_
4\tbor\tbo\tVERB\t_\t_\t_\t_\t_\t_
5-6\ti lørdags\t_\t_\t_\t_\t_\t_\t_\t_
5\ti\ti\tADP\t_\t_\t_\t_\t_\t_
6\tlørdags\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t_\t_\t_\t_\t_\t_
"""
NAMES = "Den\tO\tO\nitalienske\tB-LOCderiv\tO\nMaria\tB-PER\tO\nbor\tO\tO\ni\tO\tO\nlørdags\tO\tO\n.\tO\tO\n"


def written(folder: Path, columns: str, names: str) -> Path:
    """The training files with these contents."""
    for name, text in zip(corpora.FILES[corpora.TRAIN], (columns, names), strict=True):
        (folder / name).write_bytes(gzip.compress(text.encode()))
    return folder


def test_only_the_treebanks_sentences_are_trained_on(tmp_path: Path) -> None:
    (sentence,) = corpora.load(written(tmp_path, COLUMNS, NAMES), corpora.TRAIN)
    assert [word.text for word in sentence] == ["Den", "italienske", "Maria", "bor", "i", "lørdags", "."]
    assert [word.lemma for word in sentence][:4] == ["den", "italiensk", "Maria", "bo"]
    assert [word.space_after for word in sentence] == [True] * 5 + [False, True]


def test_names_come_from_the_same_sentence_and_what_is_derived_from_a_name_is_misc(tmp_path: Path) -> None:
    (sentence,) = corpora.load(written(tmp_path, COLUMNS, NAMES), corpora.TRAIN)
    assert [word.entity for word in sentence] == ["O", "B-MISC", "B-PER", "O", "O", "O", "O"]


def test_a_word_without_a_class_keeps_its_name_and_is_its_own_lemma(tmp_path: Path) -> None:
    (sentence,) = corpora.load(written(tmp_path, COLUMNS, NAMES), corpora.TRAIN)
    assert (sentence[5].pos, sentence[5].morph, sentence[5].lemma) == ("", "", "lørdags")


def test_sentences_without_names_of_their_own_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(corpora.CorporaDisagree, match="Maria"):
        corpora.load(written(tmp_path, COLUMNS, "Noget\tO\tO\nandet\tO\tO\n"), corpora.TRAIN)


def test_an_entity_whose_label_changes_begins_anew() -> None:
    assert corpora.well_formed(["I-PER", "I-PER", "I-MISC", "O", "B-LOC", "I-LOC"]) == [
        "B-PER", "I-PER", "B-MISC", "O", "B-LOC", "I-LOC",
    ]  # fmt: skip


def test_informal_texts_are_not_among_the_files() -> None:
    names = [name for files in corpora.FILES.values() for name in files]
    assert not [name for name in names if "twitter" in name or "arto" in name]
