"""Derives bot/understanding/thresholds.yml from the validation questions: `python -m nlp.derive_thresholds [--here]`.

Each mistake has a stated cost; the thresholds are those with the least expected cost under the limits below. Nothing
here is typed in by hand afterwards. Run it again when the training data have changed much.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nlp.engine_python import go_on_with_engine_python

if __name__ == "__main__":
    go_on_with_engine_python("nlp.derive_thresholds")

import numpy as np
import yaml

from bot.understanding.calibration import SCOPE_FEATURES, THRESHOLDS_FILE, Thresholds, lead
from bot.understanding.classifier import NEED, Classifier
from bot.understanding.examples import DIALOGUE_ACTS, FACETS, OUT_OF_SCOPE
from bot.understanding.needs import announces_second
from bot.understanding.standalone import Standalone
from nlp.readings import Reading, calibration_error, chances, read, scope_scorer
from nlp.trained import classifier
from nlp.validation_data import Question, load

# What a mistake costs a user, in the trouble of one needless step (a choice that holds the right one costs 1).
COSTS = {
    "wrong_answer": 8.0,  # a card of another solution: the user may well fill it in
    "choice_with_the_right_one": 1.0,
    "choice_without_it": 4.0,
    "tree": 2.5,  # some questions more, but it leads there
    "vague_answered": 4.0,  # a card where the message named an area at most
    "vague_choice": 2.5,
    "vague_tree": 1.0,
    "in_scope_refused": 12.0,
    "out_of_scope_taken": 3.0,  # a tree or a wrong card where nothing fits
    "need_taken_for_act": 4.0,
    "act_taken_for_need": 4.0,
    "second_need_missed": 2.0,
    "second_need_invented": 1.0,
}
# What is written in a talk, by kind: the validation questions hold far more needs than talks do.
SHARES = {NEED: 0.5, "act": 0.3, "facet": 0.1, OUT_OF_SCOPE: 0.1}
# These acts and this solution lead to the same place, so that one is not a mistake for the other.
ABOUT_CASES, FIND_CASE = ("case_status", "my_cases", "awaiting_me", "comment_case", "withdraw_case"), "find-sag"
SHARE_OF_VAGUE = 0.1  # of all messages about needs; there are fewer among the validation questions
LIMITS = {"wrong_and_answered": 0.025, "in_scope_refused": 0.02}


def _best_temperature(values: Any, right: Any) -> float:
    """The temperature with the least log loss."""
    grid = np.exp(np.linspace(np.log(0.03), np.log(1.0), 120))
    losses = [-np.log(chances(values, t)[np.arange(len(right)), right] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])


def temperature_of(readings: Sequence[Reading], model: Classifier) -> float:
    """The temperature of the solutions, on questions about one."""
    known = {name: i for i, name in enumerate(model.solutions)}
    asked = [r for r in readings if r.question.solution in known]
    return _best_temperature(
        np.array([r.solutions for r in asked]), np.array([known[str(r.question.solution)] for r in asked])
    )


def kind_of(question: Question) -> str:
    """What the kind of a question is called."""
    return question.act or question.facet or (OUT_OF_SCOPE if question.kind == OUT_OF_SCOPE else NEED)


def kind_temperature_of(readings: Sequence[Reading], model: Classifier) -> float:
    """The temperature of the kinds, on all questions."""
    right = np.array([model.kinds.index(kind_of(r.question)) for r in readings])
    return _best_temperature(np.array([r.kinds for r in readings]), right)


def scope_weights_of(readings: Sequence[Reading]) -> dict[str, float]:
    """A logistic combination of the scope features; both sides weigh the same."""
    rows = np.array([r.scope for r in readings])
    inside = np.array([r.question.kind != "out_of_scope" for r in readings])
    weights = scope_scorer(rows, inside)
    return {name: round(float(w), 4) for name, w in zip(SCOPE_FEATURES, weights, strict=True)}


def _share_of(question: Question) -> str:
    kind = kind_of(question)
    return "act" if kind in DIALOGUE_ACTS else "facet" if kind in FACETS else kind


def act_thresholds(readings: Sequence[Reading], model: Classifier) -> tuple[float, float]:
    """From which lead a message is an act, and from which a facet."""
    leads = [lead(model.kinds, r.kinds) for r in readings]
    wanted = [kind_of(r.question) for r in readings]

    kinds = [_share_of(r.question) for r in readings]
    weights = [SHARES[kind] / kinds.count(kind) for kind in kinds]

    def cost(kind_is_act: bool, limit: float) -> float:
        total = 0.0
        for (name, value), want, weight, reading in zip(leads, wanted, weights, readings, strict=True):
            same_place = name in ABOUT_CASES and reading.question.solution == FIND_CASE
            if (name in DIALOGUE_ACTS) != kind_is_act or same_place:
                continue
            taken = value >= limit
            if want == name:
                total += 0 if taken else weight * COSTS["act_taken_for_need"]
            elif taken:
                total += weight * COSTS["need_taken_for_act" if want == NEED else "out_of_scope_taken"]
        return total

    grid = np.arange(-1.0, 1.0, 0.01)
    # The middle of the cheapest stretch: its edges hang on single questions.
    return tuple(_middle(grid, [cost(kind, g) for g in grid]) for kind in (True, False))  # type: ignore[return-value]


def _middle(grid: Any, costs: Sequence[float]) -> float:
    values = np.array(costs)
    best = np.flatnonzero(values <= values.min() + 1e-9)
    return round(float(grid[best[len(best) // 2]]), 3)


def scope_threshold(scope: Any, inside: Any) -> float:
    """The cheapest limit that refuses at most the allowed share of what is in scope."""
    grid = np.unique(np.round(scope, 3))
    costs = []
    for limit in grid:
        refused, taken = (scope[inside] < limit).mean(), (scope[~inside] >= limit).mean()
        over = 1000.0 if refused > LIMITS["in_scope_refused"] else 0.0
        costs.append(COSTS["in_scope_refused"] * refused + COSTS["out_of_scope_taken"] * taken + over)
    return _middle(grid, costs)


@dataclass(frozen=True)
class Ranked:
    """Confidences of the first solutions of many messages."""

    first: Any
    three: Any  # the sum of the first three
    named: Any  # the first three names

    @classmethod
    def of(cls, readings: Sequence[Reading], model: Classifier, temperature: float) -> Ranked:
        """Ranks the solutions of each reading."""
        probabilities = chances(np.array([r.solutions for r in readings]), temperature)
        order = np.argsort(-probabilities, axis=1)[:, :3]
        ranked = np.take_along_axis(probabilities, order, axis=1)
        return cls(ranked[:, 0], ranked.sum(axis=1), np.array(model.solutions)[order])


def answer_thresholds(asked: Ranked, wanted: Any, vague: Ranked) -> tuple[float, float]:
    """When to answer and when to let the user choose, by cost, within the limit on wrong answers."""
    right, in_three = asked.named[:, 0] == wanted, (asked.named == wanted[:, None]).any(axis=1)
    best, chosen = np.inf, (0.9, 0.9)
    for answer in np.arange(0.2, 0.99, 0.01):
        answered, answered_vague = asked.first >= answer, vague.first >= answer
        wrong = (answered & ~right).mean()
        if wrong > LIMITS["wrong_and_answered"]:
            continue
        for choose in np.arange(0.1, 0.99, 0.02):
            offered = ~answered & (asked.three >= choose)
            cost = COSTS["wrong_answer"] * wrong + COSTS["tree"] * (~answered & ~offered).mean()
            cost += COSTS["choice_with_the_right_one"] * (offered & in_three).mean()
            cost += COSTS["choice_without_it"] * (offered & ~in_three).mean()
            offered_vague = ~answered_vague & (vague.three >= choose)
            on_vague = COSTS["vague_answered"] * answered_vague.mean() + COSTS["vague_choice"] * offered_vague.mean()
            on_vague += COSTS["vague_tree"] * (~answered_vague & ~offered_vague).mean()
            total = (1 - SHARE_OF_VAGUE) * cost + SHARE_OF_VAGUE * on_vague
            if total < best - 1e-9:
                best, chosen = total, (round(float(answer), 3), round(float(choose), 3))
    return chosen


def need_thresholds(
    model: Classifier, catalogue: Any, numbers: dict[str, Any], questions: Sequence[Question]
) -> tuple[float, float]:
    """From which confidence of the weaker part a message holds two needs: without and with a word that announces it."""
    asked = [q for q in questions if q.kind in ("two_needs", "solution")]
    open_to_all = Thresholds(**{**numbers, "need": 0.0, "need_announced": 0.0})
    reader = Standalone(model, catalogue, open_to_all)
    weakest = np.array([reader.weakest_need(q.text) for q in asked])
    two = np.array([q.kind == "two_needs" for q in asked])
    announced = np.array([announces_second(q.text) for q in asked])
    grid = np.arange(0.2, 0.999, 0.005)
    # Two needs are rarer than in these questions: one message in twenty.
    weights = np.where(two, COSTS["second_need_missed"] / 20 / two.sum(), COSTS["second_need_invented"] / (~two).sum())

    def cheapest(these: Any) -> float:
        return _middle(grid, [float(weights[these & ((weakest < limit) == two)].sum()) for limit in grid])

    return cheapest(~announced), cheapest(announced)


def derive(arguments: list[str]) -> dict[str, Any]:
    """All numbers of thresholds.yml."""
    model, catalogue = classifier(arguments)
    questions = load()
    readings = read(model, questions)
    temperature = temperature_of(readings, model)
    weights = scope_weights_of(readings)
    scope = np.array([r.scope for r in readings]) @ np.array([weights[name] for name in SCOPE_FEATURES])
    scope = 1 / (1 + np.exp(-np.clip(scope, -30, 30)))
    kind_temperature = kind_temperature_of(readings, model)
    act, facet = act_thresholds(readings, model)
    kinds = np.array([r.question.kind for r in readings])
    considered = np.isin(kinds, ("solution", "two_needs", "vague", "out_of_scope"))
    limit = scope_threshold(scope[considered], kinds[considered] != "out_of_scope")
    asked = [r for r in readings if r.question.kind == "solution"]
    ranked = Ranked.of(asked, model, temperature)
    wanted = np.array([r.question.solution for r in asked])
    vague = Ranked.of([r for r in readings if r.question.kind == "vague"], model, temperature)
    answer, choose = answer_thresholds(ranked, wanted, vague)
    error = calibration_error(ranked.first, ranked.named[:, 0] == wanted)
    print(f"temperature {temperature:.3f}, calibration error {error:.3f}")
    numbers: dict[str, Any] = {
        "temperature": round(temperature, 4),
        "kind_temperature": round(kind_temperature, 4),
        "scope_weights": weights,
        "scope": limit,
        "answer": answer,
        "choose": choose,
        "area": 0.6,
        "act": act,
        "facet": facet,
    }
    numbers["need"], numbers["need_announced"] = need_thresholds(model, catalogue, numbers, questions)
    return numbers


def main() -> None:
    numbers = derive(sys.argv[1:])
    head = (
        "# Derived by nlp/derive_thresholds.py from nlp/validation; do not edit by hand.\n"
        f"# Costs of mistakes: {', '.join(f'{k} {v:g}' for k, v in COSTS.items())}.\n"
        f"# Limits: {', '.join(f'{k} {v:g}' for k, v in LIMITS.items())}.\n"
    )
    THRESHOLDS_FILE.write_text(head + yaml.safe_dump(numbers, sort_keys=False), encoding="utf-8")
    print(yaml.safe_dump(numbers, sort_keys=False))


if __name__ == "__main__":
    main()
