"""What the audit is told of cases: who did what, and on which ground they could."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import tasks
from bot.access.types import Scope, Standing
from bot.audit.log import AuditLog
from bot.audit.model import AuditRow
from bot.audit.types import Action, Event
from bot.cases import visibility
from bot.cases.model import CaseRow
from bot.cases.types import Permitted, Relation
from bot.clock import Clock

# Looking at a case again within this time is still the same opening.
ONE_OPENING = timedelta(minutes=15)
_OWN: frozenset[Relation] = frozenset({"reporter", "on_behalf_of", "subject"})
_ACTIONS: Mapping[Permitted, Action] = {
    "approve": "case_approved",
    "send_back": "case_sent_back",
    "withdraw": "case_withdrawn",
    "answer": "case_answered",
    "comment": "case_commented",
    "reopen": "case_reopened",
}


@dataclass(frozen=True)
class CaseAudit:
    """Writes entries about cases in the caller's transaction."""

    log: AuditLog
    clock: Clock

    def sent(self, session: Session, action: Action, case: CaseRow, ground: str) -> None:
        """A case has been made; its own columns say by whom, about whom and for whom."""
        self._write(session, action, case.reporter_id, case, ground, case.on_behalf_of_id)

    def acted(
        self, session: Session, standing: Standing, case: CaseRow, what: Permitted, related: Sequence[Relation]
    ) -> None:
        """Someone has done something to a case."""
        relation: Relation = "approver" if what in ("approve", "send_back") else related[0]
        ground, lender = _ground(standing, case, relation)
        if relation == "reporter":
            lender = case.on_behalf_of_id
        self._write(session, _ACTIONS[what], standing.person_id, case, ground, lender)

    def is_new_opening(self, session: Session, standing: Standing, case: CaseRow) -> bool:
        """Whether it is another person's sensitive case, and not one that was opened just before."""
        if not is_anothers_sensitive(standing, case):
            return False
        earlier = sa.select(AuditRow.seq).where(
            AuditRow.object_id == case.number,
            AuditRow.action == "case_opened",
            AuditRow.actor_id == standing.person_id,
            AuditRow.at > self.clock() - ONE_OPENING,
        )
        return session.execute(earlier.limit(1)).first() is None

    def opened(self, session: Session, standing: Standing, case: CaseRow) -> None:
        """Another person's sensitive case has been opened."""
        ground, lender = _ground(standing, case, visibility.relations(standing, case)[0])
        self._write(session, "case_opened", standing.person_id, case, ground, lender)

    def file_opened(self, session: Session, standing: Standing, case: CaseRow, attachment_id: str) -> None:
        """A file of another person's sensitive case has been read."""
        ground, lender = _ground(standing, case, visibility.relations(standing, case)[0])
        self._write(session, "file_opened", standing.person_id, case, ground, lender, file=attachment_id)

    def _write(
        self,
        session: Session,
        action: Action,
        actor_id: str,
        case: CaseRow,
        ground: str,
        on_behalf_of: str | None,
        **details: str,
    ) -> None:
        event = Event(
            action,
            actor_id,
            "case",
            case.number,
            case.unit_path,
            case.subject_id,
            on_behalf_of,
            ground,
            {"solution": case.solution_id, "state": case.state, **details},
        )
        self.log.write(session, event)


def is_anothers_sensitive(standing: Standing, case: CaseRow) -> bool:
    """Whether the case is sensitive and the person is none of those it is from, for or about."""
    return case.sensitive and _OWN.isdisjoint(visibility.relations(standing, case))


def _ground(standing: Standing, case: CaseRow, relation: Relation) -> tuple[str, str | None]:
    """By which permission the person is what they are to the case, and whose it is if it is lent."""
    if relation in _OWN:
        return "self", None
    scope: Scope | None
    if relation == "approver":
        scope = visibility.approving_scope(standing, case)
    elif relation == "case_worker":
        scope = standing.find_for_case(case.handler_task, case.unit_path, case.submitted_at)
    else:
        tasks_that_show = (tasks.view_unit(case.area), tasks.approve(case.area))
        found = (standing.find_for_case(task, case.unit_path, case.submitted_at) for task in tasks_that_show)
        scope = next((one for one in found if one is not None), None)
    return (scope.ground, scope.for_person) if scope else ("none", None)
