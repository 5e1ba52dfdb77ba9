"""How well messages are understood, on questions that were never trained on: `python -m nlp.evaluate [--here]`.

Prints the table of docs/understanding.md; writes it to reports/understanding.json, and draws reliability.png and
confusion.png beside it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nlp.engine_python import go_on_with_engine_python

if __name__ == "__main__":
    go_on_with_engine_python("nlp.evaluate")

import numpy as np

from bot.settings import PROJECT
from bot.understanding.calibration import Thresholds
from bot.understanding.examples import CatalogueEntry, load_examples
from bot.understanding.standalone import Standalone
from bot.understanding.understander import Understanding
from nlp import pictures
from nlp.diversity import diversity
from nlp.judging import WRITINGS, among, first, misled, refused, taken_for
from nlp.readings import calibration_error
from nlp.trained import classifier
from nlp.validation_data import Question, load

Pairs = Sequence[tuple[Question, Understanding]]
DECISIONS = ("answer", "choose", "tree", "out_of_scope", "dialogue", "facet")


def understood(reader: Standalone, questions: Sequence[Question]) -> list[tuple[Question, Understanding]]:
    """The questions with what was understood."""
    return list(zip(questions, reader.understand_all(q.text for q in questions), strict=True))


def share(hits: Sequence[bool]) -> float:
    """The share that is true."""
    return round(sum(hits) / len(hits), 4) if hits else float("nan")


def solution_figures(pairs: Pairs) -> dict[str, Any]:
    """Accuracy and decisions on questions with one solution."""
    styles = sorted({question.style for question, _ in pairs})
    decisions = Counter(understanding.decision for _, understanding in pairs)
    confidence = np.array([understanding.ranking[0][1] for _, understanding in pairs])
    right = np.array([first(*pair) for pair in pairs])
    dice = np.random.default_rng(0)
    samples = [
        calibration_error(confidence[at], right[at])
        for at in (dice.integers(0, len(right), len(right)) for _ in range(200))
    ]
    return {
        "questions": len(pairs),
        "top1": share([first(*p) for p in pairs]),
        "top3": share([among(*p) for p in pairs]),
        "top1_by_style": {s: share([first(*p) for p in pairs if p[0].style == s]) for s in styles},
        "decisions": {name: round(decisions[name] / len(pairs), 4) for name in DECISIONS if decisions[name]},
        "answered": share([u.decision == "answer" for _, u in pairs]),
        "wrong_and_answered": share([misled(*p) for p in pairs]),
        "in_scope_refused": share([refused(*p) for p in pairs]),
        "taken_for_an_act_or_facet": share([u.decision in ("dialogue", "facet") for _, u in pairs]),
        "choice_with_the_right_one": share([among(*p) for p in pairs if p[1].decision == "choose"]),
        "calibration_error": round(calibration_error(confidence, right), 4),
        "calibration_error_95": [round(float(np.quantile(samples, q)), 4) for q in (0.025, 0.975)],
    }


def scope_figures(inside: Pairs, outside: Pairs) -> dict[str, Any]:
    """How well the scope score tells what is not the portal's business."""
    scores = np.array([u.scope for _, u in inside])
    limit = float(np.quantile(scores, 0.05))
    others = np.array([u.scope for _, u in outside])
    both = np.concatenate([scores, others])
    ranks = both.argsort().argsort()[: len(scores)]
    auroc = (ranks.sum() - len(scores) * (len(scores) - 1) / 2) / (len(scores) * len(others))
    kinds = sorted({q.style for q, _ in outside})
    by_kind = Counter(q.style for q, u in outside if u.decision == "out_of_scope")
    return {
        "questions": len(outside),
        "recall_at_95_in_scope": round(float((others < limit).mean()), 4),
        "auroc": round(float(auroc), 4),
        "refused": share([refused(*p) for p in outside]),
        "answered": share([u.decision == "answer" for _, u in outside]),
        "refused_by_kind": {k: round(by_kind[k] / sum(q.style == k for q, _ in outside), 3) for k in kinds},
    }


def act_figures(pairs: Pairs) -> dict[str, Any]:
    """Accuracy on acts and facets, and what they are taken for."""
    meant = [(q.act or q.facet, taken_for(u)) for q, u in pairs]
    return {
        "questions": len(pairs),
        "accuracy": share([a == b for a, b in meant]),
        "confused": [f"{a} -> {b}: {n}" for (a, b), n in Counter(m for m in meant if m[0] != m[1]).most_common(12)],
    }


def figures(reader: Standalone, questions: Sequence[Question]) -> dict[str, Any]:
    """All figures."""
    by_kind = {kind: [q for q in questions if q.kind == kind] for kind in {q.kind for q in questions}}
    asked = by_kind.get("solution", [])
    pairs = understood(reader, asked)
    clean = solution_figures(pairs)
    robust = {}
    for name, written in WRITINGS.items():
        top1 = share([first(*p) for p in understood(reader, written(asked))])
        robust[name] = {"top1": top1, "loss": round(clean["top1"] - top1, 4)}
    outside = understood(reader, by_kind.get("out_of_scope", []))
    two = understood(reader, by_kind.get("two_needs", []))
    vague = understood(reader, by_kind.get("vague", []))
    return {
        "solutions": clean,
        "robustness": robust,
        "out_of_scope": scope_figures(pairs, outside) if outside else {},
        "acts": act_figures(understood(reader, by_kind.get("act", []))),
        "facets": act_figures(understood(reader, by_kind.get("facet", []))),
        "two_needs": {
            "questions": len(two),
            "both_in_first_three": share([among(*p) for p in two]),
            "both_found": share([set(q.solutions) == set(u.needs) for q, u in two]),
            "offered_as_a_choice": share([u.decision == "choose" for _, u in two]),
            "seen_where_there_is_one": share([bool(u.needs) for _, u in pairs]),
        },
        "vague": {
            "questions": len(vague),
            "decisions": dict(Counter(u.decision for _, u in vague)),
            "area_right": share([u.area == q.area for q, u in vague if q.area]),
        },
        "milliseconds": speed_figures(reader, asked),
        "most_confused": confusions(pairs),
    }


def speed_figures(reader: Standalone, questions: Sequence[Question]) -> dict[str, Any]:
    """Processor milliseconds for one message, spaCy included: as they come, and of the greatest length."""
    said = [question.text for question in questions]
    long = [" ".join(said[at : at + 40])[:10_000] for at in range(0, 400, 8)]
    found = {}
    for name, texts in {"ordinary": said[:300], "10,000 characters": long}.items():
        times = []
        list(reader.understand_all(texts[:20]))
        for text in texts:
            began = time.process_time()
            list(reader.understand_all([text]))
            times.append(1000 * (time.process_time() - began))
        found[name] = {"p50": round(float(np.median(times)), 1), "p95": round(float(np.quantile(times, 0.95)), 1)}
    return found


def confusions(pairs: Pairs) -> list[str]:
    """The pairs of solutions that are taken for each other most often."""
    wrong = Counter((p[0].solution, p[1].ranking[0][0]) for p in pairs if not first(*p))
    return [f"{a} -> {b}: {n}" for (a, b), n in wrong.most_common(20)]


def draw(pairs: Pairs, catalogue: dict[str, CatalogueEntry], folder: Path) -> None:
    """The pictures in reports/."""
    confidence = np.array([understanding.ranking[0][1] for _, understanding in pairs])
    pictures.reliability(confidence, np.array([first(*pair) for pair in pairs]), folder / "reliability.png")
    wanted, got = [str(q.solution) for q, _ in pairs], [u.ranking[0][0] for _, u in pairs]
    pictures.confusion(wanted, got, {e.id: e.area for e in catalogue.values()}, folder / "confusion.png")


def show(values: Any, indent: int = 0) -> None:
    """Prints nested figures."""
    for key, value in values.items():
        if isinstance(value, dict):
            print(f"{' ' * indent}{key}")
            show(value, indent + 4)
        elif isinstance(value, list) and value and isinstance(value[0], str):
            print(f"{' ' * indent}{key}: " + "; ".join(value))
        else:
            print(f"{' ' * indent}{key}: {value}")


def main() -> None:
    arguments = sys.argv[1:]
    model, catalogue = classifier(arguments)
    questions = load()
    trained = {name for name in model.solutions}
    unknown = [q for q in questions if q.solution and q.solution not in trained]
    if unknown:
        print(f"{len(unknown)} questions are about solutions that have no class")
    reader = Standalone(model, catalogue, Thresholds.load())
    result = {"training": diversity(load_examples(PROJECT / "data" / "nlu"))} | figures(reader, questions)
    show(result)
    folder = PROJECT / "reports"
    folder.mkdir(exist_ok=True)
    draw(understood(reader, [q for q in questions if q.kind == "solution"]), catalogue, folder)
    (folder / "understanding.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
