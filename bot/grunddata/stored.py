"""What the database holds of master data, read in one go: some sixty thousand rows, half a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.model import EmploymentRow, PersonRow, UnitRow

UNIT_TABLE: sa.Table = UnitRow.__table__  # type: ignore[assignment]
PERSON_TABLE: sa.Table = PersonRow.__table__  # type: ignore[assignment]
EMPLOYMENT_TABLE: sa.Table = EmploymentRow.__table__  # type: ignore[assignment]


class StoredUnit(NamedTuple):
    id: str
    name: str
    path: str
    parent_id: str | None
    leader_id: str | None
    closed_on: date | None


class StoredPerson(NamedTuple):
    id: str
    name: str
    email: str
    entra_id: str | None


class StoredEmployment(NamedTuple):
    """A row; `number` is its own id where it does not come from a file."""

    id: str
    number: str
    person_id: str
    unit_id: str
    position: str
    weekly_hours: float | None
    valid_from: date
    valid_to: date | None

    def contains(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True)
class Stored:
    units: Mapping[str, StoredUnit]
    people: Mapping[str, StoredPerson]
    employments: Sequence[StoredEmployment]


def read_stored(session: Session) -> Stored:
    """All units, people and employments, those of former times too."""
    units = session.execute(sa.select(*(UNIT_TABLE.c[name] for name in StoredUnit._fields)))
    people = session.execute(sa.select(*(PERSON_TABLE.c[name] for name in StoredPerson._fields)))
    columns = EMPLOYMENT_TABLE.c
    number = sa.func.coalesce(columns.number, columns.id)
    employments = session.execute(
        sa.select(
            columns.id,
            number,
            columns.person_id,
            columns.unit_id,
            columns.position,
            columns.weekly_hours,
            columns.valid_from,
            columns.valid_to,
        )
    )
    return Stored(
        {row[0]: StoredUnit(*row) for row in units},
        {row[0]: StoredPerson(*row) for row in people},
        [StoredEmployment(*row) for row in employments],
    )
