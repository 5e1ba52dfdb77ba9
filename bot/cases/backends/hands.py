"""A work item in the hands of one case worker: found, locked, as they have seen it, and theirs to change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.access.types import Scope
from bot.audit.log import AuditLog
from bot.audit.types import Action, Event
from bot.cases.backends.handling import handled_by
from bot.cases.backends.sql import WorkItemEventRow, WorkItemNoteRow, WorkItemRow
from bot.cases.errors import NotAllowed, NotFound
from bot.database.engine import Sessions, writing


@dataclass(frozen=True)
class Seen:
    """The item as it was before the worker's eyes; `action_id` is the form's own: sent again it changes nothing."""

    version: int
    action_id: str


class ItemChanged(Exception):
    """Something has happened to the item since it was looked at."""


class Hands:
    """What every change of an item begins with, and that the audit is told of it."""

    def __init__(self, session_factory: Sessions, access: AccessService, audit: AuditLog) -> None:
        self._sessions = session_factory
        self._access = access
        self._audit = audit

    def find(self, session: Session, worker_id: str, number: str) -> tuple[WorkItemRow, Scope]:
        """The item, locked: of two who want to change it one waits here, and then sees what the other did."""
        item = session.scalars(
            sa.select(WorkItemRow).where(WorkItemRow.number == number).with_for_update()
        ).one_or_none()
        standing = self._access.standing(worker_id, session)
        scope = handled_by(standing, item) if standing is not None and item is not None else None
        if item is None or scope is None:
            raise NotFound(number)
        return item, scope

    @contextmanager
    def changing(
        self, worker_id: str, number: str, seen: Seen | None
    ) -> Iterator[tuple[Session, WorkItemRow, Scope] | None]:
        """An item that is the worker's to change, as they have seen it; None where the same form has been here."""
        with writing(self._sessions) as session:
            item, scope = self.find(session, worker_id, number)
            if done_before(session, seen):
                yield None
                return
            self.refuse_anothers(session, item, worker_id)
            compare(item, seen)
            yield session, item, scope

    def refuse_anothers(self, session: Session, item: WorkItemRow, worker_id: str) -> None:
        if item.worker_id not in (None, worker_id):
            name = self._access.names(session, [item.worker_id]).get(item.worker_id or "", "En kollega")
            raise NotAllowed(f"{name} har allerede taget sagen.")

    def tell(
        self, session: Session, action: Action, worker_id: str, item: WorkItemRow, scope: Scope, **details: str
    ) -> None:
        event = Event(
            action,
            worker_id,
            "case",
            item.number,
            item.unit_path,
            item.body.get("subject_id"),
            scope.for_person,
            scope.ground,
            {"queue": item.queue, **details},
        )
        self._audit.write(session, event)


def done_before(session: Session, seen: Seen | None) -> bool:
    """Whether the same form has been here: the second press of a button finds what the first has done."""
    if seen is None:
        return False
    made = (
        sa.select(table.correlation_id).where(table.action_id == seen.action_id)
        for table in (WorkItemEventRow, WorkItemNoteRow)
    )
    return any(session.execute(one).first() is not None for one in made)


def compare(item: WorkItemRow, seen: Seen | None) -> None:
    if seen is not None and item.version != seen.version:
        raise ItemChanged(item.number)
