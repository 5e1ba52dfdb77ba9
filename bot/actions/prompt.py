"""The small loop that waits for one free text: a comment, an answer, what a call back is about."""

from __future__ import annotations

from bot.actions import case_work, hand_on, handover
from bot.container import Container
from bot.dialogue.turn import ASKED_BY_NAME, Reply, Turn
from bot.reports.turns import FREE_TEXT_ACT_WORDS, SURE_ACT_IN_FREE_TEXT

# Acts that are a fitting text here as well ("ja", "tak"), and so never interrupt.
_ALSO_TEXT = frozenset({"greet", "thank", "affirm", "praise", "complain", "dont_know", "comment_case", "case_status"})


def validate(services: Container, turn: Turn) -> Reply:
    """Takes the text that was asked for; a command such as "fortryd" goes to its own action."""
    pending = turn.state.pending
    if pending is None or turn.payload is not None or _is_command(turn):
        return Reply(rejected=True)
    if pending.kind == "call_back":
        return handover.take_text(services, turn, pending)
    if pending.kind == "hand_part":
        return hand_on.take_name(services, turn, pending)
    return case_work.take_text(services, turn, pending)


def _is_command(turn: Turn) -> bool:
    if turn.intent == "crisis" or turn.intent in ASKED_BY_NAME:
        return True
    act, confidence = turn.understanding.likeliest_act
    few_words = len(turn.text.split()) <= FREE_TEXT_ACT_WORDS
    return act not in _ALSO_TEXT and confidence >= SURE_ACT_IN_FREE_TEXT and few_words


ACTIONS = {"validate_prompt_form": validate}
