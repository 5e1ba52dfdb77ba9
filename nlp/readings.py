"""Everything that a threshold is compared with, computed once for each validation question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.understanding.calibration import scope_features
from bot.understanding.classifier import Classifier
from bot.understanding.standalone import load_language
from nlp.trained import views_of
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
    readings = []
    views = views_of([question.text for question in questions], load_language(names=False))
    for question, view in zip(questions, views, strict=True):
        scores = model.score(view)
        readings.append(Reading(question, scores.solutions, scores.kinds, scope_features(model, scores)))
    return readings


def scope_scorer(features: Array, inside: Array) -> Array:
    """The weights of the scope features: a logistic combination in which both sides weigh the same."""
    machine = LogisticRegression(C=3.0, class_weight="balanced", fit_intercept=False, max_iter=2000)
    return machine.fit(features, inside).coef_[0]


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
