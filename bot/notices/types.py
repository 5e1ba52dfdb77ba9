"""What the rest of the house sees of notices, and what a source of them gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.messages.cards import Action

Key = tuple[str, str]  # who is told, and of what, which time: ("anne", "case:2026-000012:3")
Words = tuple[str, Sequence[Action]]  # what is said, and what can be done about it


@dataclass(frozen=True)
class Notice:
    """Something that a person has not been shown before it was taken."""

    id: str
    person_id: str
    kind: str
    subject_key: str
    text: str
    actions: tuple[Action, ...]
    created_at: datetime


@dataclass(frozen=True)
class News:
    """What there is to tell a person now, in words."""

    person_id: str
    subject_key: str
    text: str
    actions: tuple[Action, ...]

    @property
    def key(self) -> Key:
        return self.person_id, self.subject_key


class Source(Protocol):
    """Knows of one kind of thing that people are told of."""

    kind: str

    def candidates(self) -> Collection[Key]:
        """What someone may have to be told now, found quickly; rights are looked at in `news`."""
        ...

    def news(self, wanted: Mapping[str, Collection[str]]) -> Sequence[News]:
        """Of the wanted keys of each person, what holds at this moment and they may know."""
        ...


@dataclass(frozen=True)
class CaseFact:
    """A case that someone is told of; `said` is what was written when it came where it is."""

    number: str
    title: str
    state: str
    sensitive: bool
    said: str


@dataclass(frozen=True)
class FollowedFact:
    """A case of a colleague's that someone follows, and where it is now."""

    number: str
    title: str
    state: str
    sensitive: bool


@dataclass(frozen=True)
class DraftFact:
    """A draft that will be deleted on the day if nobody works on it."""

    draft_id: str
    solution_id: str
    day: date
