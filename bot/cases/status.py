"""Brings what a backend tells back to the cases; each update once, in order."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases import changes, states
from bot.cases.backends.base import CaseBackend, StatusUpdate
from bot.cases.model import CaseRow, HistoryRow
from bot.clock import Clock
from bot.database.counters import count_up, get_marker, set_marker
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.privacy.cpr import without_numbers

log = logging.getLogger(__name__)


class StatusSync:
    """Reads the backend from where it left off. Two may run at once: only one of them moves the cursor."""

    def __init__(self, session_factory: Sessions, clock: Clock, backend: CaseBackend, ids: Ids = new_id) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._backend = backend
        self._ids = ids
        self._marker = f"cursor:{backend.name}"

    def run_once(self) -> list[str]:
        """Applies what is new; returns the numbers of the cases that changed."""
        with reading(self._sessions) as session:
            cursor = get_marker(session, self._marker) or ""
        page = self._backend.status_since(cursor)
        if not page.updates:
            return []
        with writing(self._sessions) as session:
            count_up(session, self._marker)  # its lock makes the check below hold until the commit
            if (get_marker(session, self._marker) or "") != cursor:
                return []
            changed = [number for update in page.updates if (number := self._apply(session, update))]
            set_marker(session, self._marker, page.cursor)
        return changed

    def _apply(self, session: Session, update: StatusUpdate) -> str | None:
        case = session.scalars(
            sa.select(CaseRow).where(CaseRow.correlation_id == update.correlation_id).with_for_update()
        ).one_or_none()
        if case is not None and _applied(session, case, update):
            return None
        if case is not None and update.kind == "assigned":
            case.case_worker_id = update.case_worker_id
            return None
        if case is None or (update.state != case.state and update.state not in states.TRANSITIONS[case.state]):
            # The reporter withdrew while the desk was at it, for instance: what people did first holds.
            log.warning("status: %s cannot become %s", case.number if case else "unknown case", update.state)
            return None
        if update.case_worker_id:
            case.case_worker_id = update.case_worker_id
        case.suggested_solution = update.suggested_solution if update.state == states.REJECTED else None
        if update.state == states.AWAITS_REPORTER:
            case.return_state = states.IN_PROGRESS
        changes.record(
            session,
            case,
            self._ids,
            update.at,
            kind="question" if update.state == states.AWAITS_REPORTER else "state",
            actor_kind="case_worker",
            actor_id=update.case_worker_id,
            text=without_numbers(update.text),  # another system does not know the shield
            state=update.state,
            client_id=update.update_id,
        )
        return case.number


def _applied(session: Session, case: CaseRow, update: StatusUpdate) -> bool:
    done = sa.select(HistoryRow.id).where(HistoryRow.case_id == case.id, HistoryRow.client_id == update.update_id)
    return session.execute(done).first() is not None
