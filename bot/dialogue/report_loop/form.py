"""The form of a draft, and what reading its values needs."""

from __future__ import annotations

from bot.cases.types import Draft
from bot.container import Container
from bot.dialogue.turn import Turn
from bot.knowledge.schema import Report, Solution
from bot.reports.values import ReadingContext


def form_of(services: Container, draft: Draft) -> tuple[Solution, Report]:
    """The solution or opening questions that a draft is of, with their form."""
    solution = services.knowledge.form(draft.solution_id)
    assert solution is not None and solution.report is not None
    return solution, solution.report


def reading_context(services: Container, turn: Turn, solution: Solution) -> ReadingContext:
    """What reading a value needs: today, and the people, units and files that this user may name."""
    return ReadingContext(
        today=turn.today,
        directory=services.directory(turn.person.id, solution),
        lemmas=turn.understanding.lemmas,
        names=turn.understanding.names,
    )


def hangs_on_subject(form: Report, field_id: str) -> bool:
    """Says whether a field is filled in from whom the report is about."""
    field = form.field(field_id)
    return field is not None and bool(field.prefill) and str(field.prefill).startswith("subject")
