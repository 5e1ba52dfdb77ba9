"""Deputies (stedfortrædere): one person lends chosen tasks to another, who accepts; either can end it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.model import DelegationRow
from bot.access.types import Delegation
from bot.audit.log import AuditLog
from bot.audit.types import Action, Event
from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id


class DelegationService:
    """Lends, accepts and revokes; what a delegation is worth is decided anew each time it is used."""

    def __init__(
        self, session_factory: Sessions, clock: Clock, ids: Ids = new_id, *, audit: AuditLog | None = None
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids
        self._audit = audit or AuditLog(clock)

    def lend(
        self,
        from_person_id: str,
        to_person_id: str,
        tasks: Sequence[str],
        valid_from: date,
        valid_to: date | None,
        unit_id: str | None = None,
        *,
        cases_since: datetime | None = None,
        delegation_id: str | None = None,
        session: Session | None = None,
    ) -> Delegation:
        """Offers the tasks for the period (both days included); nothing holds until it is accepted.

        With `cases_since` the deputy gets to see no case by them that was sent before.
        With an id that has been used by the same lender, what was offered then is given back: asked twice, made once.
        """
        if session is None:
            with writing(self._sessions) as own:
                return self.lend(
                    from_person_id,
                    to_person_id,
                    tasks,
                    valid_from,
                    valid_to,
                    unit_id,
                    cases_since=cases_since,
                    delegation_id=delegation_id,
                    session=own,
                )
        if from_person_id == to_person_id or not tasks or (valid_to and valid_to < valid_from):
            raise ValueError("a delegation needs two people, a task and a period")
        known = session.get(DelegationRow, delegation_id) if delegation_id else None
        if known is not None:
            if known.from_person_id != from_person_id:
                raise ValueError("the id is that of another lender's delegation")
            return _shown(known)
        row = DelegationRow(
            id=delegation_id or self._ids(),
            from_person_id=from_person_id,
            to_person_id=to_person_id,
            tasks=list(tasks),
            unit_id=unit_id,
            valid_from=valid_from,
            valid_to=valid_to,
            cases_since=cases_since,
            created_at=self._clock(),
        )
        session.add(row)
        session.flush()
        self._tell(session, "delegation_lent", from_person_id, row)
        return _shown(row)

    def narrow(
        self,
        session: Session,
        lent: Delegation,
        tasks: Sequence[str],
        valid_from: date,
        valid_to: date | None,
        cases_since: datetime | None,
    ) -> None:
        """Takes away from what was lent, at once and without a new yes; raises ValueError where it would give more."""
        row = session.get_one(DelegationRow, lent.id, with_for_update=True)
        longer = row.valid_to is not None and (valid_to is None or valid_to > row.valid_to)
        older = row.cases_since is not None and (cases_since is None or cases_since < row.cases_since)
        empty = not tasks or (valid_to is not None and valid_to < valid_from)
        if longer or older or empty or valid_from < row.valid_from or not set(tasks) <= set(row.tasks):
            raise ValueError("only less can be taken without a new yes")
        less = (list(tasks), valid_from, valid_to, cases_since)
        if less != (row.tasks, row.valid_from, row.valid_to, row.cases_since):
            row.tasks, row.valid_from, row.valid_to, row.cases_since = less
            self._tell(session, "delegation_changed", row.from_person_id, row)

    def accept(self, to_person_id: str, delegation_id: str) -> bool:
        """The deputy says yes; False where there is no such offer to them."""
        mine = DelegationRow.to_person_id == to_person_id
        return self._stamp("accepted_at", mine, delegation_id, "delegation_accepted", to_person_id)

    def decline(self, to_person_id: str, delegation_id: str) -> bool:
        """The deputy says no to what they have not accepted; False where nothing of the kind awaits their answer."""
        asked = sa.and_(DelegationRow.to_person_id == to_person_id, DelegationRow.accepted_at.is_(None))
        return self._stamp("revoked_at", asked, delegation_id, "delegation_revoked", to_person_id)

    def revoke(self, person_id: str, delegation_id: str, *, session: Session | None = None) -> bool:
        """Either of the two ends it, at once."""
        either = sa.or_(DelegationRow.from_person_id == person_id, DelegationRow.to_person_id == person_id)
        return self._stamp("revoked_at", either, delegation_id, "delegation_revoked", person_id, session)

    def of(self, person_id: str, *, session: Session | None = None) -> list[Delegation]:
        """All that the person has lent or borrowed, the newest first."""
        if session is None:
            with reading(self._sessions) as own:
                return self.of(person_id, session=own)
        either = sa.or_(DelegationRow.from_person_id == person_id, DelegationRow.to_person_id == person_id)
        newest = sa.select(DelegationRow).where(either).order_by(DelegationRow.created_at.desc(), DelegationRow.id)
        return [_shown(row) for row in session.scalars(newest)]

    def get(self, person_id: str, delegation_id: str) -> Delegation | None:
        """The delegation, where the person is one of the two."""
        return next((one for one in self.of(person_id) if one.id == delegation_id), None)

    def offers(self, day: date) -> list[Delegation]:
        """All that await the deputy's answer and are not past."""
        waiting = sa.select(DelegationRow).where(
            DelegationRow.accepted_at.is_(None),
            DelegationRow.revoked_at.is_(None),
            sa.or_(DelegationRow.valid_to.is_(None), DelegationRow.valid_to >= day),
        )
        with reading(self._sessions) as session:
            return [_shown(row) for row in session.scalars(waiting)]

    def _stamp(
        self,
        column: str,
        whose: sa.ColumnElement[bool],
        delegation_id: str,
        action: Action,
        actor_id: str,
        session: Session | None = None,
    ) -> bool:
        if session is None:
            with writing(self._sessions) as own:
                return self._stamp(column, whose, delegation_id, action, actor_id, own)
        changed = session.execute(
            sa.update(DelegationRow)
            .where(DelegationRow.id == delegation_id, whose, DelegationRow.revoked_at.is_(None))
            .where(getattr(DelegationRow, column).is_(None))
            .values({column: self._clock()})
            .returning(DelegationRow.id),
            execution_options={"synchronize_session": False},
        ).scalar()
        if changed is None:
            return False
        self._tell(session, action, actor_id, session.get_one(DelegationRow, changed, populate_existing=True))
        return True

    def _tell(self, session: Session, action: Action, actor_id: str, row: DelegationRow) -> None:
        """The audit names both: who has lent it stands as the one on whose behalf the deputy will act."""
        details = {
            "tasks": row.tasks,
            "unit": row.unit_id,
            "from": row.valid_from.isoformat(),
            "until": row.valid_to.isoformat() if row.valid_to else None,
            **({"cases_since": row.cases_since.isoformat()} if row.cases_since else {}),
        }
        event = Event(
            action,
            actor_id,
            "delegation",
            row.id,
            subject_id=row.to_person_id,
            on_behalf_of_id=row.from_person_id,
            details=details,
        )
        self._audit.write(session, event)


def _shown(row: DelegationRow) -> Delegation:
    return Delegation(
        row.id,
        row.from_person_id,
        row.to_person_id,
        tuple(row.tasks),
        row.unit_id,
        row.valid_from,
        row.valid_to,
        row.accepted_at,
        row.revoked_at,
        row.cases_since,
    )
