"""A person of 1st line: says what is honest first, then offers to wait for one, or to be called back."""

from __future__ import annotations

from typing import Any

from bot.actions import passages
from bot.container import Container
from bot.dialogue import handing_over
from bot.dialogue.payloads import button
from bot.dialogue.rendering import handover as wording
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.handover.types import Reason
from bot.messages.cards import Action, ChoicesCard, HandoverCard

_REASONS: dict[str, Reason] = {
    "asked": "asked", "failures": "failures", "anger": "anger", "crisis": "crisis", "rule": "rule",
}  # fmt: skip
GENERAL = "generelt-spoergsmaal"
_NO = [button("Fortryd", "deny", style="link")]


def human(services: Container, turn: Turn) -> Reply:
    """Says what to expect; offers to wait where somebody is there, and a call back in any case."""
    topic = turn.parameter("topic") or turn.state.topic
    expectation = services.expectations.now(turn.person.id)
    told = wording.expected(expectation, services.clock())
    if expectation.staffed:
        reason = _reason(turn)
        if turn.state.flow is None:
            turn.state.pending = Pending(kind="join_queue", data={"topic": topic, "reason": reason})
        text = f"{told} Vil du vente her i chatten, eller skal de ringe til dig?"
        return Reply(keep_quiet=True).say(text, ChoicesCard(actions=_ways(reason, topic)))
    return _offer_call(services, turn, topic, told)


def offer(services: Container, turn: Turn) -> Reply:
    """At the end of a tree that leads to a person: what the pages say on the user's own words, and a person."""
    reply = Reply(utterances=passages.offered(services, turn.state.topic_text))
    text = "Det tager en fra 1.-linje-support bedst sammen med dig."
    return with_person(services, turn, reply, text, "rule", otherwise="Skal de ringe til dig?", call="Ja, ring til mig")


def with_person(
    services: Container,
    turn: Turn,
    reply: Reply,
    text: str,
    reason: Reason,
    *more: Action,
    otherwise: str = "",
    call: str = "Tal med et menneske",
) -> Reply:
    """Says the text and what to expect, and offers a person before anything else."""
    expectation = services.expectations.now(turn.person.id)
    if expectation.staffed:
        told = f"{text} {wording.expected(expectation, services.clock())}"
        return reply.say(told, ChoicesCard(actions=[*_ways(reason, turn.state.topic)[:2], *more]))
    person = button(call, "human", style="primary", reason=reason)
    return reply.say(f"{text} {otherwise}".strip(), ChoicesCard(actions=[person, *more]))


def person_button(services: Container, turn: Turn, reason: Reason) -> Action:
    """The shortest way to a person: into the queue where somebody is there."""
    staffed = services.expectations.now(turn.person.id).staffed
    intent = "join_queue" if staffed else "human"
    return button("Tal med et menneske", intent, style="primary", reason=reason)


def join_queue(services: Container, turn: Turn) -> Reply:
    """Puts the conversation into the queue with all that is known; where nobody is there any more, says so."""
    pending = turn.state.pending
    topic = turn.parameter("topic") or (pending.data.get("topic") if pending else None)
    expectation = services.expectations.now(turn.person.id)
    if not expectation.staffed:
        told = wording.expected(expectation, services.clock())
        about: dict[str, Any] = {"topic": topic} if topic else {}
        call = button("Ring til mig i stedet", "confirm_call_back", style="primary", **about)
        return Reply(keep_quiet=True).say(told, ChoicesCard(actions=[call, *_NO]))
    offered = handing_over.offer(services, turn, _reason(turn))
    place = services.front_desk.status(services.front_desk.offer(offered)).place
    turn.state.pending = None
    turn.state.misunderstood = 0
    if turn.state.flow == "prompt":
        turn.state.leave_flow()
    reply = Reply(utterances=[wording.waiting(place, expectation.minutes)], keep_quiet=True)
    if offered.package.sensitive:
        reply.utterances.append(wording.sensitive())
    return reply


def leave_queue(services: Container, turn: Turn) -> Reply:
    """Out of the queue, and on with the bot."""
    left = services.handovers.leave(turn.conversation_id)
    return Reply(utterances=[wording.left() if left else wording.not_waiting()])


def confirm_call_back(services: Container, turn: Turn) -> Reply:
    """Asks for the call back without further words; whoever was waiting waits no longer."""
    pending = turn.state.pending
    topic = turn.parameter("topic") or (pending.data.get("topic") if pending else turn.state.topic)
    was_in_prompt = turn.state.flow == "prompt"
    turn.state.pending = None
    if was_in_prompt:
        turn.state.leave_flow()
    text = "Ønsker at blive ringet op."
    if services.handovers.leave(turn.conversation_id) is not None:
        text = f"{text}\n{wording.package_in_words(handing_over.package(services, turn))}"
    reply = _request(services, turn, topic, text)
    reply.end_flow = was_in_prompt
    return reply


def take_text(services: Container, turn: Turn, pending: Pending) -> Reply:
    """Makes the call-back case with what the user wrote."""
    turn.state.leave_flow()
    reply = _request(services, turn, pending.data.get("topic"), turn.text)
    reply.end_flow = True
    return reply


def _offer_call(services: Container, turn: Turn, topic: str | None, told: str) -> Reply:
    """Nobody can be waited for: a call back, with what it is about in the user's own words."""
    title = services.knowledge.title(topic) if topic else None
    turn.state.flow = "prompt" if turn.state.flow is None else turn.state.flow
    if turn.state.flow != "prompt":
        # In the middle of a report nothing more is asked: the call-back is made with what is known.
        return _request(services, turn, topic, f"Ønsker hjælp undervejs i {title or 'en indberetning'}.")
    turn.state.pending = Pending(kind="call_back", data={"topic": topic})
    about = f" om {title}" if title else ""
    text = (
        f"{told} En fra 1.-linje-support kan ringe til dig{about}, når der er åbent. "
        f"{services.knowledge.org('support_tider')}\n"
        "Skriv kort, hvad det drejer sig om, og hvornår det passer dig. Så slipper du for at forklare det forfra."
    )
    actions = [
        button("Bare ring til mig", "confirm_call_back", style="primary"),
        button("Fortryd", "cancel", style="link"),
    ]
    return Reply(start_flow="prompt_form", keep_quiet=True).say(text, ChoicesCard(actions=actions))


def _ways(reason: Reason, topic: str | None) -> list[Action]:
    about: dict[str, Any] = {"topic": topic} if topic else {}
    return [
        button("Vent på en medarbejder", "join_queue", style="primary", reason=reason, **about),
        button("Ring til mig i stedet", "confirm_call_back", **about),
        *_NO,
    ]


def _reason(turn: Turn) -> Reason:
    """Why a person is wanted: said by the button, or two failures in a row."""
    pending = turn.state.pending
    named = turn.parameter("reason") or (pending.data.get("reason") if pending else None)
    return _REASONS.get(str(named), "failures" if turn.state.misunderstood > 1 else "asked")


def _request(services: Container, turn: Turn, topic: str | None, text: str) -> Reply:
    case = services.cases.request_call_back(
        turn.person.id, turn.conversation_id, topic or GENERAL, text, repeat_key=turn.message_id
    )
    turn.state.last_case = case.number
    words = (
        f"Det er noteret: 1.-linje-support ringer til dig. Din henvendelse har nummer {case.number}. "
        f"{services.knowledge.org('support_tider')}"
    )
    actions = [button("Se henvendelsen", "open_case", number=case.number)]
    return Reply().say(words, HandoverCard(number=case.number, text=words, actions=actions))


ACTIONS = {
    "action_human": human,
    "action_confirm_call_back": confirm_call_back,
    "action_join_queue": join_queue,
    "action_leave_queue": leave_queue,
}
