"""Everything that a threshold is compared with, computed once for each validation question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding.calibration import scope_features
from bot.understanding.classifier import Classifier
from bot.understanding.features import View
from bot.understanding.standalone import load_language, tokens_of
from bot.understanding.text import TAGGED_CHARACTERS, analysed, lemma_view
from nlp.validation_data import Question

Array = Any


@dataclass(frozen=True)
class Reading:
    """A question with the classifier's raw output."""

    question: Question
    solutions: Array  # decision values of the solutions
    kinds: Array
    scope: Array  # the scope features


def read(model: Classifier, questions: Sequence[Question]) -> list[Reading]:
    """Scores all questions."""
    language = load_language(names=False)
    texts = [analysed(question.text) for question in questions]
    readings = []
    docs = language.pipe([text[:TAGGED_CHARACTERS] for text in texts], batch_size=64)
    for question, text, doc in zip(questions, texts, docs, strict=True):
        scores = model.score(View(text, lemma_view(tokens_of(doc))))
        readings.append(Reading(question, scores.solutions, scores.kinds, scope_features(model, scores)))
    return readings


def chances(values: Array, temperature: float) -> Array:
    """Softmax of rows."""
    scaled = values / temperature
    exponents = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return exponents / exponents.sum(axis=-1, keepdims=True)


def calibration_error(confidence: Array, right: Array, bins: int = 10) -> float:
    """Expected calibration error over bins of equal mass."""
    order = np.argsort(confidence)
    parts = np.array_split(order, bins)
    return float(sum(len(p) * abs(confidence[p].mean() - right[p].mean()) for p in parts if len(p)) / len(order))
