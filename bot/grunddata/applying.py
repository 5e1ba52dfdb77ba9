"""Writes a plan: a few statements, each with many rows. Nobody is deleted, nor any unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.database.ids import Ids
from bot.grunddata.plan import Plan
from bot.grunddata.stored import EMPLOYMENT_TABLE, PERSON_TABLE, UNIT_TABLE, StoredEmployment
from bot.grunddata.types import EmploymentLine


def apply(session: Session, plan: Plan, ids: Ids) -> None:
    """Brings the three tables to what the plan says, in the caller's transaction."""
    _insert(session, UNIT_TABLE, [unit._asdict() for unit in plan.units.new])
    _update(session, UNIT_TABLE, plan.units.changed)
    _insert(session, PERSON_TABLE, [person._asdict() for person in plan.people.new])
    _update(session, PERSON_TABLE, plan.people.changed)
    if plan.employments.removed:
        gone = sa.delete(EMPLOYMENT_TABLE).where(EMPLOYMENT_TABLE.c.id == sa.bindparam("gone"))
        session.execute(gone, [{"gone": row_id} for row_id in plan.employments.removed])
    _update(session, EMPLOYMENT_TABLE, plan.employments.changed)
    _insert(session, EMPLOYMENT_TABLE, [_row(line, ids()) for line in plan.employments.new])


def _insert(session: Session, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(sa.insert(table), rows)


def _update(session: Session, table: sa.Table, rows: Iterable[Any]) -> None:
    """All columns of each row, found by its id."""
    values = [_named(row) for row in rows]
    if values:
        columns = [name for name in values[0] if name != "row_id"]
        changed = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
        session.execute(changed.values({name: sa.bindparam(name) for name in columns}), values)


def _named(row: Any) -> dict[str, Any]:
    values: dict[str, Any] = row._asdict()
    if isinstance(row, StoredEmployment):
        del values["number"]  # the row's own id where it has none, and that is no number
    return {"row_id" if name == "id" else name: value for name, value in values.items()}


def _row(line: EmploymentLine, row_id: str) -> dict[str, Any]:
    values = line._asdict()
    del values["line"]
    return {"id": row_id, **values}
