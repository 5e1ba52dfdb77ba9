"""Which parts of courses people are to be reminded of."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from bot.access.service import AccessService
from bot.cases.model import CaseRow
from bot.clock import Clock, today
from bot.courses.model import CoursePartRow, CourseRow
from bot.courses.plans import Plans
from bot.courses.showing import DROPPED, Showing
from bot.courses.types import DuePart, Stage
from bot.database.engine import Sessions, reading

_BEFORE = timedelta(days=7)
_AFTER = timedelta(days=14)  # a part that was due longer ago is not reminded of any more


class CourseReminders:
    """Parts that are due, and parts that can be done since another has been."""

    def __init__(self, session_factory: Sessions, clock: Clock, access: AccessService, knowledge: Plans) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._knowledge = knowledge
        self._showing = Showing(clock, access, knowledge)

    def due_parts(self) -> list[DuePart]:
        """Parts not ended that are due within a week, tomorrow, or were due; each stage has its own key."""
        day = today(self._clock)
        with reading(self._sessions) as session:
            reported = sa.select(CaseRow.id).where(
                CaseRow.course_part_id == CoursePartRow.id, CaseRow.state.not_in(DROPPED)
            )
            rows = session.execute(
                sa.select(CoursePartRow, CourseRow)
                .join(CourseRow, CourseRow.id == CoursePartRow.course_id)
                .where(
                    CoursePartRow.due.between(day - _AFTER, day + _BEFORE),
                    CoursePartRow.closed.is_(None),
                    CourseRow.state == "active",
                    ~reported.exists(),
                )
                .order_by(CoursePartRow.due, CoursePartRow.id)
            ).all()
        found = [self._due(part, course, day) for part, course in rows]
        return [one for one in found if one is not None]

    def _due(self, row: CoursePartRow, course: CourseRow, day: date) -> DuePart | None:
        event = self._knowledge.life_events.get(course.event_id)
        part = event.part(row.part_id) if event else None
        if event is None or part is None or row.due is None:
            return None
        left = (row.due - day).days
        stage: Stage = "over" if left < 0 else "tomorrow" if left <= 1 else "soon"
        return DuePart(
            key=f"part:{row.id}:{row.due.isoformat()}:{stage}",
            person_id=row.assignee_id,
            part_id=row.id,
            part_title=part.title,
            course_id=course.id,
            course_title=event.title,
            due=row.due,
            stage=stage,
            binding=bool(part.due and part.due.figure),
            sensitive=event.sensitive,
        )

    def freed_by(self, part_id: str) -> list[DuePart]:
        """Parts that waited for this one alone, and now can be done."""
        with reading(self._sessions) as session:
            row = session.get_one(CoursePartRow, part_id)
            course_row = session.get_one(CourseRow, row.course_id)
            course = self._showing.shown(session, course_row.owner_id, course_row)
        done = course.event.part(row.part_id)
        freed = [
            part for part in course.parts if done is not None and done.id in part.part.after and part.state == "open"
        ]
        return [
            DuePart(
                key=f"ready:{part.id}",
                person_id=part.assignee_id,
                part_id=part.id,
                part_title=part.part.title,
                course_id=course.id,
                course_title=course.event.title,
                due=part.due or course.event_date,
                stage="soon",
                binding=part.binding,
                sensitive=course.event.sensitive,
            )
            for part in freed
        ]
