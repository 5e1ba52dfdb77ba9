"""Who a report is about, read from its answers, and who has to approve it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.access import tasks
from bot.access.organisation import Tree
from bot.access.types import Standing, Unit
from bot.knowledge.schema import Report, ReportField, Solution

# Names of fields that hold the name of someone who is not employed here.
_NAME_FIELDS = ("navn", "fulde_navn", "name", "subject_name", "kandidat_navn", "modtager_navn", "borger_navn")


@dataclass(frozen=True)
class Subject:
    """The one a report is about: an employee by id, or someone else by name, or nobody."""

    person_id: str | None = None
    name: str | None = None


def subject_field(report: Report) -> ReportField | None:
    """The field that says whom the report is about: the first that asks for a person, unless another is named."""
    people = [field for field in report.fields() if field.type == "person"]
    named = [f for f in people if f.prefill == "subject" or f.id in ("subject", "medarbejder")]
    return next(iter(named or people), None)


def subject_of(solution: Solution, answers: Mapping[str, Any], owner_id: str) -> Subject:
    """Whom the answers are about."""
    report = solution.report
    if report is None or report.parties.subject == "none":
        return Subject()
    if report.parties.subject == "self":
        return Subject(owner_id)
    if report.parties.subject == "external":
        fields = [f for f in report.fields() if f.type == "text"]
        names = [f for f in fields if f.id in _NAME_FIELDS or f.id.endswith("_navn")]
        name = next((str(answers[f.id])[:200] for f in names if answers.get(f.id)), None)
        # "Is employed here, but gets new tasks": then it is about that employee after all.
        field = subject_field(report)
        employee = answers.get(field.id) if field and field.when else None
        return Subject(employee) if isinstance(employee, str) and employee else Subject(name=name)
    field = subject_field(report)
    chosen = answers.get(field.id) if field else None
    if isinstance(chosen, str) and chosen:
        return Subject(chosen)
    return Subject(owner_id) if report.parties.subject == "self_or_employee" else Subject()


def approver_of(
    solution: Solution, tree: Tree, sender: Standing, subject_id: str | None, on_behalf_of_id: str | None, unit: Unit
) -> str | None:
    """Who has to approve the report, or None where nobody does.

    The leader of the unit, or the next one above where that is the sender, the one it is sent for, or the one it is
    about: nobody approves their own.
    """
    approval = solution.report.approval if solution.report else None
    if approval is None:
        return None
    is_leader = sender.find(tasks.approve(solution.area), unit.path) is not None
    if approval.when == "reporter_is_not_leader" and is_leader and subject_id != sender.person_id:
        return None
    own = {person for person in (sender.person_id, subject_id, on_behalf_of_id) if person}
    return tree.leader_above(unit.id, but=own)
