"""From scores to confidences and a scope score; all numbers come from thresholds.yml, derived from validation data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding.classifier import NEED, Array, Classifier, Scores
from bot.understanding.examples import DIALOGUE_ACTS, FACETS, OUT_OF_SCOPE, read_yaml

THRESHOLDS_FILE = Path(__file__).with_name("thresholds.yml")


@dataclass(frozen=True)
class Thresholds:
    """The derived numbers; nlp/derive_thresholds.py writes them and says what each mistake was taken to cost."""

    temperature: float  # of the solutions
    kind_temperature: float
    scope_weights: Mapping[str, float]
    scope: float  # below: out of scope
    answer: float  # the first solution's confidence from which it is shown at once
    choose: float  # the sum of the first three from which a choice is offered
    area: float  # the area's confidence from which its tree is entered
    act: float  # lead over a need and over what is out of scope from which a message is a dialogue act
    facet: float
    need: float  # confidence of each part's first solution from which a message holds two needs
    need_announced: float  # the same where a word such as "desuden" announces a second one

    @classmethod
    def load(cls, path: Path = THRESHOLDS_FILE) -> Thresholds:
        """Reads the file; raises KeyError where a number is missing."""
        data: Mapping[str, Any] = read_yaml(path)
        return cls(**{field.name: data[field.name] for field in fields(cls)})


def softmax(values: Array) -> Array:
    """Probabilities from decision values that were divided by a temperature."""
    exponents = np.exp(values - values.max())
    return exponents / exponents.sum()


SCOPE_FEATURES = ("bias", "best", "second", "outside", "need", "other", "nearest", "nearest_outside", "coverage")


def scope_features(model: Classifier, scores: Scores) -> Array:
    """What the scope score is a weighted sum of, in the order of SCOPE_FEATURES."""
    best = np.sort(scores.solutions)[::-1]
    kinds = dict(zip(model.kinds, scores.kinds.tolist(), strict=True))
    outside, need = kinds.pop(OUT_OF_SCOPE, -1.0), kinds.pop(NEED, -1.0)
    return np.array(
        [
            1.0,
            best[0] if len(best) else -1.0,
            best[1] if len(best) > 1 else -1.0,
            outside,
            need,
            max(kinds.values(), default=-1.0),
            scores.nearest_in_scope,
            scores.nearest_out_of_scope,
            scores.coverage,
        ]
    )


def scope_score(model: Classifier, scores: Scores, weights: Mapping[str, float]) -> float:
    """How surely the message is the portal's business: 0 to 1, higher is surer."""
    total = scope_features(model, scores) @ np.array([weights.get(name, 0.0) for name in SCOPE_FEATURES])
    return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def lead(kinds: Sequence[str], values: Array) -> tuple[str, float]:
    """The best act or facet, and by how much its decision value leads a need's and what is out of scope's.

    Not its probability: that is shared with all other acts, and so is low for an act that is said in unusual words.
    """
    rest = max(float(value) for name, value in zip(kinds, values, strict=True) if name in (NEED, OUT_OF_SCOPE))
    named = [(float(value), name) for name, value in zip(kinds, values, strict=True) if name in DIALOGUE_ACTS + FACETS]
    best, name = max(named)
    return name, best - rest


def ranking(solutions: Sequence[str], probabilities: Array, length: int) -> list[tuple[str, float]]:
    """The first solutions with their confidences."""
    order = np.argsort(-probabilities, kind="stable")[:length]
    return [(solutions[i], round(float(probabilities[i]), 4)) for i in order]
