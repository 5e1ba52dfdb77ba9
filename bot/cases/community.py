"""Administrative communities: colleagues who hold the same reporting task in a unit share drafts and cases.

A draft is its owner's until they put it into the list; then whoever of the colleagues takes it first has it. A case
keeps its reporter; who sees to it is noted on it, and its colleagues can change that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import tasks
from bot.access.model import GrantRow, RoleRow, UnitRow
from bot.access.reporting import needed_tasks
from bot.access.service import AccessService
from bot.access.standing import in_force
from bot.access.types import Person, Standing, Unit
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.cases import changes, states, visibility
from bot.cases.drafts import OPEN
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.model import AttachmentRow, CaseRow, DraftRow
from bot.cases.parties import subject_of
from bot.clock import Clock, today
from bot.database.base import below
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.knowledge.schema import Solution
from bot.privacy.cpr import refs_in

_ALONE = "Kladden hører ikke til en enhed, hvor du indberetter sammen med andre, så den kan ikke lægges i listen."
_OWN = "Kladden handler om dig selv, så den bliver hos dig."
_CPR = "Kladden indeholder et CPR-nummer, som kun du må sende. Fjern nummeret, eller send den selv."
_NOT_THERE = "Din kollega har ikke opgaven i den enhed og kan derfor ikke få sagen. Vælg en anden."
_NOT_OURS = "Sagen er ikke sendt af en, der har opgaven i enheden, så den bliver hos den, der har sendt den."
_CLOSED = "Sagen er afsluttet eller kan ikke gives videre."


@dataclass(frozen=True)
class SharedDraft:
    """A draft in the list; what it says is shown to nobody before they have taken it."""

    id: str
    solution_id: str
    shared_by: str
    unit_id: str
    since: datetime


class Community:
    """The shared list, and who sees to a case. What a person may not share in does not exist for them."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        access: AccessService,
        solutions: Callable[[str], Solution | None],
        ids: Ids = new_id,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._solutions = solutions
        self._ids = ids
        self._audit = audit or AuditLog(clock)

    def belongs(self, person_id: str) -> bool:
        """Whether the person shares reporting with others anywhere, so that there may be a list for them."""
        standing = self._access.standing(person_id)
        return standing is not None and any(_reporting(standing))

    # --- drafts

    def may_share(self, person_id: str, draft_id: str) -> bool:
        """Whether the draft could be put into a list."""
        with reading(self._sessions) as session:
            row = session.get(DraftRow, draft_id)
            try:
                return row is not None and row.owner_id == person_id and bool(self._place(session, person_id, row))
            except NotAllowed:
                return False

    def share(self, person_id: str, draft_id: str) -> Unit:
        """Puts the draft aside and into the list of its unit; raises NotFound or NotAllowed."""
        with writing(self._sessions) as session:
            wanted = sa.select(DraftRow).where(DraftRow.id == draft_id, DraftRow.owner_id == person_id)
            row = session.scalars(wanted.with_for_update()).one_or_none()
            if row is None or row.state not in OPEN or row.expires_at <= self._clock():
                raise NotFound(draft_id)
            task, unit = self._place(session, person_id, row)
            row.shared_task, row.shared_unit_id = task, unit.id
            row.state, row.version, row.updated_at = "parked", row.version + 1, self._clock()
            self._tell_of_draft(session, "draft_shared", person_id, row, unit, None)
        return unit

    def shared_drafts(self, person_id: str) -> list[SharedDraft]:
        """What the person's colleagues (and they) have put into the list and nobody has taken yet, the oldest first."""
        with reading(self._sessions) as session:
            standing = self._access.standing(person_id, session)
            if standing is None:
                return []
            rows = session.scalars(
                sa.select(DraftRow)
                .join(UnitRow, UnitRow.id == DraftRow.shared_unit_id)
                .where(_in_list(self._clock()), _holds(standing))
                .order_by(DraftRow.updated_at, DraftRow.id)
                .limit(100)
            )
            return [SharedDraft(r.id, r.solution_id, r.owner_id, str(r.shared_unit_id), r.updated_at) for r in rows]

    def take(self, person_id: str, draft_id: str) -> str:
        """Makes the draft the person's own and returns whose it was; of two at once one has it, the other NotFound."""
        with writing(self._sessions) as session:
            standing = self._access.standing(person_id, session)
            if standing is None:
                raise NotFound(draft_id)
            wanted = (
                sa.select(DraftRow)
                .join(UnitRow, UnitRow.id == DraftRow.shared_unit_id)
                .where(DraftRow.id == draft_id, _in_list(self._clock()), _holds(standing))
            )
            row = session.scalars(wanted.with_for_update(of=DraftRow)).one_or_none()
            if row is None:
                raise NotFound(draft_id)
            owner, unit = row.owner_id, self._access.unit(str(row.shared_unit_id))
            self._refuse_what_they_may_not_send(session, person_id, row)
            if owner != person_id:
                self._move_files(session, row, person_id)
                row.owner_id, row.conversation_id, row.confirmed = person_id, None, []
            row.shared_task = row.shared_unit_id = None
            row.version, row.updated_at = row.version + 1, self._clock()
            self._tell_of_draft(session, "draft_taken", person_id, row, unit, owner)
        return owner

    def _place(self, session: Session, person_id: str, row: DraftRow) -> tuple[str, Unit]:
        """The task and the unit by which the owner has colleagues for this draft; raises NotAllowed."""
        solution = self._solutions(row.solution_id)
        standing = self._access.standing(person_id, session)
        if solution is None or solution.report is None or standing is None or row.course_part_id is not None:
            raise NotAllowed(_ALONE)
        subject = subject_of(solution, row.answers, person_id).person_id
        if subject == person_id:
            raise NotAllowed(_OWN)
        if next(iter(refs_in(dict(row.answers))), None) is not None:
            raise NotAllowed(_CPR)
        units = self._access.tree().units
        named = [str(row.answers.get(field.id)) for field in solution.report.fields() if field.type == "unit"]
        places = [*self._access.unit_ids(session, subject)] if subject else []
        for unit in (units[one] for one in (*places, *named) if one in units):
            task = next((one for one in needed_tasks(solution) if _own(standing, one, unit.path)), None)
            if task is not None:
                return task, unit
        raise NotAllowed(_ALONE)

    def _refuse_what_they_may_not_send(self, session: Session, person_id: str, row: DraftRow) -> None:
        solution = self._solutions(row.solution_id)
        subject = subject_of(solution, row.answers, row.owner_id).person_id if solution else None
        if solution is None:
            raise NotFound(row.id)
        decision = self._access.may_report(person_id, solution, subject, None, session=session)
        if not decision.allowed:
            raise NotAllowed(decision.explanation)

    def _move_files(self, session: Session, row: DraftRow, to: str) -> None:
        """The draft's files go with it: they can only be sent by whom they belong to."""
        lists = [value for value in row.answers.values() if isinstance(value, list)]
        files = [item for several in lists for item in several if isinstance(item, str)]
        session.execute(
            sa.update(AttachmentRow)
            .where(AttachmentRow.id.in_(files), AttachmentRow.owner_id == row.owner_id)
            .where(AttachmentRow.case_id.is_(None))
            .values(owner_id=to, conversation_id=None),
            execution_options={"synchronize_session": False},
        )

    def _tell_of_draft(
        self, session: Session, action: Any, actor_id: str, row: DraftRow, unit: Unit | None, owner: str | None
    ) -> None:
        details = {"solution": row.solution_id, "from": owner}
        path = unit.path if unit else None
        self._audit.write(session, Event(action, actor_id, "draft", row.id, path, ground="self", details=details))

    # --- cases

    def colleagues(self, person_id: str, number: str) -> list[Person]:
        """Those to whom the person could give the case, by name; nobody where they may not see or give it."""
        with reading(self._sessions) as session:
            case = self._case(session, person_id, number)
            if case is None or not self._sent_by_a_colleague(session, case):
                return []
            found = [
                one
                for one in sorted(self._holders(session, case))
                if one != case.assignee_id and self._shares(session, one, case)
            ]
        people = self._access.people(found)
        return sorted(people.values(), key=lambda person: (person.name, person.id))

    def assign(self, person_id: str, number: str, to: str) -> bool:
        """Notes who sees to the case from now on; False where it is so already. Raises NotFound or NotAllowed."""
        with writing(self._sessions) as session:
            case = self._case(session, person_id, number, lock=True)
            if case is None:
                raise NotFound(number)
            if case.state not in states.OPEN:
                raise NotAllowed(_CLOSED)
            if not self._sent_by_a_colleague(session, case):
                raise NotAllowed(_NOT_OURS)
            if to != case.reporter_id and not self._shares(session, to, case):
                raise NotAllowed(_NOT_THERE)
            if (case.assignee_id or case.reporter_id) == to:
                return False
            case.assignee_id = None if to == case.reporter_id else to
            text = "Sagen er taget af en kollega." if to == person_id else "Sagen er givet til en kollega."
            now = self._clock()
            changes.record(
                session, case, self._ids, now, kind="assigned", actor_kind="colleague", actor_id=person_id, text=text
            )
            details = {"solution": case.solution_id, "to": to}
            event = Event("case_assigned", person_id, "case", case.number, case.unit_path, details=details)
            self._audit.write(session, event)
        return True

    def _case(self, session: Session, person_id: str, number: str, *, lock: bool = False) -> CaseRow | None:
        """The case, where the person sees it and is one of those who share the work on it."""
        standing = self._access.standing(person_id, session)
        if standing is None:
            return None
        wanted = sa.select(CaseRow).where(CaseRow.number == number.strip(), visibility.visible_to(standing))
        case = session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
        return case if case is not None and visibility.in_community(standing, case) else None

    def _sent_by_a_colleague(self, session: Session, case: CaseRow) -> bool:
        """Also of one who has left: their colleagues can take over what is under way."""
        standing = self._access.standing(case.reporter_id, session)
        return standing is None or visibility.in_community(standing, case)

    def _shares(self, session: Session, person_id: str, case: CaseRow) -> bool:
        standing = self._access.standing(person_id, session)
        return standing is not None and visibility.in_community(standing, case)

    def _holders(self, session: Session, case: CaseRow) -> set[str]:
        """Those who by role or task may be colleagues; whether they are is asked of each one's standing."""
        task = tasks.report(case.area)
        roles = [role for role, bundle in tasks.ROLES.items() if task in bundle]
        above = [unit.id for unit in self._access.tree().chain(case.unit_id)]
        day = today(self._clock)
        by_role = sa.select(RoleRow.person_id).where(
            RoleRow.role.in_(roles), RoleRow.unit_id.in_(above), in_force(RoleRow, day)
        )
        by_task = sa.select(GrantRow.person_id).where(
            GrantRow.task == task, GrantRow.unit_id.in_(above), in_force(GrantRow, day)
        )
        return {*session.scalars(by_role), *session.scalars(by_task), case.reporter_id}


def _in_list(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(DraftRow.shared_task.is_not(None), DraftRow.state == "parked", DraftRow.expires_at > now)


def _holds(standing: Standing) -> sa.ColumnElement[bool]:
    """The person holds the draft's task in its unit, by a task of their own."""
    places: dict[str, set[str]] = {}
    for scope in _reporting(standing):
        places.setdefault(scope[1], set()).add(scope[0])
    return sa.or_(
        sa.false(),
        *(
            sa.and_(DraftRow.shared_task.in_(sorted(found)), below(UnitRow.path, path))
            for path, found in sorted(places.items())
        ),
    )


def _reporting(standing: Standing) -> Iterable[tuple[str, str]]:
    return ((s.task, s.path) for s in standing.scopes if s.for_person is None and s.task.startswith("report:"))


def _own(standing: Standing, task: str, path: str) -> bool:
    return any(held == task and path.startswith(place) for held, place in _reporting(standing))
