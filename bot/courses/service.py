"""Courses: begun once from their opening questions, followed for months, shared part by part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.access.types import Person, Unit
from bot.audit.log import AuditLog
from bot.audit.types import Action, Event
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.model import CaseRow, DraftRow
from bot.cases.parties import Subject, subject_of
from bot.clock import Clock, today
from bot.courses.model import CoursePartRow, CourseRow
from bot.courses.planning import carried, plan
from bot.courses.plans import Plans
from bot.courses.reminders import CourseReminders
from bot.courses.showing import Showing
from bot.courses.types import Course, CoursePart, DuePart
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.knowledge.life_event_schema import LifeEvent, LifeEventPart
from bot.knowledge.schema import Solution

_GONE = "Forløbet findes ikke, eller det er ikke dit."


def _theirs(person_id: str) -> sa.ColumnElement[bool]:
    """The courses that exist for a person: their own, and those of which they have a part."""
    given = sa.select(CoursePartRow.course_id).where(CoursePartRow.assignee_id == person_id)
    return sa.or_(CourseRow.owner_id == person_id, CourseRow.id.in_(given))


class CourseService:
    """What people do with courses. To anyone but its owner and those who have a part, a course does not exist."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        access: AccessService,
        knowledge: Plans,
        ids: Ids = new_id,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._knowledge = knowledge
        self._ids = ids
        self._audit = audit or AuditLog(clock)
        self._showing = Showing(clock, access, knowledge)
        self._reminders = CourseReminders(session_factory, clock, access, knowledge)

    # --- beginning

    def start(self, owner_id: str, draft_id: str) -> Course:
        """Makes the course of a filled-in form, once however often it is asked; raises NotFound or NotAllowed."""
        with writing(self._sessions) as session:
            draft = session.scalars(
                sa.select(DraftRow).where(DraftRow.id == draft_id, DraftRow.owner_id == owner_id).with_for_update()
            ).one_or_none()
            made = session.scalars(sa.select(CourseRow).where(CourseRow.draft_id == draft_id)).one_or_none()
            if made is not None and made.owner_id == owner_id:
                return self._showing.shown(session, owner_id, made)
            event = self._knowledge.event_of_form(draft.solution_id) if draft else None
            if draft is None or event is None or draft.state not in ("active", "parked"):
                raise NotFound(draft_id)
            row = self._made(session, owner_id, draft, event)
            draft.state, draft.updated_at, draft.version = "sent", self._clock(), draft.version + 1
            return self._showing.shown(session, owner_id, row)

    def _made(self, session: Session, owner_id: str, draft: DraftRow, event: LifeEvent) -> CourseRow:
        now = self._clock()
        subject = subject_of(event.form, draft.answers, owner_id)
        unit = self._unit(session, owner_id, event, subject, draft.answers)
        decision = self._access.may_report(owner_id, event.form, subject.person_id, unit.id, session=session)
        if not decision.allowed:
            raise NotAllowed(decision.explanation)
        name = self._access.names(session, [subject.person_id]).get(subject.person_id or "", subject.name)
        row = CourseRow(
            id=self._ids(),
            event_id=event.id,
            draft_id=draft.id,
            owner_id=owner_id,
            subject_id=subject.person_id,
            subject_name=name,
            unit_id=unit.id,
            unit_path=self._access.path_now(session, unit.id),
            event_date=date.fromisoformat(draft.answers[event.date]),
            answers=dict(draft.answers),
            state="active",
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        planned = plan(event, draft.answers, self._knowledge.figures, today(self._clock))
        for position, one in enumerate(planned):
            session.add(
                CoursePartRow(
                    id=self._ids(),
                    course_id=row.id,
                    part_id=one.part.id,
                    position=position,
                    assignee_id=owner_id,
                    due=one.due,
                    updated_at=now,
                )
            )
        session.flush()
        self._tell(session, "course_started", owner_id, row, decision.ground, decision.for_person)
        return row

    def _tell(
        self,
        session: Session,
        action: Action,
        actor_id: str,
        row: CourseRow,
        ground: str = "self",
        on_behalf_of: str | None = None,
        **details: str,
    ) -> None:
        about = {"event": row.event_id, **details}
        event = Event(action, actor_id, "course", row.id, row.unit_path, row.subject_id, on_behalf_of, ground, about)
        self._audit.write(session, event)

    def _unit(
        self, session: Session, owner_id: str, event: LifeEvent, subject: Subject, answers: Mapping[str, Any]
    ) -> Unit:
        """The unit that was named, else the subject's, else the owner's own."""
        units = self._access.tree().units
        report = event.form.report
        assert report is not None
        named = [str(answers.get(field.id)) for field in report.fields() if field.type == "unit"]
        employed = [*self._access.unit_ids(session, subject.person_id or owner_id)]
        found = next((units[one] for one in [*named, *employed] if one in units), None)
        if found is None:
            raise NotAllowed("Jeg kan ikke se, hvilken enhed forløbet hører til.")
        return found

    # --- reading

    def mine(self, person_id: str) -> list[Course]:
        """The person's courses and those they have a part of: what is under way first, the nearest event first."""
        with reading(self._sessions) as session:
            rows = session.scalars(
                sa.select(CourseRow).where(_theirs(person_id)).order_by(CourseRow.event_date, CourseRow.id)
            ).all()
            shown = [
                self._showing.shown(session, person_id, row)
                for row in rows
                if row.event_id in self._knowledge.life_events
            ]
        return sorted(shown, key=lambda course: course.finished or course.cancelled)

    def get(self, person_id: str, course_id: str) -> Course | None:
        """The course as the person sees it; None where it is neither theirs nor shared with them."""
        with reading(self._sessions) as session:
            row = session.scalars(
                sa.select(CourseRow).where(CourseRow.id == course_id, _theirs(person_id))
            ).one_or_none()
            if row is None or row.event_id not in self._knowledge.life_events:
                return None
            course = self._showing.shown(session, person_id, row)
        return course if course.is_owner or course.parts else None

    def of_part(self, person_id: str, part_id: str) -> tuple[Course, CoursePart]:
        """The course and the part; raises NotFound."""
        with reading(self._sessions) as session:
            course_id = session.execute(
                sa.select(CoursePartRow.course_id)
                .join(CourseRow, CourseRow.id == CoursePartRow.course_id)
                .where(CoursePartRow.id == part_id, _theirs(person_id))
            ).scalar()
        course = self.get(person_id, course_id) if course_id else None
        part = next((part for part in course.parts if part.id == part_id), None) if course else None
        if course is None or part is None:
            raise NotFound(_GONE)
        return course, part

    def beginning(self, person_id: str, part_id: str) -> tuple[Solution, dict[str, Any]]:
        """The form of a part and what it begins with; raises NotFound, also for a part without a form."""
        course, part = self.of_part(person_id, part_id)
        solution = self._knowledge.solution(part.part.solution or "")
        if solution is None or solution.report is None:
            raise NotFound(_GONE)
        opening = course.event.form.report
        assert opening is not None
        with reading(self._sessions) as session:
            answers = session.get_one(CourseRow, course.id).answers
            named = [answers.get(field.id) for field in opening.fields() if field.type == "person"]
            names = self._access.names(session, named)
        return solution, carried(part.part, course.event, solution.report, answers, names)

    def of_case(self, person_id: str, number: str) -> Course | None:
        """The course that a case is a part of, where the person has it or a part of it."""
        with reading(self._sessions) as session:
            course_id = session.execute(
                sa.select(CoursePartRow.course_id)
                .join(CaseRow, CaseRow.course_part_id == CoursePartRow.id)
                .join(CourseRow, CourseRow.id == CoursePartRow.course_id)
                .where(CaseRow.number == number, _theirs(person_id))
            ).scalar()
        return self.get(person_id, course_id) if course_id else None

    # --- acting

    def hand(self, actor_id: str, part_id: str, to_person_id: str) -> CoursePart:
        """Gives a part to someone who may do it; raises NotFound or NotAllowed with the reason."""
        course, part = self._changeable(actor_id, part_id)
        if part.ended:
            raise NotAllowed("Den del er allerede klaret, så den kan ikke gives videre.")
        with writing(self._sessions) as session:
            row = session.get_one(CourseRow, course.id)
            refusal = self._refusal(session, course, part.part, row, to_person_id)
            if refusal:
                raise NotAllowed(refusal)
            changed = session.get_one(CoursePartRow, part_id, with_for_update=True)
            changed.assignee_id, changed.handed_by_id = to_person_id, actor_id
            changed.updated_at = self._clock()
            self._tell(session, "course_part_handed", actor_id, row, part=changed.part_id, to=to_person_id)
        return part

    def _refusal(
        self, session: Session, course: Course, part: LifeEventPart, row: CourseRow, to_person_id: str
    ) -> str | None:
        """Why the person cannot be given the part; None where they can."""
        if self._access.person(to_person_id) is None:
            return "Den person er ikke ansat her i dag."
        solution = self._knowledge.solution(part.solution or "")
        form = solution if solution is not None and solution.report is not None else None
        if form is None and course.event.sensitive:
            form = course.event.form  # whoever gets to know of it must be one who could have begun it
        if form is None:
            return None
        decision = self._access.may_report(to_person_id, form, row.subject_id, row.unit_id, session=session)
        if not decision.allowed and (form.report is None or form.report.parties.subject in ("none", "external")):
            decision = self._access.may_report(to_person_id, form, None, None, session=session)
        return None if decision.allowed else f"Den person kan ikke tage delen. {decision.explanation}"

    def close(self, actor_id: str, part_id: str, *, needed: bool = True) -> CoursePart:
        """Ticks a part off, or notes that it is not needed."""
        _, part = self._changeable(actor_id, part_id)
        if part.state == "sent":
            raise NotAllowed("Den del er indberettet. Følg den under dine sager.")
        self._set_closed(part_id, "done" if needed else "not_needed", actor_id)
        return part

    def reopen(self, actor_id: str, part_id: str) -> CoursePart:
        """Takes the tick away again."""
        _, part = self._changeable(actor_id, part_id)
        self._set_closed(part_id, None, None)
        return part

    def cancel(self, actor_id: str, course_id: str) -> None:
        """Ends the course; what has been reported stays, and drafts stay with their owners."""
        with writing(self._sessions) as session:
            row = session.get(CourseRow, course_id, with_for_update=True)
            if row is None or row.owner_id != actor_id:
                raise NotFound(_GONE)
            row.state, row.updated_at = "cancelled", self._clock()
            self._tell(session, "course_cancelled", actor_id, row)

    def _changeable(self, actor_id: str, part_id: str) -> tuple[Course, CoursePart]:
        course, part = self.of_part(actor_id, part_id)
        if course.cancelled:
            raise NotAllowed("Forløbet er stoppet.")
        return course, part

    def _set_closed(self, part_id: str, closed: str | None, by: str | None) -> None:
        with writing(self._sessions) as session:
            row = session.get_one(CoursePartRow, part_id, with_for_update=True)
            row.closed, row.closed_by_id, row.updated_at = closed, by, self._clock()

    def suggested(self, person_id: str, part_id: str) -> list[tuple[str, Person]]:
        """Whom a part may be given to, by what they are to the course: the leader, the one it is about, the owner."""
        course, part = self.of_part(person_id, part_id)
        with reading(self._sessions) as session:
            row = session.get_one(CourseRow, course.id)
            usual = self._showing.usual(row)
            wanted = [
                ("leder", usual["leader"]),
                ("den, det handler om", row.subject_id),
                ("startede forløbet", row.owner_id),
            ]
            found: dict[str, tuple[str, Person]] = {}
            for role, one in wanted:
                person = self._access.person(one) if one and one != part.assignee_id and one != person_id else None
                if person and person.id not in found and not self._refusal(session, course, part.part, row, person.id):
                    found[person.id] = (role, person)
        return list(found.values())

    # --- reminders

    def due_parts(self) -> list[DuePart]:
        return self._reminders.due_parts()

    def freed_by(self, part_id: str) -> list[DuePart]:
        return self._reminders.freed_by(part_id)
