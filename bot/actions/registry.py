"""Which capability answers to which action name of the domain."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions import (
    agreement,
    case_work,
    community,
    courses,
    deputies,
    find_solution,
    guidance,
    hand_on,
    handover,
    my_cases,
    privacy,
    prompt,
    question_tree,
    reminders,
    report,
    smalltalk,
    why_not,
)
from bot.actions.adapter import Capability

_CAPABILITIES: Mapping[str, Capability] = {
    **agreement.ACTIONS,
    **community.ACTIONS,
    **case_work.ACTIONS,
    **courses.ACTIONS,
    **deputies.ACTIONS,
    **find_solution.ACTIONS,
    **guidance.ACTIONS,
    **hand_on.ACTIONS,
    **handover.ACTIONS,
    **my_cases.ACTIONS,
    **privacy.ACTIONS,
    **prompt.ACTIONS,
    **question_tree.ACTIONS,
    **reminders.ACTIONS,
    **report.ACTIONS,
    **smalltalk.ACTIONS,
}

CAPABILITIES: Mapping[str, Capability] = why_not.answering(_CAPABILITIES)

# What puts a form's next question, in the call that reads the answer before it.
ASKS: Mapping[str, Capability] = {"validate_report_form": report.ask, "validate_tree_form": question_tree.ask}
