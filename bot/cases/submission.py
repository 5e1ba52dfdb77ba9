"""Sending a draft: case, history, outbox and the draft's end in one transaction, once however often it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import tasks
from bot.access.names import fold
from bot.access.reporting import needed_tasks
from bot.access.service import AccessService
from bot.access.types import Decision, Standing, Unit
from bot.cases import changes, states
from bot.cases.auditing import CaseAudit
from bot.cases.effects import Effect
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.model import AttachmentRow, CaseRow, DraftRow
from bot.cases.parties import Subject, approver_of, subject_of
from bot.clock import Clock, local
from bot.database.counters import count_up
from bot.database.ids import Ids
from bot.knowledge.schema import Report, Solution
from bot.privacy.cpr import refs_in
from bot.privacy.vault import bind_to_case

GENERAL = "generelt-spoergsmaal"
SENT_BY_DEPUTY = "Indberetningen er sendt af en stedfortræder."  # with names where it is shown (bot/cases/present.py)


@dataclass(frozen=True)
class Submission:
    """Turns drafts into cases."""

    access: AccessService
    solutions: Callable[[str], Solution | None]
    clock: Clock
    ids: Ids
    audit: CaseAudit
    effects: Mapping[str, Effect] = field(default_factory=dict)

    def send(self, session: Session, actor_id: str, draft_id: str) -> CaseRow:
        """The case of the draft; raises NotFound without such a draft, NotAllowed where the actor may not send it."""
        # The lock first: whoever sends the same draft at this instant waits here, and then finds the case.
        draft = session.scalars(
            sa.select(DraftRow).where(DraftRow.id == draft_id, DraftRow.owner_id == actor_id).with_for_update()
        ).one_or_none()
        sent = session.scalars(
            sa.select(CaseRow).where(CaseRow.draft_id == draft_id, CaseRow.reporter_id == actor_id)
        ).one_or_none()
        if sent is not None:
            return sent
        now = self.clock()
        if draft is None or draft.state not in ("active", "parked") or draft.expires_at <= now:
            raise NotFound(draft_id)
        solution = self.solutions(draft.solution_id)
        if solution is None or solution.report is None:
            raise NotAllowed("Den her indberetning kan ikke længere sendes her. Support kan hjælpe dig videre.")
        case, decision = self._case(session, actor_id, draft, solution, solution.report, now)
        session.add(case)
        session.flush()
        self._bind(session, case, draft.answers)
        self._first_history(session, case, solution, now)
        if draft.refiled_from is not None:
            self._link(session, case, draft.refiled_from, now)
        draft.state, draft.updated_at, draft.version = "sent", now, draft.version + 1
        self.audit.sent(session, "report_sent", case, decision.ground)
        if case.state == states.RECEIVED:
            self.take_effect(session, case, actor_id, now)
        return case

    def take_effect(self, session: Session, case: CaseRow, decided_by: str, now: datetime) -> None:
        """What a report brings about here in the house, once nobody has to approve it any more."""
        effect = self.effects.get(case.solution_id)
        text = effect.begin(session, case, decided_by) if effect else None
        if text:
            changes.record(session, case, self.ids, now, kind="state", actor_kind="system", actor_id=None, text=text)

    def call_back(
        self,
        session: Session,
        actor_id: str,
        conversation_id: str | None,
        answers: dict[str, Any],
        repeat_key: str | None,
    ) -> CaseRow:
        """A case for 1st line, seen by them and the one who asked only."""
        if repeat_key is not None:
            earlier = session.scalars(
                sa.select(CaseRow).where(CaseRow.correlation_id == repeat_key, CaseRow.reporter_id == actor_id)
            ).one_or_none()
            if earlier is not None:
                return earlier
        standing, now = self._standing(session, actor_id), self.clock()
        unit = self._own_unit(standing)
        solution = self.solutions(GENERAL)
        names = self.access.names(session, [actor_id])
        case = CaseRow(
            **self._numbers(session, now),
            solution_id=GENERAL,
            title=solution.title if solution else "Generelt spørgsmål",
            area=solution.area if solution else "platform",
            state=states.RECEIVED,
            reporter_id=actor_id,
            unit_id=unit.id,
            unit_path=self.access.path_now(session, unit.id),
            handler_task=tasks.SUPPORT,
            sensitive=True,
            subject_sees=False,
            unit_sees=False,
            answers=answers,
            search_text="",
            conversation_id=conversation_id,
            created_at=now,
            submitted_at=now,
        )
        if repeat_key is not None:
            case.correlation_id = repeat_key
        case.search_text = _search_text(case, names)
        session.add(case)
        session.flush()
        text = "Du har bedt om at blive kontaktet af support."
        changes.record(session, case, self.ids, now, kind="sent", actor_kind="reporter", actor_id=actor_id, text=text)
        changes.tell_of_case(session, case, self.ids, now)
        self.audit.sent(session, "call_back_asked", case, "self")
        return case

    def _case(
        self, session: Session, actor_id: str, draft: DraftRow, solution: Solution, report: Report, now: datetime
    ) -> tuple[CaseRow, Decision]:
        standing = self._standing(session, actor_id)
        subject = subject_of(solution, draft.answers, actor_id)
        if report.parties.subject == "employee" and subject.person_id is None:
            raise NotAllowed("Indberetningen mangler, hvem den handler om.")
        unit = self._unit_of(session, standing, solution, report, subject, draft.answers)
        decision = self.access.may_report(
            actor_id, solution, subject.person_id, unit.id if unit else None, session=session
        )
        if not decision.allowed or unit is None:
            raise NotAllowed(decision.explanation)
        on_behalf_of = decision.for_person
        names = self.access.names(session, [actor_id, subject.person_id])
        approver = approver_of(solution, self.access.tree(), standing, subject.person_id, on_behalf_of, unit)
        case = CaseRow(
            **self._numbers(session, now),
            solution_id=solution.id,
            title=solution.title,
            area=solution.area,
            state=states.AWAITS_APPROVAL if approver else states.RECEIVED,
            reporter_id=actor_id,
            on_behalf_of_id=on_behalf_of,
            subject_id=subject.person_id,
            subject_name=names.get(subject.person_id) if subject.person_id else subject.name,
            approver_id=approver,
            unit_id=unit.id,
            unit_path=self.access.path_now(session, unit.id),
            handler_task=tasks.handle(solution.area),
            sensitive=report.sensitive,
            subject_sees=report.parties.subject_sees,
            unit_sees=report.parties.unit_sees and not report.sensitive,
            answers=dict(draft.answers),
            search_text="",
            draft_id=draft.id,
            course_part_id=draft.course_part_id,
            conversation_id=draft.conversation_id,
            created_at=draft.created_at,
            submitted_at=now,
        )
        case.search_text = _search_text(case, names)
        return case, decision

    def _numbers(self, session: Session, now: datetime) -> dict[str, Any]:
        year = local(now).year
        number = f"{year}-{count_up(session, f'case:{year}'):06d}"
        same = {"number": number, "id": self.ids(), "correlation_id": self.ids(), "version": 0, "at_desk": False}
        return {**same, "state_since": now, "updated_at": now}

    def _standing(self, session: Session, actor_id: str) -> Standing:
        standing = self.access.standing(actor_id, session)
        if standing is None:
            raise NotAllowed("Du har ikke en ansættelse i dag, som giver adgang her.")
        return standing

    def _own_unit(self, standing: Standing) -> Unit:
        units = self.access.tree().units
        return next(units[e.unit_id] for e in standing.employments if e.unit_id in units)

    def _unit_of(
        self,
        session: Session,
        standing: Standing,
        solution: Solution,
        report: Report,
        subject: Subject,
        answers: Mapping[str, Any],
    ) -> Unit | None:
        """The unit that the case belongs to: the subject's, or the one that was named, or the sender's own."""
        units = self.access.tree().units
        named = [str(answers.get(field.id)) for field in report.fields() if field.type == "unit"]
        about_employee = report.parties.subject not in ("external", "none") and subject.person_id is not None
        if not about_employee and (unit := next((units[one] for one in named if one in units), None)):
            return unit
        whose = subject.person_id if about_employee and subject.person_id else standing.person_id
        employed = [units[one] for one in self.access.unit_ids(session, whose) if one in units]
        # Of several employments the one that was named, then one for which the sender may report.
        needed = needed_tasks(solution)
        employed.sort(
            key=lambda unit: (unit.id not in named, not any(standing.find(task, unit.path) for task in needed))
        )
        return next(iter(employed), None)

    def _bind(self, session: Session, case: CaseRow, answers: Mapping[str, Any]) -> None:
        """What the answers refer to becomes part of the case: the sender's CPR numbers and files."""
        bind_to_case(session, refs_in(dict(answers)), case.reporter_id, case.id)
        lists = [value for value in answers.values() if isinstance(value, list)]
        files = [item for several in lists for item in several if isinstance(item, str)]
        if files:
            session.execute(
                sa.update(AttachmentRow)
                .where(AttachmentRow.id.in_(files), AttachmentRow.owner_id == case.reporter_id)
                .where(AttachmentRow.case_id.is_(None))
                .values(case_id=case.id),
                execution_options={"synchronize_session": False},
            )

    def _link(self, session: Session, case: CaseRow, wrong_number: str, now: datetime) -> None:
        """The rejected case and the one sent instead tell of one another, each in its history."""
        wrong = session.scalars(
            sa.select(CaseRow)
            .where(CaseRow.number == wrong_number, CaseRow.reporter_id == case.reporter_id)
            .with_for_update()
        ).one_or_none()
        if wrong is None or wrong.refiled_as is not None:
            return
        wrong.refiled_as = case.number
        texts = (
            (wrong, f"Sendt på ny som sag {case.number}, {case.title}."),
            (case, f"Sendt i stedet for sag {wrong.number}, {wrong.title}, som blev afvist."),
        )
        for row, text in texts:
            changes.record(
                session, row, self.ids, now, kind="refiled", actor_kind="reporter", actor_id=case.reporter_id, text=text
            )

    def _first_history(self, session: Session, case: CaseRow, solution: Solution, now: datetime) -> None:
        report = solution.report
        assert report is not None
        text = "Indberetningen er sendt."
        if case.on_behalf_of_id:
            text = SENT_BY_DEPUTY
        if case.state == states.AWAITS_APPROVAL:
            text += " Den skal godkendes af en leder, før den bliver behandlet."
        else:
            text += f" {report.desk} har modtaget den."
        changes.record(
            session, case, self.ids, now, kind="sent", actor_kind="reporter", actor_id=case.reporter_id, text=text
        )
        changes.tell_of_case(session, case, self.ids, now)


def _search_text(case: CaseRow, names: Mapping[str, str]) -> str:
    parts = [case.number, case.title, case.subject_name or "", names.get(case.reporter_id, "")]
    return f"{case.number} {fold(' '.join(parts))}"
