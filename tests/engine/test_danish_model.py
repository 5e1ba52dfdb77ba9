"""The carried Danish model reads Danish: the wheel itself, whatever is installed. Needs the engine's Python."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

pytest.importorskip("spacy")

import spacy
from spacy.training import Example

from nlp.danish_model import documents, training_code
from nlp.danish_model.corpora import Word
from nlp.danish_model.packaging import unpacked
from scripts.environments import CARRIED_MODEL


@pytest.fixture(scope="module")
def nlp(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return spacy.load(unpacked(CARRIED_MODEL, tmp_path_factory.mktemp("model")))


SENTENCES = {
    "Jeg skal melde en medarbejder syg fra på mandag.": {
        "Jeg": ("jeg", "PRON"),
        "skal": ("skulle", "AUX"),
        "melde": ("melde", "VERB"),
        "medarbejder": ("medarbejder", "NOUN"),
        "mandag": ("mandag", "NOUN"),
        ".": (".", "PUNCT"),
    },
    "Hvordan får mine medarbejdere penge for den lange kørsel?": {
        "får": ("få", "VERB"),
        "medarbejdere": ("medarbejder", "NOUN"),
        "penge": ("penge", "NOUN"),
        "lange": ("lang", "ADJ"),
        "for": ("for", "ADP"),
    },
    "min chef har ikke godkendt mine timer endnu": {
        "min": ("min", "DET"),
        "chef": ("chef", "NOUN"),
        "har": ("have", "AUX"),
        "ikke": ("ikke", "ADV"),
        "godkendt": ("godkende", "VERB"),
        "timer": ("time", "NOUN"),
    },
}


@pytest.mark.parametrize("text", SENTENCES)
def test_words_get_their_lemma_and_word_class(nlp: Any, text: str) -> None:
    found = {word.text: (word.lemma_, word.pos_) for word in nlp(text)}
    assert {word: found[word] for word in SENTENCES[text]} == SENTENCES[text]


def test_names_and_sentences_are_found(nlp: Any) -> None:
    doc = nlp("Mette Hansen er syg. Hun bor i København.")
    assert ("Mette Hansen", "PER") in [(name.text, name.label_) for name in doc.ents]
    assert [sentence.text for sentence in doc.sents] == ["Mette Hansen er syg.", "Hun bor i København."]
    assert [word.tag_ for word in doc] == [word.pos_ for word in doc]


@pytest.mark.parametrize("without", ["morphologizer", "lemmatizer", "senter", "attribute_ruler", "ner"])
def test_each_component_can_be_switched_off_and_the_others_read_on(nlp: Any, without: str) -> None:
    text = "Mette Hansen bor i København."
    whole = nlp(text)
    with nlp.select_pipes(disable=[without]):
        doc = nlp(text)
    gone = {
        "morphologizer": doc.has_annotation("MORPH"),
        "lemmatizer": doc.has_annotation("LEMMA"),
        "senter": doc.has_annotation("SENT_START"),
        "attribute_ruler": doc.has_annotation("TAG"),
        "ner": doc.has_annotation("ENT_IOB"),
    }
    assert not gone.pop(without)
    assert without == "morphologizer" or [word.pos_ for word in doc] == [word.pos_ for word in whole]
    assert without == "lemmatizer" or [word.lemma_ for word in doc] == [word.lemma_ for word in whole]
    assert without == "ner" or doc.ents == whole.ents or [n.text for n in doc.ents] == [n.text for n in whole.ents]


def sentence(text: str) -> list[Word]:
    """Words that are their own lemmas; the capitalised ones are persons."""
    return [
        Word(word, word, "NOUN", "Number=Sing", "B-PER" if word.istitle() else "O", space_after=True)
        for word in text.split()
    ]


def test_texts_as_people_type_them_keep_what_is_known_of_their_words() -> None:
    blank = spacy.blank("da")
    random.seed(1)
    reference = documents.document(blank.vocab, [sentence("Mette er syg ."), sentence("Hun bor her .")])
    augment = training_code.as_typed(lower=1.0, later=0.0, endless=1.0, within=0.0)
    (typed,) = augment(blank, Example(blank.make_doc(reference.text), reference))
    assert typed.reference.text == "mette er syg . hun bor her"
    assert [token.lemma_ for token in typed.reference][:2] == ["mette", "er"]
    assert [name.text for name in typed.reference.ents] == ["mette", "hun"]
    assert [one.text for one in typed.reference.sents] == ["mette er syg .", "hun bor her"]


def test_a_sentence_that_begins_later_has_its_capital_there_and_no_half_names() -> None:
    named = [
        replace(word, entity="I-PER") if word.text == "Hansen" else word
        for word in sentence("så kan Mette Hansen ikke")
    ]
    begun = {" ".join(word.text for word in documents.begun_later(named)) for _ in range(40)}
    assert begun == {"Kan Mette Hansen ikke", "Mette Hansen ikke"}
    assert {word.lemma for word in documents.begun_later(sentence("så kan du"))} == {"så", "kan", "du"}
    assert documents.begun_later(named)[0].lemma in ("kan", "Mette")


def test_a_word_without_a_class_counts_as_not_annotated() -> None:
    blank = spacy.blank("da")
    unknown = Word("lørdags", "lørdags", "", "", "O", space_after=True)
    reference = documents.document(blank.vocab, [[*sentence("i"), unknown]])
    example = Example(blank.make_doc(reference.text), reference)
    assert list(zip(example.get_aligned("POS", True), example.get_aligned("MORPH", True), strict=True))[1] == ("", "")
    again = documents.document(blank.vocab, documents.sentences_of(reference))
    assert again.to_array(["POS", "MORPH"]).tolist() == reference.to_array(["POS", "MORPH"]).tolist()


def test_documents_for_training_hold_every_sentence_once_in_order() -> None:
    sentences = [sentence(f"ord{number}") for number in range(57)]
    runs = documents.in_runs(sentences)
    assert [one for run in runs for one in run] == sentences
    assert {len(run) for run in runs} <= set(range(1, 11))
    assert runs == documents.in_runs(sentences)
    assert [len(ten) for ten in documents.in_tens(sentences)] == [10, 10, 10, 10, 10, 7]
