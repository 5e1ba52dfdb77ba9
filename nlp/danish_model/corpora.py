"""Reads the Danish corpora: UD's columns (CoNLL-U) and DaN+'s names (token, tag, tab-separated), both gzipped."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TRAIN, DEV, TEST = "train", "dev", "test"
# Licences: of PAROLE only what UD_Danish-DDT covers, of DaN+ only the news (the rights in the rest are not stated).
FILES = {
    TRAIN: ("parole-ud.conllu.gz", "danplus-train.tsv.gz"),
    DEV: ("ud-ddt-dev.conllu.gz", "danplus-dev.tsv.gz"),
    TEST: ("ud-ddt-test.conllu.gz", "danplus-test.tsv.gz"),
}
_DDT = "ddt-"
_UNKNOWN = "_"


class CorporaDisagree(ValueError):
    """The two corpora do not hold the same sentences."""


@dataclass(frozen=True)
class Word:
    """A word as it is annotated; no word class means that it is not known."""

    text: str
    lemma: str
    pos: str
    morph: str
    entity: str  # BIO
    space_after: bool

    @property
    def letters(self) -> str:
        """The text without spaces, by which the corpora are matched."""
        return self.text.replace(" ", "")


Sentence = list[Word]
Names = tuple[list[str], list[str]]


def read_conllu(lines: Iterable[str]) -> Iterator[tuple[str, Sentence]]:
    """Yields the id and the words of each sentence; multi-word ranges and empty nodes are passed over."""
    id, words = "", []
    for line in (*lines, ""):
        line = line.rstrip("\n")
        if line.startswith("# sent_id = "):
            id = line.removeprefix("# sent_id = ")
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                words.append(_word(columns))
        elif not line and words:
            yield id, words
            id, words = "", []


def _word(columns: list[str]) -> Word:
    _, text, lemma, pos, _, feats, *_, misc = columns
    known = pos != _UNKNOWN
    return Word(
        text=text,
        lemma=lemma if known or lemma != _UNKNOWN else text,
        pos=pos if known else "",
        morph="" if feats == _UNKNOWN else feats,
        entity="O",
        space_after="SpaceAfter=No" not in misc.split("|"),
    )


def read_names(lines: Iterable[str]) -> Iterator[Names]:
    """Yields the words and the entity tags (first layer, four labels) of each sentence."""
    words: list[str] = []
    tags: list[str] = []
    for line in (*lines, ""):
        columns = line.rstrip("\n").split("\t")
        if len(columns) > 1:
            words.append(columns[0])
            tags.append(four_labels(columns[1]))
        elif words:
            yield words, well_formed(tags)
            words, tags = [], []


def four_labels(tag: str) -> str:
    """PER, LOC, ORG or MISC: what is derived from a name (italiensk) or holds one (EU-støtte) is MISC, as in DaNE."""
    return f"{tag[0]}-MISC" if tag.endswith(("deriv", "part")) else tag


def well_formed(tags: Iterable[str]) -> list[str]:
    """An entity begins with B, also where its label has changed."""
    result: list[str] = []
    for tag in tags:
        goes_on = bool(result) and result[-1][1:] == tag[1:]
        result.append(f"B{tag[1:]}" if tag.startswith("I-") and not goes_on else tag)
    return result


def with_names(sentences: Iterable[Sentence], names: Iterable[Names]) -> Iterator[Sentence]:
    """Adds the names of the same sentence, found by its letters. Raises CorporaDisagree."""
    by_letters: dict[str, list[Names]] = defaultdict(list)
    for words, tags in names:
        by_letters["".join(words).replace(" ", "")].append((words, tags))
    for sentence in sentences:
        letters = "".join(word.letters for word in sentence)
        same = by_letters.get(letters) or [([], [])]
        words, tags = same.pop(0) if len(same) > 1 else same[0]
        if len(words) != len(sentence):
            raise CorporaDisagree(f"No names for the sentence: {' '.join(word.text for word in sentence)}")
        yield [_named(word, tag) for word, tag in zip(sentence, tags, strict=True)]


def _named(word: Word, tag: str) -> Word:
    return Word(word.text, word.lemma, word.pos, word.morph, tag, word.space_after)


def load(folder: Path, part: str) -> list[Sentence]:
    """The sentences of one part with word classes, lemmas and names, in the order of the text."""
    columns, names = (folder / name for name in FILES[part])
    with gzip.open(columns, "rt", encoding="utf-8") as lines:
        sentences = [words for id, words in read_conllu(lines) if part != TRAIN or id.startswith(_DDT)]
    with gzip.open(names, "rt", encoding="utf-8") as lines:
        return list(with_names(sentences, read_names(lines)))
