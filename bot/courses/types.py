"""What the rest of the house sees of courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.knowledge.life_event_schema import LifeEvent, LifeEventPart

PartState = Literal["open", "waiting", "begun", "sent", "done", "not_needed"]
Stage = Literal["soon", "tomorrow", "over"]
ENDED: frozenset[PartState] = frozenset({"sent", "done", "not_needed"})


@dataclass(frozen=True)
class CoursePart:
    """One part as one person sees it; `case_number` only where they may see the case."""

    id: str
    part: LifeEventPart
    assignee_id: str
    assignee_name: str
    handed_by_id: str | None
    due: date | None
    binding: bool  # the date is a deadline of law or agreement; otherwise a recommendation
    state: PartState
    waits_for: tuple[str, ...]  # titles of parts that come first
    changed_at: datetime
    case_number: str | None
    draft_id: str | None  # the open draft, where the person who looks owns it
    mine: bool  # the person who looks has it
    may_change: bool  # and may tick it off, open it again, or hand it on
    usual_id: str | None = None  # who normally does it, where another has it to whom nobody has given it
    usual_name: str | None = None

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def overdue(self, today: date) -> bool:
        """Whether its date has passed while something is still to be done."""
        return self.due is not None and self.due < today and not self.ended


@dataclass(frozen=True)
class Course:
    """A course as one person sees it: whoever has begun it sees all parts, others only those they have been given."""

    id: str
    event: LifeEvent
    owner_id: str
    owner_name: str
    about: str | None  # the name of the one it is about, or of the unit where it is about nobody
    event_date: date
    cancelled: bool
    parts: tuple[CoursePart, ...]
    total: int  # of all parts, also those not shown
    ended: int
    is_owner: bool
    created_at: datetime

    @property
    def finished(self) -> bool:
        return self.ended == self.total

    @property
    def ready(self) -> list[CoursePart]:
        """What the person who looks can do now: theirs, not ended, waiting for nothing; the most urgent first."""
        return sorted((part for part in self.parts if part.mine and part.state in ("open", "begun")), key=self._urgency)

    @property
    def next_part(self) -> CoursePart | None:
        """The most urgent of what the person who looks can do now."""
        return next(iter(self.ready), None)

    def _urgency(self, part: CoursePart) -> date:
        """The day on which the part is due, or the first of those that wait for it."""
        waiting = [one for one in self.parts if part.part.id in one.part.after and not one.ended]
        return min([part.due or date.max, *map(self._urgency, waiting)])


@dataclass(frozen=True)
class DuePart:
    """A part whose date is near or past, for a reminder; `key` is the same for the same reminder."""

    key: str
    person_id: str
    part_id: str
    part_title: str
    course_id: str
    course_title: str
    due: date
    stage: Stage
    binding: bool
    sensitive: bool
