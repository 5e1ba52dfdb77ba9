"""Deputies (stedfortrædere): one person lends chosen tasks to another, who accepts; either can end it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from bot.access.model import DelegationRow
from bot.access.types import Delegation
from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id


class DelegationService:
    """Lends, accepts and revokes; what a delegation is worth is decided anew each time it is used."""

    def __init__(self, session_factory: Sessions, clock: Clock, ids: Ids = new_id) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids

    def lend(
        self,
        from_person_id: str,
        to_person_id: str,
        tasks: Sequence[str],
        valid_from: date,
        valid_to: date | None,
        unit_id: str | None = None,
    ) -> Delegation:
        """Offers the tasks for the period (both days included); nothing holds until it is accepted."""
        if from_person_id == to_person_id or not tasks or (valid_to and valid_to < valid_from):
            raise ValueError("a delegation needs two people, a task and a period")
        with writing(self._sessions) as session:
            row = DelegationRow(
                id=self._ids(),
                from_person_id=from_person_id,
                to_person_id=to_person_id,
                tasks=list(tasks),
                unit_id=unit_id,
                valid_from=valid_from,
                valid_to=valid_to,
                created_at=self._clock(),
            )
            session.add(row)
            return _shown(row)

    def accept(self, to_person_id: str, delegation_id: str) -> bool:
        """The deputy says yes; False where there is no such offer to them."""
        return self._stamp("accepted_at", DelegationRow.to_person_id == to_person_id, delegation_id)

    def revoke(self, person_id: str, delegation_id: str) -> bool:
        """Either of the two ends it, at once."""
        either = sa.or_(DelegationRow.from_person_id == person_id, DelegationRow.to_person_id == person_id)
        return self._stamp("revoked_at", either, delegation_id)

    def of(self, person_id: str) -> list[Delegation]:
        """All that the person has lent or borrowed, the newest first."""
        either = sa.or_(DelegationRow.from_person_id == person_id, DelegationRow.to_person_id == person_id)
        with reading(self._sessions) as session:
            rows = session.scalars(sa.select(DelegationRow).where(either).order_by(DelegationRow.created_at.desc()))
            return [_shown(row) for row in rows]

    def _stamp(self, column: str, whose: sa.ColumnElement[bool], delegation_id: str) -> bool:
        with writing(self._sessions) as session:
            changed = session.execute(
                sa.update(DelegationRow)
                .where(DelegationRow.id == delegation_id, whose, DelegationRow.revoked_at.is_(None))
                .where(getattr(DelegationRow, column).is_(None))
                .values({column: self._clock()})
                .returning(DelegationRow.id),
                execution_options={"synchronize_session": False},
            ).scalar()
            return changed is not None


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
    )
