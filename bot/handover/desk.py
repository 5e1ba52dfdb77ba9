"""The interface to a desk: where supporters sit. The built-in desk is one; another agent workspace can be the other.

A desk is told of a hand-over (`offer`), of what is said while it lasts (`append`), and that it is over before the desk
ended it (`cancel`). It tells back in `events` what its people do. Whose the conversation is stays in this house: an
event asks for a change, and the answer may be no (relay.py).

Every call may be repeated, since the process that made it may have died: the ids say what was done before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.handover.types import Outcome, Package, Reason, Supporter

EventKind = Literal["taken", "said", "moved", "put_back", "given_back", "closed", "typing"]
CancelReason = Literal["left", "call_back", "erased", "timed_out"]


@dataclass(frozen=True)
class Line:
    """Something that was said; `id` makes a repeat harmless. CPR numbers are shielded."""

    id: str
    speaker: Literal["user", "bot", "agent", "system"]
    text: str
    at: datetime
    name: str | None = None


@dataclass(frozen=True)
class Offer:
    """A conversation that waits for a person: who, why, what is known, and what was said."""

    id: str  # of the hand-over; the same again is the same offer
    person: Mapping[str, str]  # id, name, position, unit
    reason: Reason
    package: Package  # without what is sensitive, unless the person has shared it
    lines: Sequence[Line]
    asked_at: datetime

    def as_json(self) -> dict[str, Any]:
        """As it goes over a wire."""
        return {
            "id": self.id,
            "person": dict(self.person),
            "reason": self.reason,
            "package": self.package.as_json(),
            "lines": [{**vars(line), "at": line.at.isoformat()} for line in self.lines],
            "asked_at": self.asked_at.isoformat(),
        }


@dataclass(frozen=True)
class DeskStatus:
    """How a conversation stands at the desk; `unknown` where it was never offered."""

    state: Literal["waiting", "talking", "ended", "unknown"]
    supporter: Supporter | None = None
    place: int | None = None


@dataclass(frozen=True)
class DeskEvent:
    """What somebody at the desk did. May come more than once; `id` tells."""

    id: str
    ref: str
    kind: EventKind
    supporter: Supporter | None = None
    to: Supporter | None = None
    text: str = ""  # said, the note of given_back, or what the person is told at the end
    outcome: Outcome | None = None
    topic: str | None = None  # the solution that the bot should go on with


class Desk(Protocol):
    """Raises DeskUnreachable where it cannot be asked: the caller tries again, and the person is told the truth."""

    def offer(self, offer: Offer) -> str:
        """Offers a conversation; returns the desk's reference, the same for the same offer."""
        ...

    def append(self, ref: str, line: Line) -> None:
        """Tells what the person has said since."""
        ...

    def cancel(self, ref: str, reason: CancelReason) -> None:
        """The person does not wait or talk any more."""
        ...

    def status(self, ref: str) -> DeskStatus: ...

    def events(self, cursor: str) -> tuple[Sequence[DeskEvent], str]:
        """What has happened since the cursor ("" is the beginning), and the next cursor."""
        ...


class DeskUnreachable(RuntimeError):
    """The desk does not answer; nothing is known about what it has done."""
