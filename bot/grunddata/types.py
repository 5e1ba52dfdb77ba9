"""What a file of master data holds, what is wrong with it, and how it differs from what the database holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

UNITS, PEOPLE, EMPLOYMENTS = "enheder.csv", "personer.csv", "ansaettelser.csv"
SHEETS = (UNITS, PEOPLE, EMPLOYMENTS)


class UnitLine(NamedTuple):
    """A line of enheder.csv."""

    line: int
    id: str
    name: str
    parent_id: str | None
    leader_id: str | None


class PersonLine(NamedTuple):
    """A line of personer.csv."""

    line: int
    id: str
    name: str
    email: str
    entra_id: str | None  # None: the file does not say, so what is known stays; empty: they have none


class EmploymentLine(NamedTuple):
    """A line of ansaettelser.csv: one period of an employment, both days included."""

    line: int
    number: str
    person_id: str
    unit_id: str
    position: str
    weekly_hours: float | None
    valid_from: date
    valid_to: date | None

    def contains(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True, order=True)
class Fault:
    """Something that has to be corrected before the file can be used; line 0 is the file as a whole."""

    file: str
    line: int
    text: str

    def shown(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: fejl: {self.text}"


@dataclass(frozen=True)
class MasterData:
    """A file as it was read. `known` holds the ids of each sheet, also those of lines that have a fault."""

    source: str
    sha256: str
    units: Sequence[UnitLine]
    people: Sequence[PersonLine]
    employments: Sequence[EmploymentLine]
    known: Mapping[str, frozenset[str]]
    faults: Sequence[Fault] = ()
    notes: Sequence[str] = ()


Value = str | float | date | None
Group = Literal["units", "leaders", "people", "employments"]
Kind = Literal[
    "new",
    "renamed",
    "moved",
    "reopened",
    "closed",
    "appointed",
    "replaced",
    "vacant",
    "changed",
    "back",
    "leaving",
    "ended",
    "removed",
]


@dataclass(frozen=True)
class Change:
    """One value that differs, under its column's name."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Difference:
    """One thing that the file changes; units and people in it are named, not numbered."""

    group: Group
    kind: Kind
    id: str
    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Consequences:
    """What follows from the changes outside of master data: how many of each."""

    cases_moved: int = 0
    courses_moved: int = 0
    roles_ended: int = 0
    delegations_ended: int = 0
    sessions_ended: int = 0
    approvals_passed_on: int = 0
    approvals_without_leader: int = 0
    roles_in_closed_units: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a run came to. With faults or refusals nothing has changed, nor where it was a trial."""

    day: date
    units: int
    people: int
    employments: int
    differences: Sequence[Difference] = ()
    consequences: Consequences = field(default_factory=Consequences)
    faults: Sequence[Fault] = ()
    refusals: Sequence[str] = ()
    applied: bool = False
    locked_seconds: float = 0.0

    def counts(self) -> dict[str, int]:
        """How many differences of each kind, as "people.leaving"."""
        found: dict[str, int] = {}
        for difference in self.differences:
            name = f"{difference.group}.{difference.kind}"
            found[name] = found.get(name, 0) + 1
        return found
