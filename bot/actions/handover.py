"""Asks 1st-line support for a call back; until the desk exists that is a case with a number."""

from __future__ import annotations

from bot.actions import passages
from bot.container import Container
from bot.dialogue.payloads import button
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard, HandoverCard


def human(services: Container, turn: Turn) -> Reply:
    """Offers a call back and asks what it is about; what is known goes along."""
    topic = turn.parameter("topic") or turn.state.topic
    title = services.knowledge.title(topic) if topic else None
    turn.state.flow = "prompt" if turn.state.flow is None else turn.state.flow
    if turn.state.flow != "prompt":
        # In the middle of a report nothing more is asked: the call-back is made with what is known.
        return _request(services, turn, topic, f"Ønsker hjælp undervejs i {title or 'en indberetning'}.")
    turn.state.pending = Pending(kind="call_back", data={"topic": topic})
    about = f" om {title}" if title else ""
    text = (
        f"En fra 1.-linje-support kan ringe til dig{about}. {services.knowledge.org('support_tider')}\n"
        "Skriv kort, hvad det drejer sig om, og hvornår det passer dig. Så slipper du for at forklare det forfra."
    )
    actions = [
        button("Bare ring til mig", "confirm_call_back", style="primary"),
        button("Fortryd", "cancel", style="link"),
    ]
    return Reply(start_flow="prompt_form", keep_quiet=True).say(text, ChoicesCard(actions=actions))


def offer(services: Container, turn: Turn) -> Reply:
    """At the end of a tree that leads to a person: what the pages say on the user's own words, and a call back."""
    reply = Reply(utterances=passages.offered(services, turn.state.topic_text))
    text = "Det tager en fra 1.-linje-support bedst sammen med dig. Skal de ringe til dig?"
    return reply.say(text, ChoicesCard(actions=[button("Ja, ring til mig", "human", style="primary")]))


def confirm_call_back(services: Container, turn: Turn) -> Reply:
    """Asks for the call back without further words."""
    pending = turn.state.pending
    topic = pending.data.get("topic") if pending else turn.state.topic
    turn.state.leave_flow()
    reply = _request(services, turn, topic, "Ønsker at blive ringet op.")
    reply.end_flow = True
    return reply


def take_text(services: Container, turn: Turn, pending: Pending) -> Reply:
    """Makes the call-back case with what the user wrote."""
    turn.state.leave_flow()
    reply = _request(services, turn, pending.data.get("topic"), turn.text)
    reply.end_flow = True
    return reply


def _request(services: Container, turn: Turn, topic: str | None, text: str) -> Reply:
    case = services.cases.request_call_back(
        turn.person.id, turn.conversation_id, topic or "generelt-spoergsmaal", text, repeat_key=turn.message_id
    )
    turn.state.last_case = case.number
    words = (
        f"Det er noteret: 1.-linje-support ringer til dig. Din henvendelse har nummer {case.number}. "
        f"{services.knowledge.org('support_tider')}"
    )
    actions = [button("Se henvendelsen", "open_case", number=case.number)]
    return Reply().say(words, HandoverCard(number=case.number, text=words, actions=actions))


ACTIONS = {"action_human": human, "action_confirm_call_back": confirm_call_back}
