"""What a case worker may do with an item, by its state and who has it."""

from __future__ import annotations

from typing import Literal

from bot.cases import states
from bot.cases.backends.desk import QUEUED

Doing = Literal[
    "take",
    "resume",
    "ask",
    "solve",
    "reject",
    "close",
    "reopen",
    "put_back",
    "give",
    "take_over",
    "note",
    "open_number",
]


def permitted(state: str, held_by: str | None, worker_id: str) -> frozenset[Doing]:
    """What a case worker may do with an item in the state."""
    queued = state in QUEUED
    may: set[Doing] = {"note"}
    if held_by not in (None, worker_id):
        return frozenset(may | ({"take_over"} if queued or state == states.SOLVED else set()))
    if queued:
        may.add("give")
        if held_by is None or state in (states.RECEIVED, states.REOPENED):
            may.add("take")
    if held_by == worker_id:
        if queued:
            may |= {"reject", "put_back", "open_number"}
            may |= {"resume"} if state == states.AWAITS_REPORTER else {"ask", "solve"}
        elif state == states.SOLVED:
            may |= {"close", "reopen", "open_number"}
    return frozenset(may)
