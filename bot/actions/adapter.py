"""Between Rasa and the capabilities: builds the turn from a tracker, and Rasa's events from the reply."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import today
from bot.container import Container
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn, Understanding

log = structlog.get_logger(__name__)

Capability = Callable[[Container, Turn], Reply]
RasaAction = Callable[[CollectingDispatcher, Tracker, Mapping[str, Any]], Awaitable[list[EventType]]]

# The Rasa form of each flow, and the slot that it asks for.
FORMS = {
    "report": ("report_form", "report_answer"),
    "tree": ("tree_form", "tree_answer"),
    "prompt": ("prompt_form", "prompt_answer"),
}
SLOT_OF_FORM = dict(FORMS.values())
NOTE = "loop_note"
NEXT_LOOP = "next_loop"  # the rules enter the loop that it names


class UnknownThread(LookupError):
    """The engine named a thread that no conversation has."""


def read_turn(services: Container, tracker: Tracker) -> Turn:
    """Builds the turn: who speaks comes from the database, never from the message."""
    conversation = services.conversations.by_thread(tracker.sender_id)
    if conversation is None:
        raise UnknownThread(tracker.sender_id)
    person = services.access.person(conversation.person_id)
    if person is None:
        raise UnknownThread(tracker.sender_id)
    latest = tracker.latest_message or {}
    metadata = latest.get("metadata") or {}
    pressed = metadata.get("pressed")
    parse_data = latest.get("parse_data") or latest
    return Turn(
        person=person,
        conversation_id=conversation.id,
        text=metadata.get("text") or latest.get("text") or "",
        intent=(latest.get("intent") or {}).get("name") or "",
        state=ConversationState.model_validate(conversation.state or {}),
        today=today(services.clock),
        payload=pressed if isinstance(pressed, dict) else None,
        values=metadata.get("values"),
        understanding=Understanding.from_dict(parse_data.get("understanding") or {}),
        message_id=latest.get("message_id"),
        page=metadata.get("topic"),
        note=tracker.get_slot(NOTE) or {},
    )


def rasa_action(services: Container, name: str, capability: Capability, ask: Capability | None = None) -> RasaAction:
    """Wraps a capability as the function that the action server calls.

    `ask` puts a form's next question. It runs in the same call as the reading (Rasa allows that in place of an
    `action_ask_…` of its own): a call to the action server costs more than the reading itself.
    """
    form = name.removeprefix("validate_") if name.startswith("validate_") else None

    def run(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        services.knowledge.reload_if_changed()
        turn = read_turn(services, tracker)
        before = turn.state.model_copy(deep=True)
        turn.state.stand_on(turn.page)
        entering = form is not None and bool(tracker.get_slot(NEXT_LOOP))
        repeated = form is not None and bool(turn.message_id) and turn.message_id == turn.state.last_turn
        if entering or repeated:
            reply = Reply(note=dict(turn.note) if entering else None)  # nothing to read, only to ask
        else:
            reply = capability(services, turn)
            if form and not reply.rejected:
                turn.state.last_turn = turn.message_id
        if ask is not None and not reply.rejected and turn.state.flow and FORMS[turn.state.flow][0] == form:
            turn.note = reply.note or {}
            reply.utterances += ask(services, turn).utterances
        if turn.state != before:
            services.conversations.save_state(turn.conversation_id, turn.state.model_dump(mode="json"))
        if _interrupted(form, turn, reply, before) and turn.state.flow == "prompt" and not reply.keep_quiet:
            reply.say("Jeg venter stadig på din tekst. Skriv den her, eller skriv “fortryd”.")
        for utterance in reply.utterances:
            dispatcher.utter_message(json_message={"utterance": utterance.model_dump(mode="json")})
        log.debug("action", action=name, conversation=turn.conversation_id, intent=turn.intent, flow=turn.state.flow)
        if entering:
            return [SlotSet(NEXT_LOOP, None)]
        return _events(form, turn, reply, before, tracker)

    async def call(dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> list[EventType]:
        return await asyncio.to_thread(run, dispatcher, tracker)

    return call


def _interrupted(form: str | None, turn: Turn, reply: Reply, before: ConversationState) -> bool:
    """Says whether the action came in between while a loop was and still is under way."""
    in_loop = form is not None or reply.start_flow is not None
    return not in_loop and turn.state.flow is not None and turn.state.flow == before.flow


def _events(form: str | None, turn: Turn, reply: Reply, before: ConversationState, tracker: Tracker) -> list[EventType]:
    if form is not None:
        if reply.rejected:
            return [_event("action_execution_rejected", name=form)]
        if turn.state.flow is None:
            return [SlotSet(SLOT_OF_FORM[form], "done")]  # the form's only slot is filled: Rasa ends the loop
        return [SlotSet(SLOT_OF_FORM[form], None)]
    if reply.start_flow:
        entered = _enter(reply.start_flow, reply.note)
        return [*entered, FollowupAction(reply.start_flow)] if reply.unforeseen else entered
    if _interrupted(form, turn, reply, before):
        # A loop that has rejected a message reads no other until it has run again (Rasa's tracker keeps it rejected).
        loop = FORMS[str(turn.state.flow)][0]
        return [*_enter(loop, {"quiet": True} if reply.keep_quiet else None), FollowupAction(loop)]
    events: list[EventType] = []
    if tracker.get_slot(NEXT_LOOP):
        events.append(SlotSet(NEXT_LOOP, None))
    if before.flow and not turn.state.flow:
        events += [ActiveLoop(None), SlotSet("requested_slot", None)]
    return events


def _enter(loop: str, note: dict[str, Any] | None) -> list[EventType]:
    """Leaves whatever loop is active and names the one to enter: entered anew, it asks and does not read."""
    return [
        ActiveLoop(None),
        SlotSet("requested_slot", None),
        SlotSet(SLOT_OF_FORM[loop], None),
        SlotSet(NOTE, note),
        SlotSet(NEXT_LOOP, loop),
    ]


def _event(kind: str, **values: Any) -> EventType:
    return {"event": kind, "timestamp": None, "policy": None, "confidence": None, **values}


def rasa_restore(services: Container) -> RasaAction:
    """The `action_session_start` of the domain."""

    async def call(dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> list[EventType]:
        return await asyncio.to_thread(_restore, services, tracker)

    return call


def _restore(services: Container, tracker: Tracker) -> list[EventType]:
    """Events that put a fresh tracker where the conversation stands; the database holds the facts."""
    conversation = services.conversations.by_thread(tracker.sender_id)
    state = ConversationState.model_validate((conversation.state if conversation else None) or {})
    events: list[EventType] = [_event("session_started")]
    if state.flow:
        form, slot = FORMS[state.flow]
        events += [ActiveLoop(form), SlotSet("requested_slot", slot)]
    return [*events, _event("action", name="action_listen")]
