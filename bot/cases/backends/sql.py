"""The embedded backend: work items in the desk's queue; in the same database, but known only by the interface."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.cases import states
from bot.cases.backends.base import BackendUnavailable, Change, OutboxMessage, Receipt, StatusPage, StatusUpdate
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
    version: Mapped[int] = mapped_column(
        sa.Integer, default=1, server_default="1"
    )  # of what two people could change at once
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
    state_since: Mapped[datetime | None] = mapped_column(UtcDateTime())  # None: as it came
    # Since when it has been the desk's turn; the time in which it awaited the reporter is left out. None: as it came.
    desk_since: Mapped[datetime | None] = mapped_column(UtcDateTime())


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
    suggested_solution: Mapped[str | None] = mapped_column(sa.String(64))  # where a rejected case belongs
    kind: Mapped[str] = mapped_column(sa.String(16), default="state", server_default="state")  # or "assigned"
    action_id: Mapped[str | None] = mapped_column(key(), unique=True, index=True)  # of the form that asked for it
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class WorkItemNoteRow(Base):
    """What case workers write for one another. It never leaves the desk: no message and no update carries it."""

    __tablename__ = "work_item_notes"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    correlation_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("work_items.correlation_id"), index=True)
    worker_id: Mapped[str] = mapped_column(key())
    text: Mapped[str] = mapped_column(sa.Text)
    action_id: Mapped[str | None] = mapped_column(key(), unique=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime())


# What a message of the reporter does to the item.
_AFTER = {
    "answer": states.IN_PROGRESS,
    "withdraw": states.CANCELLED,
    "reopen": states.REOPENED,
    "close": states.CLOSED,
}


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
        else:
            _follow(item, message.kind, now)
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
            StatusUpdate(
                f"{self.name}:{r.seq}",
                r.correlation_id,
                r.state,
                r.text,
                r.worker_id,
                r.at,
                r.suggested_solution,
                cast(Change, r.kind),
            )
            for r in rows
        ]
        return StatusPage(updates, str(rows[-1].seq) if rows else cursor)


def enter(item: WorkItemRow, state: str, now: datetime) -> None:
    """Puts the item into the state; what it has awaited the reporter is not counted as the desk's time."""
    if state == states.REOPENED:
        item.desk_since = now
    elif item.state == states.AWAITS_REPORTER:
        item.desk_since = (item.desk_since or item.created_at) + (now - (item.state_since or item.updated_at))
    item.state, item.state_since, item.updated_at = state, now, now


def _follow(item: WorkItemRow, kind: str, now: datetime) -> None:
    """What a message brings about; an answer only while one is waited for, since the desk may have gone on."""
    item.version += 1
    after = _AFTER.get(kind)
    if after is None or item.state == after or (kind == "answer" and item.state != states.AWAITS_REPORTER):
        return
    enter(item, after, now)


def record(
    session: Session,
    item: WorkItemRow,
    text: str,
    at: datetime,
    suggested_solution: str | None = None,
    *,
    kind: Change = "state",
    action_id: str | None = None,
) -> None:
    """Writes down what the desk did to the item; numbers are taken under a lock, so that none appears late."""
    session.add(
        WorkItemEventRow(
            seq=count_up(session, "work_item_event"),
            correlation_id=item.correlation_id,
            state=item.state,
            text=text,
            worker_id=item.worker_id,
            suggested_solution=suggested_solution,
            kind=kind,
            action_id=action_id,
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
        state_since=now,
        desk_since=now,
    )
