"""What supporters are shown of hand-overs: the queue, their conversations, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.handover.types import Handover, Kind, Package, Reason, Supporter
from bot.messages.message import Message


@dataclass(frozen=True)
class QueueItem:
    """One who waits, as the queue shows it: of a sensitive matter only the area."""

    id: str
    name: str
    unit: str
    topic: str
    reason: Reason
    since: datetime
    returned: bool  # was with a supporter before
    wanted: bool = False  # by the one who looks
    unit_path: str = field(default="", repr=False)  # for the rights, never shown


@dataclass(frozen=True)
class TalkItem:
    """A conversation that the supporter has or is invited to, as the list shows it."""

    id: str
    conversation_id: str
    name: str
    unit: str
    topic: str
    owner_id: str
    mine: bool  # owner; a guest otherwise
    since: datetime
    unread: int
    last_id: str | None
    last: str  # the beginning of the last message
    last_from: str
    last_at: datetime


@dataclass(frozen=True)
class Change:
    """Something has happened to a hand-over; `people` are the supporters whose lists it may change."""

    seq: int
    handover_id: str
    conversation_id: str
    people: frozenset[str]


@dataclass(frozen=True)
class Step:
    """What happened, for the history."""

    seq: int
    at: datetime
    kind: Kind
    actor_id: str | None
    actor: str | None
    to: str | None
    text: str


@dataclass(frozen=True)
class CaseLine:
    """A case that was named; `title` is None where the supporter may not see it."""

    number: str
    title: str | None
    state: str | None


@dataclass(frozen=True)
class DraftField:
    field: str
    label: str
    value: str
    type: str


@dataclass(frozen=True)
class DraftView:
    """The report under way, live; `withheld` where it is sensitive and has not been shared."""

    id: str
    solution: str
    title: str
    version: int
    withheld: bool
    state: str
    fields: tuple[DraftField, ...] = ()


@dataclass(frozen=True)
class HandoverView:
    """All that the supporter who has it may see."""

    handover: Handover
    mine: bool
    person: Mapping[str, str]  # id, name, position, unit
    package: Package
    withheld: bool  # the package and what was said before are, until the person shares them
    cases: tuple[CaseLine, ...]
    draft: DraftView | None
    guests: tuple[Supporter, ...]
    history: tuple[Step, ...]
    messages: tuple[Message, ...]
    read: int  # number of the last message that this supporter has read
    last: int  # number of the last message
