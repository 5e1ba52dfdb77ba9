"""What has to be written so that the database says what the file says, beside how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.grunddata.stored import StoredEmployment, StoredPerson, StoredUnit
from bot.grunddata.types import Difference, EmploymentLine


@dataclass
class UnitPlan:
    """`after` is every unit as it will be, closed ones too; `moved` those whose path changes."""

    after: dict[str, StoredUnit] = field(default_factory=dict)
    new: list[StoredUnit] = field(default_factory=list)  # parents before children
    changed: list[StoredUnit] = field(default_factory=list)
    moved: bool = False
    differences: list[Difference] = field(default_factory=list)


@dataclass
class PeoplePlan:
    new: list[StoredPerson] = field(default_factory=list)
    changed: list[StoredPerson] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


@dataclass
class EmploymentPlan:
    """Rows that begin, rows that are put right, and rows that go because they never began or are covered by others."""

    new: list[EmploymentLine] = field(default_factory=list)
    changed: list[StoredEmployment] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    employed_before: set[str] = field(default_factory=set)  # people with an employment on the day
    employed_after: set[str] = field(default_factory=set)
    last_days: dict[str, date] = field(default_factory=dict)  # of those who leave


@dataclass(frozen=True)
class Plan:
    day: date
    units: UnitPlan
    people: PeoplePlan
    employments: EmploymentPlan

    @property
    def differences(self) -> Sequence[Difference]:
        return [*self.units.differences, *self.people.differences, *self.employments.differences]
