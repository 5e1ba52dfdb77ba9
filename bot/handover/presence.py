"""Who is at the desk: heard of lately, and not away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.handover.model import PresenceRow

BEAT = 15.0  # seconds between signs of life of an open desk
PRESENT = timedelta(seconds=45)  # three beats: one may be lost
_ROWS: sa.Table = PresenceRow.__table__  # type: ignore[assignment]


class Presence:
    """Signs of life of supporters. An open event stream of the desk gives them; so does everything they do."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def beat(self, person_id: str) -> bool:
        """The supporter is there; whether they take conversations stays as it was (at first they do). Returns that."""
        seen = sa.update(_ROWS).where(_ROWS.c.person_id == person_id).values(seen_at=self._clock())
        for _ in range(2):
            with writing(self._sessions) as session:
                available = session.execute(seen.returning(_ROWS.c.available)).scalar()
            if available is not None:
                return bool(available)
            if self._insert(person_id, True):
                return True
        return True

    def set_available(self, person_id: str, available: bool) -> None:
        """Says whether the supporter takes new conversations; what they have stays theirs."""
        change = sa.update(_ROWS).where(_ROWS.c.person_id == person_id)
        for _ in range(2):
            with writing(self._sessions) as session:
                row = session.execute(
                    change.values(available=available, seen_at=self._clock()).returning(_ROWS.c.person_id)
                )
                if row.scalar() is not None:
                    return
            if self._insert(person_id, available):
                return

    def is_available(self, person_id: str) -> bool:
        """Whether the supporter takes new conversations, if they are there; at first they do."""
        with reading(self._sessions) as session:
            row = session.get(PresenceRow, person_id)
            return row is None or row.available

    def sign_off(self, person_id: str) -> None:
        """The supporter has left the desk on purpose: from this instant they are not there."""
        gone = self._clock() - PRESENT - timedelta(seconds=1)
        with writing(self._sessions) as session:
            session.execute(
                sa.update(_ROWS).where(_ROWS.c.person_id == person_id, _ROWS.c.seen_at > gone).values(seen_at=gone)
            )

    def present(self) -> set[str]:
        """Those who are there and take conversations."""
        with reading(self._sessions) as session:
            here = sa.select(PresenceRow.person_id).where(
                PresenceRow.seen_at > self._clock() - PRESENT, PresenceRow.available
            )
            return set(session.scalars(here))

    def last_seen(self, person_ids: Collection[str]) -> dict[str, datetime]:
        """When each was last heard of; those who never were are left out."""
        with reading(self._sessions) as session:
            rows = sa.select(PresenceRow.person_id, PresenceRow.seen_at).where(PresenceRow.person_id.in_(person_ids))
            return {person_id: seen_at for person_id, seen_at in session.execute(rows)}

    def _insert(self, person_id: str, available: bool) -> bool:
        try:
            with writing(self._sessions) as session:
                session.execute(
                    sa.insert(_ROWS).values(person_id=person_id, available=available, seen_at=self._clock())
                )
            return True
        except IntegrityError:  # another window of theirs was first
            return False
