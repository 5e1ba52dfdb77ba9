"""How a life event is lived through in a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


def in_days(number: int) -> str:
    """The day so many days from now, as a form takes it."""
    return (date.today() + timedelta(days=number)).isoformat()


@dataclass(frozen=True)
class Life:
    """An event, the two people who take part, and what they say and answer."""

    event: str
    owner: str
    other: str
    words: str  # how the owner asks for the course
    opening: Mapping[str, Any]
    handed: tuple[str, ...]  # parts that the other one does
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by part
    reports: tuple[str, ...] = ()  # parts that must have become cases
