"""Drafts: a report under way, saved after every answer, kept for 30 days, and never overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.cases.errors import DraftChanged, NotAllowed, NotFound
from bot.cases.model import CaseRow, DraftRow
from bot.cases.parties import subject_of
from bot.cases.types import Draft
from bot.clock import Clock
from bot.database.base import UtcDateTime
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.knowledge.schema import Solution

LIFETIME = timedelta(days=30)
OPEN = ("active", "parked")

ShieldValue = Callable[[Any, str], Any]  # a value of JSON and its owner -> the same without CPR numbers


_KEPT = sa.or_(DraftRow.state == "sent", DraftRow.expires_at > sa.bindparam("now", type_=UtcDateTime))
_GET = (  # read in every turn of a report, so written once
    sa.select(DraftRow, CaseRow.number)
    .outerjoin(CaseRow, CaseRow.draft_id == DraftRow.id)
    .where(DraftRow.id == sa.bindparam("draft"), DraftRow.owner_id == sa.bindparam("owner"), _KEPT)
)
_OPEN = (
    sa.select(DraftRow)
    .where(
        DraftRow.id == sa.bindparam("draft"),
        DraftRow.owner_id == sa.bindparam("owner"),
        DraftRow.state.in_(OPEN),
        _KEPT,
    )
    .with_for_update()
)
_OPEN_FOR = (
    sa.select(DraftRow)
    .where(DraftRow.owner_id == sa.bindparam("owner"), DraftRow.state.in_(OPEN), _KEPT)
    .order_by(DraftRow.updated_at.desc(), DraftRow.id)
)


class DraftService:
    """Starts, reads and saves drafts. A draft belongs to one person; to anyone else it does not exist."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        shield_value: ShieldValue,
        access: AccessService,
        solutions: Callable[[str], Solution | None],
        ids: Ids = new_id,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._shield_value = shield_value
        self._access = access
        self._solutions = solutions
        self._ids = ids
        self._audit = audit or AuditLog(clock)

    def start(
        self,
        owner_id: str,
        solution_id: str,
        conversation_id: str | None,
        answers: Mapping[str, Any] | None = None,
        on_behalf_of: str | None = None,
        *,
        sources: Mapping[str, str] | None = None,
        confirmed: Sequence[str] = (),
        course_part_id: str | None = None,
        refiled_from: str | None = None,
    ) -> Draft:
        """A new draft with what is already known."""
        now = self._clock()
        row = DraftRow(
            id=self._ids(),
            owner_id=owner_id,
            solution_id=solution_id,
            conversation_id=conversation_id,
            course_part_id=course_part_id,
            refiled_from=refiled_from,
            on_behalf_of_id=on_behalf_of,
            answers=self._shield_value(dict(answers or {}), owner_id),
            confirmed=list(confirmed),
            sources=dict(sources or {}),
            version=1,
            state="active",
            created_at=now,
            updated_at=now,
            expires_at=now + LIFETIME,
        )
        with writing(self._sessions) as session:
            session.add(row)
        return _shown(row, None)

    def get(self, owner_id: str, draft_id: str) -> Draft | None:
        """The owner's draft, unless it has expired."""
        with reading(self._sessions) as session:
            wanted = {"draft": draft_id, "owner": owner_id, "now": self._clock()}
            found = session.execute(_GET, wanted).one_or_none()
            return _shown(found[0], found[1]) if found else None

    def open_for(self, owner_id: str) -> list[Draft]:
        """What the owner can go on with, the latest first."""
        with reading(self._sessions) as session:
            rows = session.scalars(_OPEN_FOR, {"owner": owner_id, "now": self._clock()})
            return [_shown(row, None) for row in rows]

    def save(
        self,
        owner_id: str,
        draft_id: str,
        answers: Mapping[str, Any],
        *,
        expected_version: int,
        sources: Mapping[str, str] | None = None,
        confirmed: Sequence[str] | None = None,
    ) -> Draft:
        """Stores all answers; raises DraftChanged where another tab was first, NotFound where there is no open draft.

        A draft that is saved is active again and lives 30 days more.
        """
        clean = self._shield_value(dict(answers), owner_id)
        with writing(self._sessions) as session:
            row = self._open_row(session, owner_id, draft_id)
            if row.version != expected_version:
                raise DraftChanged(draft_id)
            row.answers = clean
            row.sources = dict(sources) if sources is not None else row.sources
            row.confirmed = list(confirmed) if confirmed is not None else row.confirmed
            row.state = "active"
            row.shared_unit_id = row.shared_task = None  # whoever works on it has taken it out of the list
            row.version += 1
            row.updated_at = self._clock()
            row.expires_at = row.updated_at + LIFETIME
        return _shown(row, None)

    def park(self, owner_id: str, draft_id: str) -> Draft:
        """Puts it aside to be taken up later."""
        return self._set_state(owner_id, draft_id, "parked")

    def resume(self, owner_id: str, draft_id: str) -> Draft:
        """Takes it up again."""
        return self._set_state(owner_id, draft_id, "active")

    def cancel(self, owner_id: str, draft_id: str) -> Draft:
        """Drops it; its answers are gone."""
        return self._set_state(owner_id, draft_id, "cancelled")

    def hand_over(self, owner_id: str, draft_id: str, to_person_id: str) -> Draft:
        """Gives the draft to a colleague who may send it; raises NotAllowed where they may not."""
        draft = self.get(owner_id, draft_id)
        if draft is None or draft.state not in OPEN:
            raise NotFound(draft_id)
        solution = self._solutions(draft.solution_id)
        if solution is None or self._access.person(to_person_id) is None:
            raise NotFound(to_person_id)
        subject = subject_of(solution, draft.answers, owner_id)
        decision = self._access.may_report(to_person_id, solution, subject.person_id, None)
        if not decision.allowed:
            raise NotAllowed("Din kollega må ikke indsende den her indberetning. " + decision.explanation)
        with writing(self._sessions) as session:
            row = self._open_row(session, owner_id, draft_id)
            row.owner_id, row.conversation_id, row.on_behalf_of_id = to_person_id, None, None
            row.state, row.version, row.updated_at = "parked", row.version + 1, self._clock()
            row.confirmed = []
            event = Event(
                "draft_handed_on",
                owner_id,
                "draft",
                draft_id,
                subject_id=subject.person_id,
                details={"solution": row.solution_id, "to": to_person_id},
            )
            self._audit.write(session, event)
        return _shown(row, None)

    def purge_expired(self) -> int:
        """Deletes drafts past their 30 days, and those cancelled; returns how many."""
        with writing(self._sessions) as session:
            past = sa.and_(DraftRow.state != "sent", DraftRow.expires_at <= self._clock())
            result = session.execute(
                sa.delete(DraftRow).where(sa.or_(past, DraftRow.state == "cancelled")),
                execution_options={"synchronize_session": False},
            )
            return int(getattr(result, "rowcount", 0) or 0)

    def _open_row(self, session: Session, owner_id: str, draft_id: str) -> DraftRow:
        wanted = {"draft": draft_id, "owner": owner_id, "now": self._clock()}
        row = session.scalars(_OPEN, wanted).one_or_none()
        if row is None:
            raise NotFound(draft_id)
        return row

    def _set_state(self, owner_id: str, draft_id: str, state: str) -> Draft:
        with writing(self._sessions) as session:
            row = self._open_row(session, owner_id, draft_id)
            row.state = state
            row.shared_unit_id = row.shared_task = None
            row.version += 1
            row.updated_at = self._clock()
            if state == "cancelled":
                row.answers, row.sources, row.confirmed = {}, {}, []
        return _shown(row, None)


def _shown(row: DraftRow, case_number: str | None) -> Draft:
    return Draft(
        id=row.id,
        owner_id=row.owner_id,
        solution_id=row.solution_id,
        conversation_id=row.conversation_id,
        on_behalf_of_id=row.on_behalf_of_id,
        answers=dict(row.answers),
        confirmed=list(row.confirmed),
        sources=dict(row.sources),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        expires_at=row.expires_at,
        state=row.state,
        case_number=case_number,
        course_part_id=row.course_part_id,
        refiled_from=row.refiled_from,
    )
