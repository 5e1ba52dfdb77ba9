""" "Den anden", "nummer 3", "den med ferie": what was just shown is chosen in words, as if its button were pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.container import Container
from bot.dialogue.pointing import look_at, pointed_at
from bot.dialogue.state import Shown
from bot.dialogue.turn import Reply, Turn

Capability = Callable[[Container, Turn], Reply]

_NEVER = frozenset({"action_crisis", "action_session_start"})


def at_what_was_shown(actions: Mapping[str, Capability]) -> dict[str, Capability]:
    """All capabilities, each of which first looks whether the text points at what was shown, and notes what it shows.

    While a form or a tree is under way it reads such words itself.
    """
    return {name: one if name in _NEVER else _unless_pointed(one, actions) for name, one in actions.items()}


def _unless_pointed(capability: Capability, actions: Mapping[str, Capability]) -> Capability:
    def run(services: Container, turn: Turn) -> Reply:
        shown = turn.state.shown
        typed = turn.payload is None and turn.state.flow is None and turn.intent != "crisis"
        reply = _answered(services, turn, shown, actions) if shown is not None and typed else None
        if reply is None:
            reply = capability(services, turn)
        turn.state.shown = look_at(reply.utterances) if turn.state.flow is None else None
        return reply

    return run


def _answered(services: Container, turn: Turn, shown: Shown, actions: Mapping[str, Capability]) -> Reply | None:
    thing = pointed_at(turn.text, shown)
    if thing is None:
        return None
    turn.state.pending = None
    return actions[f"action_{thing.intent}"](services, replace(turn, intent=thing.intent, payload=thing.parameters))
