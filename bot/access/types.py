"""What the rest of the house is told about people, units and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True)
class Person:
    """A person with a current employment; unit and position are those of the largest one."""

    id: str
    name: str
    position: str
    unit_id: str
    unit_name: str
    email: str


@dataclass(frozen=True)
class Unit:
    id: str
    name: str
    path: str
    parent_id: str | None
    leader_id: str | None
    closed: bool = False  # kept for the cases that name it; nothing new begins there


@dataclass(frozen=True)
class Employment:
    """A current employment; hours are a week's, None where they are not fixed."""

    unit_id: str
    position: str
    weekly_hours: float | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Decision:
    """Whether something is allowed; the explanation is Danish and general, and never names anyone.

    `ground` is for logs and the audit: self, role:<role>, grant, delegation:<id>, open, or none. `for_person` is whose
    permission it is, where it is held as a deputy.
    """

    allowed: bool
    ground: str
    explanation: str
    for_person: str | None = None


DelegationState = Literal["waiting", "holds", "coming", "declined", "ended"]


@dataclass(frozen=True)
class Delegation:
    """Tasks of one person that another has been asked to do; without a unit, wherever the first one holds them."""

    id: str
    from_person_id: str
    to_person_id: str
    tasks: tuple[str, ...]
    unit_id: str | None
    valid_from: date
    valid_to: date | None
    accepted_at: datetime | None
    revoked_at: datetime | None
    cases_since: datetime | None = None  # cases that were sent before then stay with the first person alone

    def state(self, day: date) -> DelegationState:
        """Where it stands on the day; an offer that nobody has answered in its period has ended."""
        if self.revoked_at is not None:
            return "ended" if self.accepted_at else "declined"
        if self.valid_to is not None and self.valid_to < day:
            return "ended"
        if self.accepted_at is None:
            return "waiting"
        return "coming" if self.valid_from > day else "holds"

    def open(self, day: date) -> bool:
        """Whether it holds, will hold, or can still be accepted."""
        return self.state(day) in ("waiting", "holds", "coming")

    def covers(self, first: date, last: date | None) -> bool:
        """Accepted for the whole period; of one without an end, for its first day."""
        held = self.accepted_at is not None and self.revoked_at is None
        return held and self.valid_from <= first and (self.valid_to is None or self.valid_to >= (last or first))


@dataclass(frozen=True)
class Scope:
    """One task in one unit and below; `for_person` is whose it is, where it is held as a deputy.

    `since`: of cases it reaches those only that were sent from then on.
    """

    task: str
    path: str
    ground: str
    for_person: str | None = None
    since: datetime | None = None

    def reaches(self, path: str, sent: datetime) -> bool:
        """Whether a case that was sent then lies in the scope."""
        return path.startswith(self.path) and (self.since is None or sent >= self.since)


@dataclass(frozen=True)
class Standing:
    """All that a person may do today."""

    person_id: str
    employments: tuple[Employment, ...]
    scopes: tuple[Scope, ...]
    roles: tuple[str, ...] = field(default=())

    def find(self, task: str, path: str) -> Scope | None:
        """The scope that lets the person do the task at the path; what is one's own goes before what is lent."""
        return _own_first([scope for scope in self.scopes if scope.task == task and path.startswith(scope.path)])

    def find_for_case(self, task: str, path: str, sent: datetime) -> Scope | None:
        """The same for a case of the unit that was sent then."""
        return _own_first([scope for scope in self.scopes if scope.task == task and scope.reaches(path, sent)])

    def paths(self, task: str) -> set[str]:
        return {scope.path for scope in self.scopes if scope.task == task}

    def lenders(self, task: str) -> set[str]:
        """Those for whom the person may do the task as a deputy."""
        return {scope.for_person for scope in self.scopes if scope.task == task and scope.for_person}


def _own_first(fitting: Sequence[Scope]) -> Scope | None:
    return next((scope for scope in fitting if scope.for_person is None), fitting[0] if fitting else None)
