"""The embedded backend: work items in the desk's queue; in the same database, but known only by the interface."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.cases import states
from bot.cases.backends.base import BackendUnavailable, OutboxMessage, Receipt, StatusPage, StatusUpdate
from bot.clock import Clock
from bot.database.base import Base, Json, UtcDateTime, key, unit_path
from bot.database.counters import count_up
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id


class WorkItemRow(Base):
    """A case as the desk has it."""

    __tablename__ = "work_items"
    __table_args__ = (sa.Index("ix_work_items_queue_state", "queue", "state", "unit_path"),)

    correlation_id: Mapped[str] = mapped_column(key(), primary_key=True)
    id: Mapped[str] = mapped_column(key(), unique=True)
    reference: Mapped[str] = mapped_column(sa.String(64), unique=True)
    number: Mapped[str] = mapped_column(sa.String(16), unique=True)
    queue: Mapped[str] = mapped_column(sa.String(64))  # the task that handles it: "handle:loen", "support"
    unit_path: Mapped[str] = mapped_column(unit_path())
    title: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[Json] = mapped_column(sa.JSON)
    state: Mapped[str] = mapped_column(sa.String(24))
    worker_id: Mapped[str | None] = mapped_column(key())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())


class WorkItemMessageRow(Base):
    """A message that the desk has taken; its id makes a repeat harmless."""

    __tablename__ = "work_item_messages"

    message_id: Mapped[str] = mapped_column(key(), primary_key=True)
    correlation_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("work_items.correlation_id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    text: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class WorkItemEventRow(Base):
    """Something the desk has done; `seq` is the cursor of `status_since`."""

    __tablename__ = "work_item_events"

    seq: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    correlation_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("work_items.correlation_id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(24))
    text: Mapped[str] = mapped_column(sa.Text)
    worker_id: Mapped[str | None] = mapped_column(key())
    at: Mapped[datetime] = mapped_column(UtcDateTime())


# What a message of the reporter does to the item.
_AFTER = {"answer": states.IN_PROGRESS, "withdraw": states.CANCELLED, "reopen": states.REOPENED}


class SqlBackend:
    """Takes messages into the queue and tells what the desk has done."""

    name = "sql"

    def __init__(self, session_factory: Sessions, clock: Clock, ids: Ids = new_id) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids

    def deliver(self, message: OutboxMessage) -> Receipt:
        """Takes the message once, however often it comes."""
        try:
            with writing(self._sessions) as session:
                return self._deliver(session, message)
        except IntegrityError as error:  # the same message at the same instant: the next attempt finds it
            raise BackendUnavailable(message.message_id) from error

    def _deliver(self, session: Session, message: OutboxMessage) -> Receipt:
        item = session.get(WorkItemRow, message.correlation_id, with_for_update=True)
        if session.get(WorkItemMessageRow, message.message_id):
            assert item is not None
            return Receipt(item.reference)
        now = self._clock()
        if item is None:
            if message.kind != "create":
                raise BackendUnavailable("the case has not arrived yet")
            item = _new_item(message, self._ids(), count_up(session, "work_item"), now)
            session.add(item)
            session.flush()
        elif (after := _AFTER.get(message.kind)) and item.state != after:
            item.state, item.updated_at = after, now
        text = str(message.body.get("text") or "")
        session.add(
            WorkItemMessageRow(
                message_id=message.message_id,
                correlation_id=message.correlation_id,
                kind=message.kind,
                text=text,
                at=message.created_at,
            )
        )
        return Receipt(item.reference)

    def status_since(self, cursor: str, limit: int = 200) -> StatusPage:
        """The desk's doings after the cursor, in order."""
        with reading(self._sessions) as session:
            rows = session.scalars(
                sa.select(WorkItemEventRow)
                .where(WorkItemEventRow.seq > int(cursor or 0))
                .order_by(WorkItemEventRow.seq)
                .limit(limit)
            ).all()
        updates = [
            StatusUpdate(f"{self.name}:{r.seq}", r.correlation_id, r.state, r.text, r.worker_id, r.at) for r in rows
        ]
        return StatusPage(updates, str(rows[-1].seq) if rows else cursor)


def record(session: Session, item: WorkItemRow, text: str, at: datetime) -> None:
    """Writes down what the desk did to the item; numbers are taken under a lock, so that none appears late."""
    session.add(
        WorkItemEventRow(
            seq=count_up(session, "work_item_event"),
            correlation_id=item.correlation_id,
            state=item.state,
            text=text,
            worker_id=item.worker_id,
            at=at,
        )
    )


def _new_item(message: OutboxMessage, item_id: str, reference: int, now: datetime) -> WorkItemRow:
    body: dict[str, Any] = message.body
    return WorkItemRow(
        correlation_id=message.correlation_id,
        id=item_id,
        reference=f"OPG{reference:07d}",
        number=body["number"],
        queue=body["handler_task"],
        unit_path=body["unit_path"],
        title=body["title"],
        body=body,
        state=states.RECEIVED,
        created_at=now,
        updated_at=now,
    )
