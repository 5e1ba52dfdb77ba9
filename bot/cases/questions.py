"""A case worker's question that names what can be answered: its last lines are a list, "- Uge 30"."""

from __future__ import annotations

from collections.abc import Sequence

MOST_CHOICES = 8
_BULLET = "- "


def with_choices(question: str, choices: Sequence[str]) -> str:
    """The question with its choices; without any it stays as it is."""
    lines = [f"{_BULLET}{' '.join(choice.split())}" for choice in choices[:MOST_CHOICES] if choice.strip()]
    return "\n".join([question.strip(), *lines])


def choices_in(question: str | None) -> tuple[str, list[str]]:
    """The question and its choices; a list with a single point is no choice."""
    lines = (question or "").rstrip().split("\n")
    choices: list[str] = []
    while lines and lines[-1].startswith(_BULLET) and lines[-1].removeprefix(_BULLET).strip():
        choices.insert(0, lines.pop().removeprefix(_BULLET).strip())
    if not 2 <= len(choices) <= MOST_CHOICES or not "".join(lines).strip():
        return (question or "").strip(), []
    return "\n".join(lines).strip(), choices
