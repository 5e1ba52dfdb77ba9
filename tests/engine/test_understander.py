"""From a message to a decision, on a small model trained here. Needs scikit-learn (the engine's Python)."""

import pickle
from dataclasses import replace

import pytest

pytest.importorskip("sklearn")

from bot.understanding.calibration import Thresholds
from bot.understanding.classifier import Classifier
from bot.understanding.examples import CatalogueEntry, Example, weak_examples
from bot.understanding.features import View
from bot.understanding.text import Token
from bot.understanding.understander import Understander

CATALOGUE = {
    entry.id: entry
    for entry in (
        CatalogueEntry("sygemelding", "Sygemelding", "fravaer", "Du er syg.", ("jeg er syg",), ("barns-sygedag",)),
        CatalogueEntry("barns-sygedag", "Barns sygedag", "fravaer", "Dit barn er sygt.", ("sygt barn",), ()),
        CatalogueEntry("koersel", "Kørsel", "rejser", "Penge for kørsel i egen bil.", ("kilometerpenge",), ()),
        CatalogueEntry("kursus", "Kursus", "personale", "Tilmelding til kursus.", ("efteruddannelse",), ()),
        CatalogueEntry("loen", "Løn", "loen", "Lønnen er forkert.", ("lønfejl",), ()),
        CatalogueEntry("generelt-spoergsmaal", "Andet", "platform", "Alt andet.", ("andet",), ()),
    )
}
SAID = {
    "find_solution/sygemelding": [
        "jeg har feber og kommer ikke",
        "jeg er syg i dag",
        "ligger med influenza",
        "er sløj",
    ],
    "find_solution/barns-sygedag": [
        "min søn har feber",
        "min datter er syg i dag",
        "barnet er sløjt",
        "mit barn er sygt",
    ],
    "find_solution/koersel": ["jeg har kørt i egen bil", "penge for kilometer", "km til møde i bilen", "kørepenge"],
    "find_solution/kursus": ["jeg vil på kursus", "tilmeld mig et seminar", "efteruddannelse i excel", "et kursus"],
    "find_solution/loen": ["min løn er forkert", "mangler tillæg", "fik for lidt i løn", "lønnen passer ikke"],
    "greet": ["hej", "godmorgen", "hejsa", "goddag"],
    "affirm": ["ja", "ja tak", "det er rigtigt", "ok"],
    "deadline": ["hvad er fristen", "hvornår senest", "hvor længe har jeg", "sidste frist"],
    "out_of_scope": ["hvornår har skraldebilen åbent", "nyt pas", "opskrift på lasagne", "hvem vandt kampen"],
}
THRESHOLDS = Thresholds(
    temperature=0.25,
    kind_temperature=0.25,
    scope_weights={"bias": 0, "best": 1, "outside": -2, "need": 1, "other": 1, "nearest": 2, "nearest_outside": -2},
    scope=0.3,
    answer=0.7,
    choose=0.5,
    area=0.6,
    act=0.4,
    facet=0.4,
    need=0.6,
    need_announced=0.6,
)


def tokens(text):
    return [Token(word, word.lower(), "X") for word in text.replace("?", " ?").replace(",", " ,").split()]


@pytest.fixture(scope="module")
def understander():
    examples = [Example(text, label) for label, texts in SAID.items() for text in texts]
    examples += weak_examples(CATALOGUE, 0.5)
    views = [View(e.text, e.text.lower()) for e in examples]
    return Understander(Classifier().fit(examples, views), THRESHOLDS, CATALOGUE)


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("jeg har feber og kommer ikke i dag", "answer"),
        ("hej", "dialogue"),
        ("hvad er fristen?", "facet"),
        ("hvornår kommer skraldebilen", "out_of_scope"),
        ("", "out_of_scope"),
        ("🙂🙂", "out_of_scope"),
        ("???", "out_of_scope"),
    ],
)
def test_each_kind_of_message_gets_its_decision(understander, text, decision):
    assert understander.understand(text, tokens(text)).decision == decision


@pytest.mark.parametrize("text", ["", "hej", "x" * 5000, "\u200b\x00", "min søn har feber", "' OR 1=1 --", "𝕳𝖊𝖏 ﷽"])
def test_the_ranking_is_always_filled_and_ends_with_the_last_resort(understander, text):
    understanding = understander.understand(text, tokens(text))
    assert len(understanding.ranking) >= 5
    assert understanding.ranking[-1][0] == "generelt-spoergsmaal" and understanding.ranking[-1][1] < 0.01
    chances = [chance for _, chance in understanding.ranking]
    assert chances == sorted(chances, reverse=True)


def test_two_needs_in_one_message_are_both_named(understander):
    text = "Min søn har feber. Jeg vil på kursus i excel"
    understanding = understander.understand(text, tokens(text))
    assert understanding.needs == ["barns-sygedag", "kursus"] and understanding.decision == "choose"


def test_one_need_told_in_two_sentences_is_one(understander):
    text = "Jeg er syg i dag. Jeg har feber"
    assert understander.understand(text, tokens(text)).needs == []


def test_the_area_is_named_with_its_confidence(understander):
    understanding = understander.understand("min datter er syg", tokens("min datter er syg"))
    assert understanding.area == "fravaer" and understanding.area_confidence > 0.6


def test_english_and_a_crisis_are_seen_beside_the_decision(understander):
    assert (
        understander.understand("I need to report sick leave", tokens("I need to report sick leave")).language == "en"
    )
    assert understander.understand("jeg vil ikke leve mere", tokens("jeg vil ikke leve mere")).crisis == "suicide"


def test_a_model_is_the_same_after_being_kept(understander):
    again = Understander(pickle.loads(pickle.dumps(understander.model)), THRESHOLDS, CATALOGUE)
    for text in ("jeg er syg", "kørepenge", "hej"):
        assert again.understand(text, tokens(text)) == understander.understand(text, tokens(text))


def test_a_message_scored_alone_has_the_features_it_has_in_training(understander):
    import numpy as np

    featurizer = understander.model.featurizer
    view = View("min søn har feber", "min søn have feber")
    alone = np.zeros(sum(len(v.vocabulary_) for v in featurizer.vectorizers))
    for index, values in featurizer.row(view):
        alone[index] = values
    parts = [
        vectorizer.transform([text]).toarray().ravel()
        for vectorizer, text in zip(
            featurizer.vectorizers, [view.text, view.text, view.lemmas, "min son har feber"], strict=True
        )
    ]
    assert np.allclose(alone, np.concatenate(parts), atol=1e-5)


def test_a_word_that_announces_a_second_matter_makes_it_likelier(understander):
    strict = Understander(understander.model, replace(THRESHOLDS, need=1.01, need_announced=0.3), CATALOGUE)
    plain, announced = "Min søn har feber. Jeg vil på kursus", "Min søn har feber. Desuden vil jeg på kursus"
    assert strict.understand(plain, tokens(plain)).needs == []
    assert strict.understand(announced, tokens(announced)).needs == ["barns-sygedag", "kursus"]
