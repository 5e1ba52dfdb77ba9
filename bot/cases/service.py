"""Cases: sending, listing, following and acting on them. What a person may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.access.names import fold
from bot.access.service import AccessService
from bot.access.types import Standing
from bot.cases import changes, present, states, visibility
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.model import CaseRow, HistoryRow
from bot.cases.submission import Submission
from bot.cases.types import CaseFilter, CasePage, CaseSummary, CaseView, Permitted
from bot.clock import LOCAL, Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.knowledge.schema import Solution

ShieldValue = Callable[[Any, str], Any]

_REFUSED: dict[Permitted, str] = {
    "comment": "Du kan ikke skrive på sagen, som den er nu.",
    "withdraw": "Sagen kan ikke trækkes tilbage, som den er nu. Kun den, der har sendt den, kan trække den tilbage.",
    "answer": "Sagen venter ikke på et svar fra dig.",
    "approve": "Sagen venter ikke på din godkendelse.",
    "send_back": "Sagen venter ikke på din godkendelse.",
    "reopen": "Sagen kan ikke genåbnes. Det kan den, der har sendt den, gøre indtil 14 dage efter, at den er løst.",
}


class CaseService:
    """What people can do with cases. Each method is one short transaction; all texts pass the CPR shield first."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        access: AccessService,
        solutions: Callable[[str], Solution | None],
        shield_value: ShieldValue,
        ids: Ids = new_id,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._shield_value = shield_value
        self._ids = ids
        self._submission = Submission(access, solutions, clock, ids)

    # --- sending

    def submit(self, actor_id: str, draft_id: str) -> CaseView:
        """Sends the draft. The same draft again, even at the same instant, gives the same case."""
        return self._once(actor_id, lambda session: self._submission.send(session, actor_id, draft_id))

    def request_call_back(
        self, actor_id: str, conversation_id: str | None, topic: str, text: str, *, repeat_key: str | None = None
    ) -> CaseView:
        """Asks 1st line to get in touch; with the same `repeat_key` it is asked once."""
        answers = self._shield_value({"topic": topic, "text": text}, actor_id)
        return self._once(
            actor_id,
            lambda session: self._submission.call_back(session, actor_id, conversation_id, answers, repeat_key),
        )

    def _once(self, actor_id: str, send: Callable[[Session], CaseRow]) -> CaseView:
        for attempt in (1, 2, 3):
            try:
                with writing(self._sessions) as session:
                    row = send(session)
                    standing = self._access.standing(actor_id, session)
                    if standing is None:
                        raise NotFound
                    return self._view(session, standing, row)
            except IntegrityError:  # the other one was first: the next attempt finds its case
                if attempt == 3:
                    raise
        raise AssertionError

    # --- reading

    def list(self, actor_id: str, criteria: CaseFilter | None = None) -> CasePage:
        """A page of cases, those that await the actor first, then the latest changed."""
        criteria = criteria or CaseFilter()
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            if standing is None:
                return CasePage(0, ())
            where = _where(standing, criteria)
            total = session.execute(sa.select(sa.func.count()).select_from(CaseRow).where(where)).scalar_one()
            first = sa.case((visibility.awaiting(standing), 0), else_=1)
            rows = session.scalars(
                sa.select(CaseRow)
                .where(where)
                .order_by(first, CaseRow.updated_at.desc(), CaseRow.number.desc())
                .limit(criteria.limit)
                .offset(criteria.offset)
            )
            return CasePage(total, tuple(present.summary(standing, row) for row in rows))

    def awaiting(self, actor_id: str) -> Sequence[CaseSummary]:
        """What is the actor's move, the oldest first."""
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            if standing is None:
                return ()
            rows = session.scalars(
                sa.select(CaseRow)
                .where(visibility.not_kept_from(standing), visibility.awaiting(standing))
                .order_by(CaseRow.state_since, CaseRow.number)
                .limit(100)
            )
            return tuple(present.summary(standing, row) for row in rows)

    def awaiting_count(self, actor_id: str) -> int:
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            if standing is None:
                return 0
            where = sa.and_(visibility.not_kept_from(standing), visibility.awaiting(standing))
            return int(session.execute(sa.select(sa.func.count()).select_from(CaseRow).where(where)).scalar_one())

    def get(self, actor_id: str, number: str) -> CaseView | None:
        """The case; None where there is none that the actor may see."""
        with reading(self._sessions) as session:
            standing, row = self._find(session, actor_id, number, lock=False)
            return self._view(session, standing, row) if standing and row else None

    # --- acting

    def comment(self, actor_id: str, number: str, text: str, client_id: str | None = None) -> CaseView:
        """Adds a comment; the same `client_id` again changes nothing."""
        return self._act(actor_id, number, "comment", "comment", text, None, client_id)

    def answer(self, actor_id: str, number: str, text: str, client_id: str | None = None) -> CaseView:
        """Answers the case worker's (or approver's) question; the case goes back to them."""
        return self._act(actor_id, number, "answer", "answer", text, None, client_id)

    def withdraw(self, actor_id: str, number: str, reason: str) -> CaseView:
        """Takes the report back."""
        return self._act(actor_id, number, "withdraw", "withdrawn", reason, states.CANCELLED)

    def approve(self, actor_id: str, number: str, text: str = "") -> CaseView:
        """Says yes to the report, which goes on to the desk."""
        return self._act(actor_id, number, "approve", "approved", text or "Godkendt.", states.RECEIVED)

    def send_back(self, actor_id: str, number: str, text: str) -> CaseView:
        """Asks the reporter to put something right; afterwards it is to be approved again."""
        return self._act(actor_id, number, "send_back", "sent_back", text, states.AWAITS_REPORTER)

    def reopen(self, actor_id: str, number: str, text: str) -> CaseView:
        """Opens a solved case again, within 14 days."""
        return self._act(actor_id, number, "reopen", "reopened", text, states.REOPENED)

    def close_solved(self) -> int:
        """Closes what was solved more than 14 days ago; returns how many."""
        now = self._clock()
        with writing(self._sessions) as session:
            past = sa.and_(CaseRow.state == states.SOLVED, CaseRow.state_since < now - states.REOPEN_WITHIN)
            rows = session.scalars(sa.select(CaseRow).where(past).limit(500).with_for_update()).all()
            text = "Sagen er lukket, fordi der er gået 14 dage, siden den blev løst."
            for row in rows:
                changes.record(
                    session,
                    row,
                    self._ids,
                    now,
                    kind="state",
                    actor_kind="system",
                    actor_id=None,
                    text=text,
                    state=states.CLOSED,
                )
            return len(rows)

    # --- inside

    def _act(
        self,
        actor_id: str,
        number: str,
        what: Permitted,
        kind: str,
        text: str,
        state: str | None,
        client_id: str | None = None,
    ) -> CaseView:
        """Raises NotFound where the actor may not see the case, NotAllowed where they may not do this now."""
        text = self._shield_value(text.strip(), actor_id)
        with writing(self._sessions) as session:
            standing, row = self._find(session, actor_id, number, lock=True)
            if standing is None or row is None:
                raise NotFound(number)
            if client_id and _done_before(session, row, client_id):
                return self._view(session, standing, row)
            related = visibility.relations(standing, row)
            if what not in present.permitted(row, related, self._clock):
                raise NotAllowed(_REFUSED[what])
            now = self._clock()
            if what == "answer":
                state, row.return_state = row.return_state or states.IN_PROGRESS, None
            elif what == "send_back":
                row.return_state = states.AWAITS_APPROVAL
            changes.record(
                session,
                row,
                self._ids,
                now,
                kind=kind,
                actor_kind=related[0],
                actor_id=actor_id,
                text=text,
                state=state,
                client_id=client_id,
            )
            self._tell(session, row, what, text, now)
            return self._view(session, standing, row)

    def _tell(self, session: Session, row: CaseRow, what: Permitted, text: str, now: datetime) -> None:
        if what == "approve":
            changes.tell_of_case(session, row, self._ids, now)
        elif what in ("comment", "answer", "withdraw", "reopen"):
            changes.tell(session, row, self._ids, now, what, text=text)

    def _find(
        self, session: Session, actor_id: str, number: str, *, lock: bool
    ) -> tuple[Standing | None, CaseRow | None]:
        standing = self._access.standing(actor_id, session)
        if standing is None:
            return None, None
        wanted = sa.select(CaseRow).where(CaseRow.number == number.strip(), visibility.visible_to(standing))
        return standing, session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()

    def _view(self, session: Session, standing: Standing, row: CaseRow) -> CaseView:
        history = session.scalars(
            sa.select(HistoryRow).where(HistoryRow.case_id == row.id).order_by(HistoryRow.seq)
        ).all()
        parties = [row.reporter_id, row.on_behalf_of_id, row.subject_id, row.approver_id, row.case_worker_id]
        names = self._access.names(session, [*parties, *(line.actor_id for line in history)])
        unit = self._access.unit(row.unit_id)
        return present.view(standing, row, history, names, unit.name if unit else "", self._clock)


def _where(standing: Standing, criteria: CaseFilter) -> sa.ColumnElement[bool]:
    """The filter and the right to see, in one condition."""
    whose = {
        "mine": visibility.mine,
        "unit": visibility.by_unit,
        "desk": visibility.by_desk,
        "all": visibility.visible_to,
    }[criteria.whose]
    parts = [visibility.not_kept_from(standing), whose(standing)]
    if criteria.states:
        parts.append(CaseRow.state.in_(sorted(criteria.states)))
    if criteria.area:
        parts.append(CaseRow.area == criteria.area)
    if criteria.solution_id:
        parts.append(CaseRow.solution_id == criteria.solution_id)
    if criteria.awaiting_me:
        parts.append(visibility.awaiting(standing))
    if criteria.period:
        first, last = criteria.period
        start = datetime.combine(first, time(), LOCAL)
        end = datetime.combine(last + timedelta(days=1), time(), LOCAL)
        parts += [CaseRow.submitted_at >= start, CaseRow.submitted_at < end]
    if criteria.text:
        for word in criteria.text.split()[:5]:
            wanted = word if word.replace("-", "").isdigit() else fold(word)
            parts.append(CaseRow.search_text.contains(wanted, autoescape=True))
    return sa.and_(*parts)


def _done_before(session: Session, row: CaseRow, client_id: str) -> bool:
    done = sa.select(HistoryRow.id).where(HistoryRow.case_id == row.id, HistoryRow.client_id == client_id)
    return session.execute(done).first() is not None
