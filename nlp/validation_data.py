"""The validation questions below nlp/validation; their authors never saw training data, and none is trained on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.settings import PROJECT
from bot.understanding.examples import read_yaml

FOLDER = PROJECT / "nlp" / "validation"


@dataclass(frozen=True)
class Question:
    """A question and what is right for it; exactly one of the last five says so (vague: only an area, or nothing)."""

    text: str
    style: str = ""
    solution: str | None = None
    solutions: tuple[str, ...] = field(default=())
    act: str | None = None
    facet: str | None = None
    kind: str = "solution"  # solution, two_needs, act, facet, out_of_scope, vague
    area: str | None = None


def _rows(path: Path) -> list[dict[str, Any]]:
    return (read_yaml(path) or []) if path.exists() else []


def load() -> list[Question]:
    """All questions that are there."""
    found: list[Question] = []
    for path in sorted((FOLDER / "solutions").glob("*.yml")):
        found += [Question(r["text"], r.get("style", ""), solution=r["solution"]) for r in _rows(path)]
    for row in _rows(FOLDER / "two_needs.yml"):
        found.append(Question(row["text"], row.get("style", ""), solutions=tuple(row["solutions"]), kind="two_needs"))
    found += [Question(r["text"], act=r["act"], kind="act") for r in _rows(FOLDER / "acts.yml")]
    found += [Question(r["text"], facet=r["facet"], kind="facet") for r in _rows(FOLDER / "facets.yml")]
    found += [Question(r["text"], r.get("kind", ""), kind="out_of_scope") for r in _rows(FOLDER / "out_of_scope.yml")]
    found += [Question(r["text"], area=r.get("area"), kind="vague") for r in _rows(FOLDER / "vague.yml")]
    return found


def lower_cased(questions: Sequence[Question]) -> list[Question]:
    """As typed without the shift key."""
    return [replace(q, text=q.text.lower()) for q in questions]


def without_danish_letters(questions: Sequence[Question], style: str) -> list[Question]:
    """As typed on a foreign keyboard: "ae" for æ … or ("plain") "a" for å, "o" for ø, "ae" for æ."""
    table = {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}
    if style == "plain":
        table = {"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"}
    return [replace(q, text=q.text.translate(str.maketrans(table))) for q in questions]


def with_typos(questions: Sequence[Question], chance: float = 0.15, seed: int = 1) -> list[Question]:
    """One slip of the finger a word with the given probability: a letter swapped, dropped, doubled or hit beside."""
    dice = random.Random(seed)
    return [replace(q, text=" ".join(_slip(w, chance, dice) for w in q.text.split(" "))) for q in questions]


_ROWS = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")


def _beside(letter: str, dice: random.Random) -> str:
    for row in _ROWS:
        at = row.find(letter.lower())
        if at >= 0:
            near = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
            return dice.choice(near)
    return letter


def _slip(word: str, chance: float, dice: random.Random) -> str:
    if len(word) < 3 or dice.random() >= chance:
        return word
    at = dice.randrange(len(word) - 1)
    kind = dice.choice(("swap", "drop", "double", "beside"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[: at + 1] + word[at:]
    return word[:at] + _beside(word[at], dice) + word[at + 1 :]
