"""Which capability answers to which action name of the domain."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions import (
    agreement,
    case_talk,
    case_work,
    community,
    courses,
    deputies,
    feedback,
    find_solution,
    guidance,
    hand_on,
    handover,
    my_cases,
    paging,
    pointing,
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
    **feedback.ACTIONS,
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

# The question how it went stands outermost: it was said last, whatever else the words could mean.
CAPABILITIES: Mapping[str, Capability] = feedback.listening(
    paging.turning(pointing.at_what_was_shown(case_talk.hearing(why_not.answering(_CAPABILITIES))))
)

# What puts a form's next question, in the call that reads the answer before it.
ASKS: Mapping[str, Capability] = {"validate_report_form": report.ask, "validate_tree_form": question_tree.ask}
