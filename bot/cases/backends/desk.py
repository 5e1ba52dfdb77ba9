"""What a case worker can do in the embedded backend. The case itself follows by `status_since`, as with any backend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.access.types import Scope
from bot.audit.log import AuditLog
from bot.audit.types import Action
from bot.cases import states
from bot.cases.backends.handling import handled, handled_by
from bot.cases.backends.hands import Hands, Seen, compare, done_before
from bot.cases.backends.sql import WorkItemNoteRow, WorkItemRow, enter, record
from bot.cases.errors import NotAllowed
from bot.cases.questions import with_choices
from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.privacy.cpr import VALUE_PREFIX, without_numbers

QUEUED = (states.RECEIVED, states.REOPENED, states.IN_PROGRESS, states.AWAITS_REPORTER)
_BEGIN = (states.RECEIVED, states.REOPENED)
_ACTIONS: Mapping[str, Action] = {
    states.IN_PROGRESS: "case_taken",
    states.AWAITS_REPORTER: "case_asked",
    states.SOLVED: "case_solved",
    states.REJECTED: "case_rejected",
    states.CLOSED: "case_closed",
    states.REOPENED: "case_reopened",
}
_TAKEN = "En sagsbehandler er gået i gang med sagen."
_GONE_ON = "Sagsbehandleren er gået videre med sagen uden at vente på svaret."


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
    """The desk's side of work items. Nobody handles a case of their own or about themself.

    All raise NotFound where the worker may not handle the item, NotAllowed where a colleague has it, BadTransition
    where it cannot go there, and ItemChanged where it is not as `seen` any more. Texts are kept without CPR numbers.
    """

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        access: AccessService,
        ids: Ids = new_id,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._ids = ids
        self._hands = Hands(session_factory, access, audit or AuditLog(clock))

    def queue(self, worker_id: str, limit: int = 50) -> list[WorkItem]:
        """What the worker may handle and is not finished, the oldest first."""
        with reading(self._sessions) as session:
            standing = self._access.standing(worker_id, session)
            if standing is None:
                return []
            rows = session.scalars(
                sa.select(WorkItemRow)
                .where(handled(standing), WorkItemRow.state.in_(QUEUED))
                .order_by(WorkItemRow.created_at, WorkItemRow.number)
                .limit(limit)
            )
            return [WorkItem(r.number, r.title, r.queue, r.state, r.worker_id, r.updated_at) for r in rows]

    # --- what the parties are told of

    def take(self, worker_id: str, number: str, *, seen: Seen | None = None) -> None:
        """Begins with it; of what was put back or given by a colleague, the worker just has it."""
        with writing(self._sessions) as session:
            item, scope = self._hands.find(session, worker_id, number)
            if done_before(session, seen):
                return
            self._hands.refuse_anothers(session, item, worker_id)
            if item.state not in (states.IN_PROGRESS, states.AWAITS_REPORTER):
                compare(item, seen)
                self._move(session, item, scope, worker_id, states.IN_PROGRESS, _TAKEN, seen=seen)
            elif item.worker_id is None:
                compare(item, seen)
                self._assign(session, item, scope, worker_id, worker_id, "case_taken", seen)

    def resume(self, worker_id: str, number: str, *, seen: Seen | None = None) -> None:
        """Goes on without the reporter's answer."""
        self._to(worker_id, number, states.IN_PROGRESS, _GONE_ON, seen=seen)

    def ask(
        self, worker_id: str, number: str, question: str, choices: Sequence[str] = (), *, seen: Seen | None = None
    ) -> None:
        """Asks the reporter; `choices` are what they can answer with one press, besides words of their own."""
        self._to(worker_id, number, states.AWAITS_REPORTER, with_choices(question, choices), seen=seen)

    def solve(self, worker_id: str, number: str, text: str, *, seen: Seen | None = None) -> None:
        self._to(worker_id, number, states.SOLVED, text, seen=seen)

    def reject(
        self, worker_id: str, number: str, text: str, *, belongs_to: str | None = None, seen: Seen | None = None
    ) -> None:
        """Says no; `belongs_to` is the solution that would have been right, which the reporter is then offered."""
        self._to(worker_id, number, states.REJECTED, text, belongs_to, seen=seen)

    def close(self, worker_id: str, number: str, *, seen: Seen | None = None) -> None:
        self._to(worker_id, number, states.CLOSED, "Sagen er lukket.", seen=seen)

    def reopen(self, worker_id: str, number: str, text: str, *, seen: Seen | None = None) -> None:
        """Opens what was solved again, on the desk's own account."""
        self._to(worker_id, number, states.REOPENED, text, seen=seen)

    # --- what stays among case workers

    def put_back(self, worker_id: str, number: str, *, seen: Seen | None = None) -> None:
        """Leaves the item to whoever takes it next."""
        with self._hands.changing(worker_id, number, seen) as change:
            if change is None:
                return
            session, item, scope = change
            if item.worker_id is None or item.state not in QUEUED:
                raise states.BadTransition(f"{item.state} cannot be put back")
            self._assign(session, item, scope, worker_id, None, "case_put_back", seen)

    def give(self, worker_id: str, number: str, colleague_id: str, *, seen: Seen | None = None) -> None:
        """Hands it to a colleague; NotAllowed also where they do not handle it."""
        with self._hands.changing(worker_id, number, seen) as change:
            if change is None:
                return
            session, item, scope = change
            theirs = self._access.standing(colleague_id, session)
            if colleague_id == worker_id or theirs is None or handled_by(theirs, item) is None:
                raise NotAllowed("Din kollega kan ikke behandle den sag. Vælg en anden.")
            if item.state not in QUEUED:
                raise states.BadTransition(f"{item.state} cannot be given")
            self._assign(session, item, scope, worker_id, colleague_id, "case_given", seen)

    def take_over(self, worker_id: str, number: str, *, seen: Seen | None = None) -> None:
        """Takes it from the colleague who has it."""
        with writing(self._sessions) as session:
            item, scope = self._hands.find(session, worker_id, number)
            if done_before(session, seen) or item.worker_id == worker_id:
                return
            compare(item, seen)
            if item.worker_id is None or item.state not in (*QUEUED, states.SOLVED):
                raise states.BadTransition(f"{item.state} cannot be taken over")
            self._assign(session, item, scope, worker_id, worker_id, "case_taken_over", seen)

    def note(self, worker_id: str, number: str, text: str, *, seen: Seen | None = None) -> None:
        """Writes something for colleagues only; it is in no one's way, so it asks for no version."""
        with writing(self._sessions) as session:
            item, scope = self._hands.find(session, worker_id, number)
            if done_before(session, seen):
                return
            session.add(
                WorkItemNoteRow(
                    id=self._ids(),
                    correlation_id=item.correlation_id,
                    worker_id=worker_id,
                    text=without_numbers(text.strip()),
                    action_id=seen.action_id if seen else None,
                    at=self._clock(),
                )
            )
            self._hands.tell(session, "case_noted", worker_id, item, scope)

    def open_number(self, worker_id: str, number: str, field: str) -> str | None:
        """The CPR reference that the report holds in the field, for the one who has the item; the audit is told."""
        with writing(self._sessions) as session:
            item, scope = self._hands.find(session, worker_id, number)
            if item.worker_id != worker_id or item.state not in (*QUEUED, states.SOLVED):
                raise NotAllowed("CPR-nummeret kan kun ses af den, der har sagen, mens den er i gang.")
            value = (item.body.get("answers") or {}).get(field)
            if not isinstance(value, str) or not value.startswith(VALUE_PREFIX):
                return None
            self._hands.tell(session, "cpr_shown", worker_id, item, scope, field=field)
            return value

    # --- inside

    def _to(
        self,
        worker_id: str,
        number: str,
        state: str,
        text: str,
        belongs_to: str | None = None,
        *,
        seen: Seen | None,
    ) -> None:
        with self._hands.changing(worker_id, number, seen) as change:
            if change is None:
                return
            session, item, scope = change
            self._move(session, item, scope, worker_id, state, without_numbers(text.strip()), belongs_to, seen=seen)

    def _move(
        self,
        session: Session,
        item: WorkItemRow,
        scope: Scope,
        worker_id: str,
        state: str,
        text: str,
        belongs_to: str | None = None,
        *,
        seen: Seen | None,
    ) -> None:
        states.check(item.state, state)
        before = item.state
        enter(item, state, self._clock())
        item.worker_id, item.version = worker_id, item.version + 1
        record(session, item, text, item.updated_at, belongs_to, action_id=seen.action_id if seen else None)
        resumed = (before, state) == (states.AWAITS_REPORTER, states.IN_PROGRESS)
        self._hands.tell(session, "case_resumed" if resumed else _ACTIONS[state], worker_id, item, scope)

    def _assign(
        self,
        session: Session,
        item: WorkItemRow,
        scope: Scope,
        worker_id: str,
        to: str | None,
        action: Action,
        seen: Seen | None,
    ) -> None:
        names = self._access.names(session, [worker_id, to, item.worker_id])
        me, other = names.get(worker_id, worker_id), names.get(to or "", "")
        text = {
            "case_put_back": f"{me} lagde sagen tilbage i køen.",
            "case_given": f"{me} gav sagen til {other}.",
            "case_taken_over": f"{me} overtog sagen fra {names.get(item.worker_id or '', 'en kollega')}.",
        }.get(action, f"{me} tog sagen.")
        item.worker_id, item.version, item.updated_at = to, item.version + 1, self._clock()
        record(session, item, text, item.updated_at, kind="assigned", action_id=seen.action_id if seen else None)
        self._hands.tell(
            session, action, worker_id, item, scope, **({"to": to} if action == "case_given" and to else {})
        )
