"""Cases: sending, listing, following and acting on them. What a person may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.access.types import Standing
from bot.audit.log import AuditLog
from bot.cases import changes, present, states, visibility
from bot.cases.auditing import CaseAudit
from bot.cases.effects import Effect
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.following import follows
from bot.cases.model import AttachmentRow, CaseRow, HistoryRow
from bot.cases.overview import Overview
from bot.cases.submission import Submission
from bot.cases.types import CaseFilter, CasePage, CaseSummary, CaseView, Permitted
from bot.clock import Clock
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
        *,
        audit: AuditLog | None = None,
        effects: Mapping[str, Effect] | None = None,
        overview: Overview | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._shield_value = shield_value
        self._ids = ids
        self._audit = CaseAudit(audit or AuditLog(clock), clock)
        self._effects = effects or {}
        self._overview = overview or Overview(access)
        self._submission = Submission(access, solutions, clock, ids, self._audit, self._effects)

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
        """A page of cases, in the order that the filter asks for."""
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            return self._overview.page(session, standing, criteria or CaseFilter()) if standing else CasePage(0, ())

    def awaiting(self, actor_id: str) -> Sequence[CaseSummary]:
        """What is the actor's move, the oldest first."""
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            return self._overview.awaiting(session, standing) if standing else ()

    def awaiting_count(self, actor_id: str) -> int:
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            return self._overview.awaiting_count(session, standing) if standing else 0

    def get(self, actor_id: str, number: str) -> CaseView | None:
        """The case; None where there is none that the actor may see."""
        with reading(self._sessions) as session:
            standing, row = self._find(session, actor_id, number, lock=False)
            if standing is None or row is None:
                return None
            view = self._view(session, standing, row)
            tell = self._audit.is_new_opening(session, standing, row)
        if tell:
            with writing(self._sessions) as session:
                self._audit.opened(session, standing, row)
        return view

    # --- acting

    def comment(
        self, actor_id: str, number: str, text: str, client_id: str | None = None, files: Sequence[str] = ()
    ) -> CaseView:
        """Adds a comment, files of the actor's, or both; the same `client_id` again changes nothing."""
        return self._act(actor_id, number, "comment", "comment", text, None, client_id, files)

    def answer(
        self, actor_id: str, number: str, text: str, client_id: str | None = None, files: Sequence[str] = ()
    ) -> CaseView:
        """Answers the case worker's (or approver's) question; the case goes back to them."""
        return self._act(actor_id, number, "answer", "answer", text, None, client_id, files)

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
                changes.tell(session, row, self._ids, now, "close")
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
        files: Sequence[str] = (),
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
            if files:
                text = f"{text}\n{_attached(session, row, actor_id, files)}".strip()
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
            self._tell(session, row, what, text, now, files)
            self._audit.acted(session, standing, row, what, related)
            if what == "approve":
                self._submission.take_effect(session, row, actor_id, now)
            elif what == "withdraw" and row.solution_id in self._effects:
                self._effects[row.solution_id].undo(session, row)
            return self._view(session, standing, row)

    def _tell(
        self, session: Session, row: CaseRow, what: Permitted, text: str, now: datetime, files: Sequence[str]
    ) -> None:
        if what == "approve":
            changes.tell_of_case(session, row, self._ids, now)
        elif what in ("comment", "answer", "withdraw", "reopen"):
            attached = {"attachments": list(files)} if files else {}
            changes.tell(session, row, self._ids, now, what, text=text, **attached)

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
        parties.append(row.assignee_id)
        names = self._access.names(session, [*parties, *(line.actor_id for line in history)])
        unit = self._access.unit(row.unit_id)
        followed = follows(session, standing.person_id, row.id)
        return present.view(standing, row, history, names, unit.name if unit else "", self._clock, followed=followed)


def _attached(session: Session, row: CaseRow, actor_id: str, files: Sequence[str]) -> str:
    """Makes files of the actor's part of the case; raises NotAllowed where one is not there to be given."""
    loose = sa.and_(AttachmentRow.owner_id == actor_id, AttachmentRow.case_id.is_(None))
    found = session.scalars(sa.select(AttachmentRow).where(AttachmentRow.id.in_(list(files)), loose)).all()
    if len(found) != len(set(files)):
        raise NotAllowed("Filen er ikke længere klar til at blive vedhæftet. Vælg den igen.")
    for file in found:
        file.case_id = row.id
    return f"Vedhæftet: {', '.join(sorted(file.name for file in found))}"


def _done_before(session: Session, row: CaseRow, client_id: str) -> bool:
    done = sa.select(HistoryRow.id).where(HistoryRow.case_id == row.id, HistoryRow.client_id == client_id)
    return session.execute(done).first() is not None
