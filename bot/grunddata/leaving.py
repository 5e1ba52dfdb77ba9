"""What ends with a person's last day: their sessions at once, and for good their roles, tasks and delegations.

Access itself needs none of this: every decision asks who is employed today (bot/access/standing.py). This is so that
nothing comes back to life if they are employed again some day, and that no open window outlives their last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.model import DelegationRow, EmploymentRow, GrantRow, RoleRow
from bot.access.standing import in_force
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.clock import Clock, today
from bot.conversations.model import SessionRow
from bot.database.engine import Sessions, reading, writing

_GROUND = "left"  # the end of the employment


@dataclass(frozen=True)
class Ended:
    """How many of each were ended; single tasks count as roles."""

    roles: int = 0
    delegations: int = 0
    sessions: int = 0


class Leavers:
    """Ends the access of those whose last day has passed, also where no file has come since."""

    def __init__(self, session_factory: Sessions, clock: Clock, *, audit: AuditLog | None = None) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._audit = audit or AuditLog(clock)

    def run_once(self) -> Ended:
        """What there was to end; safe in several processes at once."""
        day, now = today(self._clock), self._clock()
        with reading(self._sessions) as session:  # nearly always there is nothing, and then no write lock is needed
            some = (
                sa.select(sa.literal(1)).select_from(row).where(who).limit(1) for row, who in _left(day, now).items()
            )
            if not any(session.execute(one).first() for one in some):
                return Ended()
        with writing(self._sessions) as session:
            return end_access(session, self._audit, day, now)


def end_access(session: Session, audit: AuditLog, day: date, now: datetime) -> Ended:
    """Ends what those hold who are not employed on the day, in the caller's transaction; each end is in the audit.

    Someone who is yet to begin keeps what has been made ready for them.
    """
    left = _left(day, now)
    last = day - timedelta(days=1)
    roles = [(row.person_id, row.role, row.unit_id) for row in _ended(session, RoleRow, left, valid_to=last)]
    tasks = [(row.person_id, row.task, row.unit_id) for row in _ended(session, GrantRow, left, valid_to=last)]
    for person_id, task, unit_id in [*roles, *tasks]:
        details = {"ended": task, "unit": unit_id, "to": last.isoformat()}
        audit.write(session, Event("role_changed", None, "person", person_id, ground=_GROUND, details=details))
    delegations = _ended(session, DelegationRow, left, revoked_at=now)
    for lent in delegations:
        event = Event(
            "delegation_revoked",
            None,
            "delegation",
            lent.id,
            subject_id=lent.to_person_id,
            on_behalf_of_id=lent.from_person_id,
            ground=_GROUND,
        )
        audit.write(session, event)
    sessions = _ended(session, SessionRow, left, revoked_at=now)
    return Ended(len(roles) + len(tasks), len(delegations), len(sessions))


def _left(day: date, now: datetime) -> Mapping[Any, sa.ColumnElement[bool]]:
    """For each table its rows that are in force or still to come, and whose person has left."""

    def employed(person: Any) -> sa.ColumnElement[bool]:
        return sa.exists().where(EmploymentRow.person_id == person, in_force(EmploymentRow, day))

    def left(person: Any) -> sa.ColumnElement[bool]:
        begun = sa.exists().where(EmploymentRow.person_id == person, EmploymentRow.valid_from <= day)
        return sa.and_(begun, ~employed(person))

    def to_come(row: Any) -> sa.ColumnElement[bool]:
        return sa.or_(row.valid_to.is_(None), row.valid_to >= day)

    either = sa.or_(left(DelegationRow.from_person_id), left(DelegationRow.to_person_id))
    return {
        RoleRow: sa.and_(to_come(RoleRow), left(RoleRow.person_id)),
        GrantRow: sa.and_(to_come(GrantRow), left(GrantRow.person_id)),
        DelegationRow: sa.and_(DelegationRow.revoked_at.is_(None), to_come(DelegationRow), either),
        SessionRow: sa.and_(
            SessionRow.revoked_at.is_(None), SessionRow.expires_at > now, ~employed(SessionRow.person_id)
        ),
    }


def _ended(session: Session, row: Any, left: Mapping[Any, sa.ColumnElement[bool]], **values: Any) -> Sequence[Any]:
    table: sa.Table = row.__table__
    ended = sa.update(table).where(left[row]).values(**values).returning(*table.c)
    return session.execute(ended).all()
