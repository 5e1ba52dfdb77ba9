"""Asks for the next field, or shows the summary when nothing is left to ask."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cases.errors import NotFound
from bot.cases.types import Draft
from bot.container import Container
from bot.dialogue.rendering import reports as wording
from bot.dialogue.report_loop.form import form_of, reading_context
from bot.dialogue.turn import Turn
from bot.knowledge.schema import Solution
from bot.messages.message import Utterance
from bot.reports import flow
from bot.reports.checks import CheckContext, Finding, run_checks
from bot.reports.values import Found, Rejected


def current_question(services: Container, turn: Turn) -> Utterance:
    """The question that the report waits for, or its summary."""
    draft = services.drafts.get(turn.person.id, turn.state.draft_id or "")
    if draft is None:
        return Utterance(text="Den indberetning er ikke åben længere.")
    errors = {
        field: Rejected(error["message"], [Found(**found) for found in error["suggestions"]])
        for field, error in turn.note.get("errors", {}).items()
    }
    return _question(services, turn, draft, turn.note.get("notes", ()), errors)


def _question(
    services: Container, turn: Turn, draft: Draft, notes: Sequence[str], errors: dict[str, Rejected]
) -> Utterance:
    solution, form = form_of(services, draft)
    context = reading_context(services, turn, solution)
    if flow.position(form, draft.answers, draft.confirmed).complete:
        findings = findings_of(services, turn, solution, draft)
        blocking = [finding for finding in findings if finding.level == "error"]
        if blocking:
            return _ask_about(services, turn, draft, blocking, notes)
        warnings = [finding.text for finding in findings]
        return wording.summary(solution, draft, context.directory, warnings, notes)
    given = [field for field in draft.confirmed if draft.sources.get(field) != "grunddata"]
    return wording.question(solution, draft, context, notes=notes, errors=errors, may_go_back=bool(given))


def findings_of(services: Container, turn: Turn, solution: Solution, draft: Draft) -> list[Finding]:
    """What the checks of the whole report object to."""
    assert solution.report is not None
    context = CheckContext(
        today=turn.today,
        reporter_id=turn.person.id,
        figures=services.knowledge.figures,
        duplicates=lambda answers: services.duplicates.find(turn.person.id, solution.id, answers),
        organisation=services.knowledge.organisation,
    )
    found = run_checks(solution.report, flow.relevant_answers(solution.report, draft.answers), context)
    at_hand = _at_hand(services, turn, draft)
    return [one for one in found if one.level == "error" or one.solution not in at_hand]


def _at_hand(services: Container, turn: Turn, draft: Draft) -> set[str]:
    """The other reports of the draft's course that are on the user's list: nobody need be told to think of them."""
    if draft.course_part_id is None:
        return set()
    try:
        course, part = services.courses.of_part(turn.person.id, draft.course_part_id)
    except NotFound:
        return set()
    return {one.part.solution for one in course.parts if one.part.solution and one.id != part.id}


def _ask_about(
    services: Container, turn: Turn, draft: Draft, findings: Sequence[Finding], notes: Sequence[str]
) -> Utterance:
    """Reopens the fields that the checks object to, with the reason."""
    objected = {
        field: Rejected(finding.text) for finding in findings for field in finding.fields if field in draft.confirmed
    }
    if not objected:
        # The objection names no field: all that can be done is to say it and offer the ways out.
        solution, _ = form_of(services, draft)
        context = reading_context(services, turn, solution)
        return wording.summary(solution, draft, context.directory, [finding.text for finding in findings], notes)
    reopened = services.drafts.save(
        turn.person.id,
        draft.id,
        draft.answers,
        sources=draft.sources,
        confirmed=[field for field in draft.confirmed if field not in objected],
        expected_version=draft.version,
    )
    return _question(services, turn, reopened, notes, objected)
