"""Checks that every solution has training utterances, and that none teach a solution that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.knowledge.problems import Problem
from bot.knowledge.schema import Solution
from bot.understanding.examples import LAST_RESORT, SOLUTION


def utterance_problems(knowledge: Path, solutions: Mapping[str, Solution]) -> Iterator[Problem]:
    """What is missing or left over in data/nlu/solutions beside knowledge/; nothing where there is no such folder."""
    folder = knowledge.parent / "data" / "nlu" / "solutions"
    if not folder.is_dir():
        return
    for file in sorted(folder.glob("*/*.yml")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            _, found, name = line.partition(f"intent: {SOLUTION}")
            if found and name.strip() not in solutions:
                yield Problem(file, number, f"der er ingen løsning med id {name.strip()}")
    for solution in solutions.values():
        file = folder / solution.area / f"{solution.id}.yml"
        if solution.id != LAST_RESORT and not file.exists():
            text = f"løsningen har ingen træningssætninger: lav data/nlu/solutions/{solution.area}/{solution.id}.yml"
            yield Problem(knowledge / "solutions" / solution.area / f"{solution.id}.yml", 1, text, "advarsel")
