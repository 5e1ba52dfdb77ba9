"""Which capability answers to which action name of the domain."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions import (
    agreement,
    find_solution,
    guidance,
    handover,
    my_cases,
    privacy,
    prompt,
    question_tree,
    report,
    smalltalk,
)
from bot.actions.adapter import Capability
from bot.container import Container
from bot.dialogue import report_loop
from bot.dialogue.turn import Turn
from bot.messages.message import Utterance

CAPABILITIES: Mapping[str, Capability] = {
    **agreement.ACTIONS,
    **find_solution.ACTIONS,
    **guidance.ACTIONS,
    **handover.ACTIONS,
    **my_cases.ACTIONS,
    **privacy.ACTIONS,
    **prompt.ACTIONS,
    **question_tree.ACTIONS,
    **report.ACTIONS,
    **smalltalk.ACTIONS,
}


def waiting_question(services: Container, turn: Turn) -> Utterance | None:
    """The question of the loop under way, asked again after something in between."""
    if turn.state.flow == "report":
        return report_loop.current_question(services, turn)
    if turn.state.flow == "tree":
        return question_tree.current_question(services, turn)
    if turn.state.flow == "prompt" and turn.state.pending:
        return Utterance(text="Jeg venter stadig på din tekst. Skriv den her, eller skriv “fortryd”.")
    return None
