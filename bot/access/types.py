"""What the rest of the house is told about people, units and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


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

    `ground` is for logs and the audit: self, role:<role>, grant, delegation:<id>, open, or none.
    """

    allowed: bool
    ground: str
    explanation: str


@dataclass(frozen=True)
class Delegation:
    id: str
    from_person_id: str
    to_person_id: str
    tasks: tuple[str, ...]
    unit_id: str | None
    valid_from: date
    valid_to: date | None
    accepted_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class Scope:
    """One task in one unit and below; `for_person` is whose it is, where it is held as a deputy."""

    task: str
    path: str
    ground: str
    for_person: str | None = None


@dataclass(frozen=True)
class Standing:
    """All that a person may do today."""

    person_id: str
    employments: tuple[Employment, ...]
    scopes: tuple[Scope, ...]
    roles: tuple[str, ...] = field(default=())

    def find(self, task: str, path: str) -> Scope | None:
        """The scope that lets the person do the task at the path; what is one's own goes before what is lent."""
        fitting = [scope for scope in self.scopes if scope.task == task and path.startswith(scope.path)]
        return next((scope for scope in fitting if scope.for_person is None), fitting[0] if fitting else None)

    def paths(self, task: str) -> set[str]:
        return {scope.path for scope in self.scopes if scope.task == task}

    def lenders(self, task: str) -> set[str]:
        """Those for whom the person may do the task as a deputy."""
        return {scope.for_person for scope in self.scopes if scope.task == task and scope.for_person}
