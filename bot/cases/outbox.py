"""The outbox: what a backend is to be told is written with the case itself, and delivered afterwards, in order."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from bot.cases.backends.base import CaseBackend, Kind, OutboxMessage, Receipt
from bot.cases.model import CaseRow, OutboxRow
from bot.clock import Clock
from bot.database.engine import Sessions, writing

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)  # a process that dies with a message in hand loses it after this time
LONGEST_PAUSE = timedelta(hours=1)


def put(session: Session, case: CaseRow, kind: Kind, message_id: str, body: dict[str, Any], now: datetime) -> None:
    """Adds a message in the caller's transaction."""
    session.add(
        OutboxRow(
            message_id=message_id,
            kind=kind,
            case_id=case.id,
            correlation_id=case.correlation_id,
            body=body,
            created_at=now,
            attempts=0,
            next_attempt_at=now,
        )
    )


class OutboxDispatcher:
    """Delivers what waits. Several may run at once: each message is leased to one, and backends bear a repeat."""

    def __init__(self, session_factory: Sessions, clock: Clock, backend: CaseBackend) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._backend = backend

    def run_once(self, limit: int = 50) -> int:
        """Delivers what is due and returns how many messages got through; of a case, one message at a time."""
        delivered = 0
        for outbox_id, message in self._lease(limit):
            try:
                receipt = self._backend.deliver(message)
            except Exception as error:
                # Any failure: the message stays, and a later attempt may succeed. No texts in the log.
                log.warning("outbox: message %s not delivered (%s)", message.message_id, type(error).__name__)
                self._failed(outbox_id, type(error).__name__)
            else:
                self._done(outbox_id, receipt)
                delivered += 1
        return delivered

    def run_until_empty(self, rounds: int = 100) -> int:
        """Delivers until nothing gets through any more; for tests, the demo and orderly shutdown."""
        total = 0
        for _ in range(rounds):
            delivered = self.run_once()
            total += delivered
            if not delivered:
                break
        return total

    def _lease(self, limit: int) -> list[tuple[int, OutboxMessage]]:
        now = self._clock()
        earlier = aliased(OutboxRow)
        waits_for_earlier = sa.exists().where(
            earlier.case_id == OutboxRow.case_id, earlier.id < OutboxRow.id, earlier.delivered_at.is_(None)
        )
        due = (
            sa.select(OutboxRow)
            .where(OutboxRow.delivered_at.is_(None), OutboxRow.next_attempt_at <= now, ~waits_for_earlier)
            .order_by(OutboxRow.id)
            .limit(limit)
        )
        with self._sessions() as peek:  # most rounds find nothing, and need no write lock
            if peek.execute(due.with_only_columns(OutboxRow.id).limit(1)).first() is None:
                return []
        with writing(self._sessions) as session:
            rows = session.scalars(due.with_for_update(skip_locked=True)).all()
            for row in rows:
                row.attempts += 1
                row.next_attempt_at = now + LEASE
            return [(row.id, _message(row)) for row in rows]

    def _done(self, outbox_id: int, receipt: Receipt) -> None:
        with writing(self._sessions) as session:
            row = session.get_one(OutboxRow, outbox_id)
            row.delivered_at, row.last_error = self._clock(), None
            session.execute(
                sa.update(CaseRow)
                .where(CaseRow.id == row.case_id, CaseRow.backend_ref.is_(None))
                .values(backend_ref=receipt.reference),
                execution_options={"synchronize_session": False},
            )

    def _failed(self, outbox_id: int, error: str) -> None:
        with writing(self._sessions) as session:
            row = session.get_one(OutboxRow, outbox_id)
            pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(row.attempts, 12)))
            row.next_attempt_at, row.last_error = self._clock() + pause, error[:200]


def _message(row: OutboxRow) -> OutboxMessage:
    return OutboxMessage(row.message_id, row.kind, row.correlation_id, dict(row.body), row.created_at)  # type: ignore[arg-type]
