""" "Forkert løsning": what was rejected is begun anew as the right report, with the answers that fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.access.service import AccessService
from bot.cases import states, visibility
from bot.cases.drafts import OPEN
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.model import CaseRow, DraftRow
from bot.clock import Clock
from bot.database.engine import Sessions, reading
from bot.knowledge.schema import Report, ReportField, Solution

CopyFiles = Callable[[str, Sequence[str]], Sequence[str]]  # owner and their files -> copies that belong to no case
_NOTHING: tuple[Any, ...] = (None, "", [], {})
_REFUSED = "Sagen kan ikke sendes på ny. Det kan den, der har sendt den, når den er afvist og hører til et andet sted."


@dataclass(frozen=True)
class Plan:
    """What is begun: the right solution with the answers that fit, or the draft of it that is open already."""

    solution: Solution
    answers: Mapping[str, Any]
    draft_id: str | None = None


@dataclass(frozen=True)
class Refiling:
    """Says what to begin; the cases are linked when the draft is sent (bot/cases/submission.py)."""

    sessions: Sessions
    clock: Clock
    access: AccessService
    solutions: Callable[[str], Solution | None]
    copy_files: CopyFiles

    def plan(self, person_id: str, number: str) -> Plan:
        """Raises NotFound where there is no such case for the person, NotAllowed where it is not to be sent anew."""
        with reading(self.sessions) as session:
            standing = self.access.standing(person_id, session)
            if standing is None:
                raise NotFound(number)
            case = session.scalars(
                sa.select(CaseRow).where(CaseRow.number == number, visibility.visible_to(standing))
            ).one_or_none()
            if case is None:
                raise NotFound(number)
            right = self.solutions(case.suggested_solution or "")
            if not may_refile(case, person_id) or right is None or right.report is None:
                raise NotAllowed(_REFUSED)
            under_way = session.scalars(
                sa.select(DraftRow.id)
                .where(DraftRow.owner_id == person_id, DraftRow.state.in_(OPEN), DraftRow.refiled_from == number)
                .where(DraftRow.expires_at > self.clock())
                .limit(1)
            ).one_or_none()
        if under_way is not None:
            return Plan(right, {}, under_way)
        wrong = self.solutions(case.solution_id)
        kept = fitting(case.answers, wrong.report if wrong else None, right.report)
        for field in right.report.fields():
            if field.type == "file" and field.id in kept:
                kept[field.id] = list(self.copy_files(person_id, kept[field.id]))
        return Plan(right, {name: value for name, value in kept.items() if value not in _NOTHING})


def may_refile(case: CaseRow, person_id: str) -> bool:
    """Only who has sent it, since the CPR numbers in it are theirs; and once."""
    rejected = case.state == states.REJECTED and case.suggested_solution is not None
    return rejected and case.reporter_id == person_id and case.refiled_as is None


def fitting(answers: Mapping[str, Any], wrong: Report | None, right: Report) -> dict[str, Any]:
    """The answers to fields of the same id and type; of choices those that can be made there too."""
    asked = {field.id: field for field in wrong.fields()} if wrong else {}
    kept: dict[str, Any] = {}
    for field in right.fields():
        before = asked.get(field.id)
        if before is None or before.type != field.type or field.id not in answers:
            continue
        value = _that_fits(field, answers[field.id])
        if value not in _NOTHING:
            kept[field.id] = value
    return kept


def _that_fits(field: ReportField, value: Any) -> Any:
    options = {option.id for option in field.options}
    if field.type == "choice":
        return value if value in options else None
    if field.type == "multi":
        return [one for one in value if one in options] if isinstance(value, list) else None
    if isinstance(value, str) and len(value) > field.max_length:
        return None
    return value
