"""Scores a model with spaCy's scorer on the dev and test sets, as written and lower-cased, and takes its time."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example

from nlp.danish_model.gates import DEV, DEV_LOWER, TEST, TEST_LOWER

DOCUMENTS = {
    DEV: "dev/written.spacy",
    DEV_LOWER: "dev/lower.spacy",
    TEST: "test/written.spacy",
    TEST_LOWER: "test/lower.spacy",
}
_FIGURES = ("token_acc", "pos_acc", "morph_acc", "lemma_acc", "sents_p", "sents_r", "sents_f")
_NAMES = ("ents_p", "ents_r", "ents_f")
# Twelve words each, as people write them.
_TWELVE_WORDS = (
    "Hej, jeg skal melde en af mine medarbejdere syg fra på mandag",
    "hvordan får jeg penge for den kørsel jeg havde i sidste uge",
    "Vores nye pædagog Mette Hansen starter den 1. marts i Børnehaven Solsikken",
)
_ROUNDS, _PASSES = 100, 7


def score(nlp: Language, documents: Path, sets: Sequence[str] = tuple(DOCUMENTS)) -> dict[str, dict[str, Any]]:
    """spaCy's figures for each set; the tokens are the model's own."""
    return {name: _score(nlp, documents / DOCUMENTS[name]) for name in sets}


def _score(nlp: Language, path: Path) -> dict[str, Any]:
    gold = DocBin().from_disk(path).get_docs(nlp.vocab)
    found = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in gold])
    figures: dict[str, Any] = {name: round(found[name], 4) for name in (*_FIGURES, *_NAMES) if found.get(name)}
    figures["ents_per_type"] = _rounded(found.get("ents_per_type") or {})
    return figures


def _rounded(by_label: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {
        label: {name: round(figure, 4) for name, figure in figures.items()}
        for label, figures in sorted(by_label.items())
    }


def milliseconds(nlp: Language) -> float:
    """The time of one text of twelve words, alone as the engine reads it; the best of several passes."""
    best = float("inf")
    for _ in range(_PASSES):
        began = time.perf_counter()
        for _ in range(_ROUNDS):
            for text in _TWELVE_WORDS:
                nlp(text)
        best = min(best, time.perf_counter() - began)
    return best * 1000 / (_ROUNDS * len(_TWELVE_WORDS))
