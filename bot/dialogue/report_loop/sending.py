"""Sends a draft: a case, or a course where the form is a life event's opening questions."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cases.types import Case
from bot.container import Container
from bot.courses.types import Course
from bot.dialogue.report_loop.asking import findings_of
from bot.dialogue.report_loop.beginning import enter
from bot.dialogue.report_loop.form import form_of
from bot.dialogue.turn import Turn
from bot.knowledge.schema import Solution
from bot.reports import flow


@dataclass(frozen=True)
class Sent:
    """A sent case; without one the reason why not, and whether the loop takes it from here."""

    case: Case | None = None
    solution: Solution | None = None
    problem: str | None = None
    course: Course | None = None  # the opening questions of a life event make a course and no case
    part_id: str | None = None  # the part of a course that the case is


def send(services: Container, turn: Turn, draft_id: str) -> Sent:
    """Sends a draft once; the same draft sent again gives the same case."""
    draft = services.drafts.get(turn.person.id, draft_id)
    if draft is None:
        turn.state.leave_flow()
        return Sent(problem="Den indberetning findes ikke længere. Skal vi begynde på en ny?")
    solution, form = form_of(services, draft)
    if draft.case_number is None:
        complete = flow.position(form, draft.answers, draft.confirmed).complete
        if not complete or any(finding.level == "error" for finding in findings_of(services, turn, solution, draft)):
            enter(turn.state, draft)
            return Sent(problem="Der er noget, vi skal have på plads, før jeg kan sende den.")
    if services.knowledge.event_of_form(draft.solution_id) is not None:
        return Sent(course=services.courses.start(turn.person.id, draft_id))
    case = services.cases.submit(turn.person.id, draft_id)
    return Sent(case=case, solution=solution, part_id=draft.course_part_id)
