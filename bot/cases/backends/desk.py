"""What a case worker can do in the embedded backend. The case itself follows by `status_since`, as with any backend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.access import tasks
from bot.access.service import AccessService
from bot.access.types import Scope, Standing
from bot.cases import states
from bot.cases.backends.sql import WorkItemRow, record
from bot.cases.errors import NotFound
from bot.clock import Clock
from bot.database.base import below
from bot.database.engine import Sessions, reading, writing

_QUEUED = (states.RECEIVED, states.REOPENED, states.IN_PROGRESS, states.AWAITS_REPORTER)


@dataclass(frozen=True)
class WorkItem:
    """One line of the queue."""

    number: str
    title: str
    queue: str
    state: str
    worker_id: str | None
    updated_at: datetime


class SqlDesk:
    """The desk's side: queue, take, ask, solve, reject, close. Nobody handles a case of their own or about themself."""

    def __init__(self, session_factory: Sessions, clock: Clock, access: AccessService) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access

    def queue(self, worker_id: str, limit: int = 50) -> list[WorkItem]:
        """What the worker may handle and is not finished, the oldest first."""
        with reading(self._sessions) as session:
            standing = self._access.standing(worker_id, session)
            if standing is None:
                return []
            places = [
                sa.and_(WorkItemRow.queue == scope.task, below(WorkItemRow.unit_path, scope.path))
                for scope in _handling(standing)
            ]
            rows = session.scalars(
                sa.select(WorkItemRow)
                .where(sa.or_(sa.false(), *places), WorkItemRow.state.in_(_QUEUED))
                .order_by(WorkItemRow.created_at, WorkItemRow.number)
                .limit(limit)
            )
            return [
                WorkItem(r.number, r.title, r.queue, r.state, r.worker_id, r.updated_at)
                for r in rows
                if worker_id not in _own(r)
            ]

    def take(self, worker_id: str, number: str) -> None:
        self._move(worker_id, number, states.IN_PROGRESS, "En sagsbehandler er gået i gang med sagen.")

    def ask(self, worker_id: str, number: str, question: str) -> None:
        self._move(worker_id, number, states.AWAITS_REPORTER, question)

    def solve(self, worker_id: str, number: str, text: str) -> None:
        self._move(worker_id, number, states.SOLVED, text)

    def reject(self, worker_id: str, number: str, text: str) -> None:
        self._move(worker_id, number, states.REJECTED, text)

    def close(self, worker_id: str, number: str) -> None:
        self._move(worker_id, number, states.CLOSED, "Sagen er lukket.")

    def _move(self, worker_id: str, number: str, state: str, text: str) -> None:
        """Raises NotFound where the worker may not handle it, BadTransition where it cannot go there."""
        with writing(self._sessions) as session:
            item = session.scalars(
                sa.select(WorkItemRow).where(WorkItemRow.number == number).with_for_update()
            ).one_or_none()
            standing = self._access.standing(worker_id, session)
            if item is None or standing is None or worker_id in _own(item):
                raise NotFound(number)
            if standing.find(item.queue, item.unit_path) is None:
                raise NotFound(number)
            states.check(item.state, state)
            item.state, item.worker_id, item.updated_at = state, worker_id, self._clock()
            record(session, item, text, item.updated_at)


def _handling(standing: Standing) -> list[Scope]:
    return [scope for scope in standing.scopes if scope.task.startswith("handle:") or scope.task == tasks.SUPPORT]


def _own(item: WorkItemRow) -> set[str | None]:
    return {item.body.get(party) for party in ("reporter_id", "on_behalf_of_id", "subject_id")}
