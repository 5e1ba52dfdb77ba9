""" "Vis flere", "forrige side", "tilbage til listen": the pages of the list that was shown, asked for in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.container import Container
from bot.dialogue.list_words import page_wanted, shared_list_wanted
from bot.dialogue.payloads import button
from bot.dialogue.state import Listing
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard

Capability = Callable[[Container, Turn], Reply]

_NEVER = frozenset({"action_crisis", "action_session_start"})
# After these one may still want to go back to the list.
_BESIDE = frozenset(
    {"action_open_case", "action_case_status", "action_follow_case", "action_unfollow_case", "action_thank"}
)


def turning(actions: Mapping[str, Capability]) -> dict[str, Capability]:
    """All capabilities, each of which first looks whether the text asks for another page of what was shown."""
    return {name: one if name in _NEVER else _unless_asked(name, one, actions) for name, one in actions.items()}


def _unless_asked(name: str, capability: Capability, actions: Mapping[str, Capability]) -> Capability:
    def run(services: Container, turn: Turn) -> Reply:
        if turn.payload is None and turn.state.flow is None and shared_list_wanted(turn.text):
            return actions["action_community_list"](services, turn)
        listing = turn.state.listing
        if listing is None:
            return capability(services, turn)
        wanted = _wanted(turn, listing)
        if wanted is not None:
            return Reply(rejected=True) if name.startswith("validate_") else _page(services, turn, wanted, actions)
        reply = capability(services, turn)
        if turn.state.listing is listing and not reply.rejected:
            kept = (name in _BESIDE or turn.state.talks_of_case) and turn.state.flow is None
            turn.state.listing = listing.model_copy(update={"just_shown": False}) if kept else None
        return reply

    return run


def _wanted(turn: Turn, listing: Listing) -> Listing | None:
    """The page that is asked for; its number may lie outside of the list."""
    if turn.payload is not None or turn.intent == "crisis":
        return None
    # A form that waits for an answer takes a single word such as "flere" for one.
    asked = page_wanted(turn.text, just_shown=listing.just_shown and turn.state.flow is None)
    if asked is None or (turn.state.flow is not None and not listing.just_shown):
        return None
    step = {"next": 1, "previous": -1, "same": 0}[asked]
    return listing.model_copy(update={"page": listing.page + step})


def _page(services: Container, turn: Turn, wanted: Listing, actions: Mapping[str, Capability]) -> Reply:
    if not 1 <= wanted.page <= wanted.pages:
        whole = wanted.pages == 1
        text = "Det var dem alle." if wanted.page > 1 else "Det er den første side."
        if wanted.page > 1 and not whole:
            text = "Der er ikke flere. Det var den sidste side."
        again = button("Vis fra begyndelsen", wanted.intent, **wanted.parameters)
        return Reply().say(text, *([] if whole or wanted.page < 1 else [ChoicesCard(actions=[again])]))
    turn.state.pending = None
    parameters = wanted.parameters if wanted.page == 1 else {**wanted.parameters, "side": str(wanted.page)}
    return actions[f"action_{wanted.intent}"](services, replace(turn, intent=wanted.intent, payload=parameters))
