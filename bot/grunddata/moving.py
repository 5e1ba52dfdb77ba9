"""What is filed under a unit follows when the unit's place changes: cases (closed ones too), courses, the desk's items.

The unit takes its files along: whoever leads it, or leads above its new place, sees what they would have seen had it
always been there, and those above its old place no longer do. The audit keeps the places of its time.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.model import UnitRow
from bot.cases.backends.sql import WorkItemRow
from bot.cases.model import CaseRow, OutboxRow
from bot.courses.model import CourseRow


def follow_units(session: Session) -> tuple[int, int]:
    """Puts every case and course where its unit is now; returns how many of each had to be moved."""
    cases = _follow(session, CaseRow, sa.select(UnitRow.path).where(UnitRow.id == CaseRow.unit_id))
    courses = _follow(session, CourseRow, sa.select(UnitRow.path).where(UnitRow.id == CourseRow.unit_id))
    its_case = sa.select(CaseRow.unit_path).where(CaseRow.correlation_id == WorkItemRow.correlation_id)
    _follow(session, WorkItemRow, its_case)
    _undelivered(session)
    return cases, courses


def _follow(session: Session, row: Any, place: sa.Select[Any]) -> int:
    """One statement for each table: a move of a large part of the organisation reads each row once."""
    now = place.correlate(row).scalar_subquery()
    changed = session.execute(
        sa.update(row).where(now.is_not(None), row.unit_path != now).values(unit_path=now),
        execution_options={"synchronize_session": False},
    )
    return int(getattr(changed, "rowcount", 0) or 0)


def _undelivered(session: Session) -> None:
    """Cases that the backend has not been told of yet arrive at their new place."""
    waiting = session.execute(
        sa.select(OutboxRow, CaseRow.unit_path)
        .join(CaseRow, CaseRow.id == OutboxRow.case_id)
        .where(OutboxRow.delivered_at.is_(None), OutboxRow.kind == "create")
    ).all()
    for message, path in waiting:
        if message.body.get("unit_path") != path:
            message.body = {**message.body, "unit_path": path}
    session.flush()
