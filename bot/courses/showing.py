"""A course as one person sees it: what has become of each part stands in drafts and cases, and is read from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.access.types import Standing
from bot.cases import visibility
from bot.cases.model import CaseRow, DraftRow
from bot.clock import Clock
from bot.courses.model import CoursePartRow, CourseRow
from bot.courses.plans import Plans
from bot.courses.types import ENDED, Course, CoursePart, PartState
from bot.knowledge.life_event_schema import LifeEvent, PartActor

DROPPED = ("annulleret", "afvist")  # a case that came to nothing leaves its part open


@dataclass(frozen=True)
class _Standings:
    """What drafts and cases say of the parts of a course."""

    cases: Mapping[str, Sequence[CaseRow]]
    drafts: Mapping[str, DraftRow]
    visible: frozenset[str]  # ids of cases that the person who looks may see


class Showing:
    """Puts courses together from their rows."""

    def __init__(self, clock: Clock, access: AccessService, knowledge: Plans) -> None:
        self._clock = clock
        self._access = access
        self._knowledge = knowledge

    def shown(self, session: Session, person_id: str, row: CourseRow) -> Course:
        event = self._knowledge.life_events[row.event_id]
        rows = session.scalars(
            sa.select(CoursePartRow).where(CoursePartRow.course_id == row.id).order_by(CoursePartRow.position)
        ).all()
        rows = [one for one in rows if event.part(one.part_id) is not None]  # a part may have left the event since
        standing = self._access.standing(person_id, session)
        known = self._standings(session, standing, [one.id for one in rows])
        states = {one.part_id: _state(one, known) for one in rows}
        usual = self.usual(row)
        names = self._access.names(session, [row.owner_id, *(one.assignee_id for one in rows), *usual.values()])
        is_owner = row.owner_id == person_id
        parts = tuple(
            self._part(one, event, states, known, names, usual, person_id, row.state == "cancelled")
            for one in rows
            if is_owner or one.assignee_id == person_id
        )
        return Course(
            id=row.id,
            event=event,
            owner_id=row.owner_id,
            owner_name=names.get(row.owner_id, ""),
            about=row.subject_name or self._unit_name(event, row),
            event_date=row.event_date,
            cancelled=row.state == "cancelled",
            parts=parts,
            total=len(rows),
            ended=sum(state in ENDED for state in states.values()),
            is_owner=is_owner,
            created_at=row.created_at,
        )

    def _standings(self, session: Session, standing: Standing | None, part_ids: Sequence[str]) -> _Standings:
        drafts = session.scalars(
            sa.select(DraftRow).where(
                DraftRow.course_part_id.in_(part_ids),
                DraftRow.state.in_(("active", "parked")),
                DraftRow.expires_at > self._clock(),
            )
        )
        cases: dict[str, list[CaseRow]] = {}
        wanted = sa.and_(CaseRow.course_part_id.in_(part_ids), CaseRow.state.not_in(DROPPED))
        for case in session.scalars(sa.select(CaseRow).where(wanted).order_by(CaseRow.submitted_at)):
            cases.setdefault(case.course_part_id or "", []).append(case)
        seen: Iterable[str] = ()
        if standing is not None and cases:
            seen = session.scalars(sa.select(CaseRow.id).where(wanted, visibility.visible_to(standing)))
        return _Standings(cases, {draft.course_part_id or "": draft for draft in drafts}, frozenset(seen))

    def _part(
        self,
        row: CoursePartRow,
        event: LifeEvent,
        states: Mapping[str, PartState],
        known: _Standings,
        names: Mapping[str, str],
        usual: Mapping[PartActor, str | None],
        person_id: str,
        cancelled: bool,
    ) -> CoursePart:
        part = event.part(row.part_id)
        assert part is not None
        before = [one for one in part.after if one in states and states[one] not in ENDED]
        state = states[row.part_id]
        seen = [case.number for case in known.cases.get(row.id, ()) if case.id in known.visible]
        draft = known.drafts.get(row.id)
        other = usual.get(part.who) if row.handed_by_id is None else None
        other = None if other == row.assignee_id else other
        return CoursePart(
            id=row.id,
            part=part,
            assignee_id=row.assignee_id,
            assignee_name=names.get(row.assignee_id, ""),
            handed_by_id=row.handed_by_id,
            due=row.due,
            binding=bool(part.due and part.due.figure),
            state="waiting" if state == "open" and before else state,
            changed_at=row.updated_at,
            waits_for=tuple(found.title for one in before if (found := event.part(one)) is not None),
            case_number=seen[-1] if seen else None,
            draft_id=draft.id if draft is not None and draft.owner_id == person_id else None,
            mine=row.assignee_id == person_id,
            may_change=not cancelled,
            usual_id=other,
            usual_name=names.get(other or ""),
        )

    def _unit_name(self, event: LifeEvent, row: CourseRow) -> str | None:
        """Where it happens, for an event that is about nobody in particular."""
        unit = self._access.tree().units.get(row.unit_id) if event.parties.subject == "none" else None
        return unit.name if unit else None

    def usual(self, row: CourseRow) -> dict[PartActor, str | None]:
        """Who normally does the parts of the one it is about, and of the leader; an office is nobody in particular."""
        but = {row.subject_id} if row.subject_id else set()
        return {"subject": row.subject_id, "leader": self._access.tree().leader_above(row.unit_id, but=but)}


def _state(row: CoursePartRow, known: _Standings) -> PartState:
    if row.closed is not None:
        return "not_needed" if row.closed == "not_needed" else "done"
    if known.cases.get(row.id):
        return "sent"
    return "begun" if row.id in known.drafts else "open"
