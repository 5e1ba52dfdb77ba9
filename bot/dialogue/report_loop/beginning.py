"""Begins a report: what a life event carries, what grunddata knows, what was already said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cases.types import Draft
from bot.container import Container
from bot.dialogue.report_loop.form import hangs_on_subject, reading_context
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Turn
from bot.knowledge.schema import Solution
from bot.reports.prefill import from_master_data, from_text
from bot.reports.values import Accepted, read_value


def begin(
    services: Container,
    turn: Turn,
    solution: Solution,
    *,
    carried: Mapping[str, Any] | None = None,
    carried_from: str = "forloeb",
    course_part_id: str | None = None,
    refiled_from: str | None = None,
) -> Draft:
    """Makes the draft, with what a life event carries into it, what grunddata knows and what was already said."""
    assert solution.report is not None
    reports_for_others = services.may_report_for_others(turn.person.id, solution)
    answers, doubtful = _carried(services, turn, solution, carried or {})
    known = list(answers)
    facts = _facts(services, turn, solution, answers, keep_subject_open=reports_for_others)
    answers.update(facts)
    proposals: dict[str, object] = {}
    if turn.state.topic_text:
        context = reading_context(services, turn, solution)
        proposals = {
            k: v for k, v in from_text(solution.report, turn.state.topic_text, context).items() if k not in answers
        }
    sources = {name: "grunddata" for name in facts} | {name: "text" for name in proposals}
    sources |= {name: carried_from for name in (*known, *doubtful)}
    return services.drafts.start(
        turn.person.id,
        solution.id,
        turn.conversation_id,
        {**proposals, **doubtful, **answers},
        sources=sources,
        confirmed=[*known, *facts],
        course_part_id=course_part_id,
        refiled_from=refiled_from,
    )


def _carried(
    services: Container, turn: Turn, solution: Solution, carried: Mapping[str, Any]
) -> tuple[dict[str, object], dict[str, object]]:
    """What the form takes as answered, and what it would not take today: that is proposed and asked about."""
    assert solution.report is not None
    context = reading_context(services, turn, solution)
    taken: dict[str, object] = {}
    doubtful: dict[str, object] = {}
    for name, value in carried.items():
        field = solution.report.field(name)
        if field is not None:
            fits = isinstance(read_value(field, value, context), Accepted)
            (taken if fits else doubtful)[name] = value
    return taken, doubtful


def _facts(
    services: Container, turn: Turn, solution: Solution, answers: dict[str, object], *, keep_subject_open: bool
) -> dict[str, object]:
    assert solution.report is not None
    facts = from_master_data(solution.report, answers, turn.person.id, turn.today, services.master_data)
    if keep_subject_open and "subject" in facts and "subject" not in answers:
        # Whoever may report for others is asked whom it is about; what hangs on that comes with the answer.
        return {
            name: value
            for name, value in facts.items()
            if name != "subject" and not hangs_on_subject(solution.report, name)
        }
    return facts


def enter(state: ConversationState, draft: Draft) -> None:
    """Makes the draft the loop that reads the next messages."""
    state.flow, state.draft_id, state.tree, state.pending = "report", draft.id, None, None
    state.topic = draft.solution_id
