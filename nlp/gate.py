"""Fails where understanding has become worse than recorded: `python -m nlp.gate [--here] [--record]`.

Each validation question has an outcome (1 right, 0 wrong) under each figure. The outcomes of the last accepted model
stand in nlp/recorded.json; a figure has fallen where even the upper end of the paired bootstrap's 95 % interval of the
change lies below zero. `--record` accepts the outcomes of now.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.engine_python import go_on_with_engine_python

if __name__ == "__main__":
    go_on_with_engine_python("nlp.gate")

import numpy as np

from bot.understanding.calibration import Thresholds
from bot.understanding.standalone import Standalone
from bot.understanding.understander import Understanding
from nlp.judging import WRITINGS, act_right, among, first, misled, refused
from nlp.trained import classifier
from nlp.validation_data import Question, load

RECORDED = Path(__file__).with_name("recorded.json")
ROUNDS = 2000
Outcomes = Mapping[str, Mapping[str, int]]  # figure -> question's key -> 1 or 0
Rule = Callable[[Question, Understanding], bool]


def key(question: Question) -> str:
    """Stands for a question in the file: its text is not repeated there."""
    return hashlib.sha256(question.text.encode()).hexdigest()[:12]


def _not(rule: Rule) -> Rule:
    return lambda question, found: not rule(question, found)


FIGURES: Mapping[str, tuple[str, Rule]] = {
    "top1": ("solution", first),
    "top3": ("solution", among),
    "not_misled": ("solution", _not(misled)),
    "not_refused": ("solution", _not(refused)),
    "out_of_scope_refused": ("out_of_scope", refused),
    "acts": ("act", act_right),
    "facets": ("facet", act_right),
    "two_needs": ("two_needs", among),
}


HELD_WRITINGS = {
    "top1 lower-cased": "lower-cased",
    "top1 without æøå": "ae oe aa",
    "top1 with typos": "a typo in 15 % of words",
}


def outcomes(reader: Standalone, questions: Sequence[Question]) -> dict[str, dict[str, int]]:
    """All outcomes of a model."""
    found: dict[str, dict[str, int]] = {}
    by_kind = {kind: [q for q in questions if q.kind == kind] for kind, _ in FIGURES.values()}
    read = {kind: list(reader.understand_all(q.text for q in asked)) for kind, asked in by_kind.items()}
    for figure, (kind, rule) in FIGURES.items():
        pairs = zip(by_kind[kind], read[kind], strict=True)
        found[figure] = {key(question): int(rule(question, understood)) for question, understood in pairs}
    asked = by_kind["solution"]
    for name, writing in HELD_WRITINGS.items():
        changed = WRITINGS[writing](asked)
        again = reader.understand_all(q.text for q in changed)
        found[name] = {key(q): int(first(q, u)) for q, u in zip(asked, again, strict=True)}
    return found


def fallen(before: Outcomes, now: Outcomes, rounds: int = ROUNDS) -> dict[str, tuple[float, float, float]]:
    """Figures that have fallen: value before, value now, upper end of the change's interval."""
    dice = np.random.default_rng(0)
    worse: dict[str, tuple[float, float, float]] = {}
    for figure, old in before.items():
        shared = [name for name in old if name in now.get(figure, {})]
        if not shared:
            continue
        then, today = (np.array([side[name] for name in shared], dtype=float) for side in (old, now[figure]))
        change = today - then
        samples = change[dice.integers(0, len(change), (rounds, len(change)))].mean(axis=1)
        upper = float(np.quantile(samples, 0.975))
        if upper < 0:
            worse[figure] = (float(then.mean()), float(today.mean()), upper)
    return worse


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    model, catalogue = classifier(arguments)
    now: dict[str, Any] = outcomes(Standalone(model, catalogue, Thresholds.load()), load())
    if "--record" in arguments:
        RECORDED.write_text(json.dumps(now, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
        print(f"recorded in {RECORDED.name}")
        return 0
    before = json.loads(RECORDED.read_text(encoding="utf-8"))
    worse = fallen(before, now)
    for figure, values in now.items():
        old = before.get(figure, {})
        share = sum(values.values()) / len(values)
        then = sum(old.values()) / len(old) if old else float("nan")
        print(f"{figure:24} {share:.4f}  recorded {then:.4f}{'  HAS FALLEN' if figure in worse else ''}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
