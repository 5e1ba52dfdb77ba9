"""Calls on the telephone: topic and outcome, one click each; the yardstick for fewer calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.handover.model import CallRow
from bot.handover.ownership import action_id_of

KEPT = timedelta(days=400)
CALL_OUTCOMES: Mapping[str, str] = {
    "solved": "Løst på stedet",
    "guided": "Vejledt til selv at gøre det",
    "reported": "Indberettet sammen",
    "case": "Sag oprettet eller fulgt op",
    "passed_on": "Stillet videre",
    "wrong_number": "Ikke noget for os",
}


@dataclass(frozen=True)
class Call:
    """One call; nothing of who called."""

    id: str
    topic: str | None
    outcome: str
    at: datetime


class CallLog:
    """Takes down calls."""

    def __init__(self, sessions: Sessions, clock: Clock, ids: Ids = new_id) -> None:
        self._sessions = sessions
        self._clock = clock
        self._ids = ids

    def log(self, supporter_id: str, topic: str | None, outcome: str, key: str) -> Call:
        """Takes down a call; the same `key` again gives the first one. Raises ValueError for an unknown outcome."""
        if outcome not in CALL_OUTCOMES:
            raise ValueError(outcome)
        row = CallRow(
            id=self._ids(),
            supporter_id=supporter_id,
            topic=topic,
            outcome=outcome,
            action_id=action_id_of(supporter_id, "call", "", key),
            at=self._clock(),
        )
        try:
            with writing(self._sessions) as session:
                session.add(row)
        except IntegrityError:  # a double click
            with reading(self._sessions) as session:
                row = session.scalars(sa.select(CallRow).where(CallRow.action_id == row.action_id)).one()
        return Call(row.id, row.topic, row.outcome, row.at)

    def undo(self, supporter_id: str, call_id: str) -> bool:
        """Takes back one's own call of today; False where there is none."""
        with writing(self._sessions) as session:
            row = session.get(CallRow, call_id)
            if row is None or row.supporter_id != supporter_id:
                return False
            session.delete(row)
            return True

    def latest(self, supporter_id: str, limit: int = 10) -> list[Call]:
        """One's own last calls, the newest first."""
        own = sa.select(CallRow).where(CallRow.supporter_id == supporter_id).order_by(CallRow.at.desc()).limit(limit)
        with reading(self._sessions) as session:
            return [Call(row.id, row.topic, row.outcome, row.at) for row in session.scalars(own)]
