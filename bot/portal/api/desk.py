"""The supporters' API: the queue, their conversations, and what they do with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, cast

from aiohttp import web

from bot.cases.errors import NotAllowed
from bot.dialogue.rendering import handover as handover_words
from bot.dialogue.rendering import solutions as wording
from bot.handover.types import CHOSEN, NotThere, Outcome, Titled
from bot.messages.message import Utterance
from bot.portal.answers import json_response
from bot.portal.api.desk_access import of_the_desk
from bot.portal.context import Context
from bot.portal.desk.after_handover import ask_how_it_went
from bot.portal.intake import MAX_CLIENT_ID, clean, json_object, typed_text, values_of
from bot.portal.problems import bad_request
from bot.portal.sign_on.page_session import Visitor, session_of_cookie
from bot.portal.wire import message_json, plain

MOST_NOTE = 2000  # characters
DONE = {"ok": True}


@of_the_desk
async def get_desk(_: web.Request, context: Context, visitor: Visitor) -> web.Response:
    await context.db(context.parts.presence.beat, visitor.person.id)
    state = await context.desk_streams.state(visitor.person.id)
    return json_response({**state, "outcomes": dict(CHOSEN)})


@of_the_desk
async def get_events(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    async def signed_on() -> bool:
        return await session_of_cookie(request) is not None

    return await context.desk_streams.serve(request, visitor.person.id, signed_on)


@of_the_desk
async def post_presence(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    available = (await json_object(request)).get("available")
    if not isinstance(available, bool):
        raise bad_request("invalid-presence", "Feltet »available« skal være sandt eller falsk.")
    await context.db(context.parts.presence.set_available, visitor.person.id, available)
    await context.desk_streams.look()
    return json_response(DONE)


@of_the_desk
async def get_handover(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    view = await context.db(context.parts.desk_reading.view, visitor.person.id, _id(request))
    colleagues = await context.db(context.parts.supporters.colleagues, visitor.person.id, _id(request))
    data = plain(view)
    data["messages"] = [message_json(message) for message in view.messages]
    data["colleagues"] = plain(colleagues)
    return json_response(data)


@of_the_desk
async def get_messages(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    after = request.query.get("after")
    messages = await context.db(context.parts.desk_reading.messages, visitor.person.id, _id(request), after)
    return json_response({"messages": [message_json(message) for message in messages]})


@of_the_desk
async def post_change(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """Take it, give it on or back, end it, note something; a repeat of the same `key` changes nothing."""
    change = _CHANGES.get(request.match_info["change"])
    if change is None:
        raise NotThere
    body = await json_object(request)
    await context.db(change, context, visitor.person.id, _id(request), body)
    await context.desk_streams.look()
    return json_response(DONE)


@of_the_desk
async def post_message(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    body = await json_object(request)
    utterance = _utterance(context, body)
    message = await context.db(
        context.parts.supporters.say, visitor.person.id, _id(request), utterance, client_id_of(body)
    )
    await _wake(request, context, visitor)
    return json_response({"message": message_json(message)})


@of_the_desk
async def post_read(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    message_id = str((await json_object(request)).get("message") or "")
    await context.db(context.parts.desk_reading.mark_read, visitor.person.id, _id(request), message_id)
    return json_response(DONE)


@of_the_desk
async def post_typing(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """Told to the person if their window is open here, and kept nowhere."""
    conversation_id = await context.db(context.parts.desk_reading.conversation_of, visitor.person.id, _id(request))
    context.hub.typing(conversation_id, visitor.person.name)
    return json_response(DONE)


# --- reports with the person


@of_the_desk
async def get_report(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    utterance = await context.db(context.parts.desk_reports.current, visitor.person.id, _id(request))
    return json_response({"utterance": plain(utterance) if utterance else None})


@of_the_desk
async def post_report(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    solution = str((await json_object(request)).get("solution") or "")
    utterance = await context.db(context.parts.desk_reports.start, visitor.person.id, _id(request), solution)
    return json_response({"utterance": plain(utterance)})


@of_the_desk
async def post_answers(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    body = await json_object(request)
    fields, values = body.get("fields"), body.get("values")
    if not isinstance(fields, list) or not isinstance(values, dict) or not all(isinstance(one, str) for one in fields):
        raise bad_request("invalid-values", "Felterne »fields« og »values« mangler.")
    answer = context.parts.desk_reports.answer
    utterance = await context.db(
        answer, visitor.person.id, _id(request), str(body.get("draft") or ""), fields, values_of(values)
    )
    return json_response({"utterance": plain(utterance)})


@of_the_desk
async def post_confirmation(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    client_id = client_id_of(await json_object(request))
    ask = context.parts.desk_reports.ask_to_send
    message = await context.db(ask, visitor.person.id, _id(request), client_id)
    await _wake(request, context, visitor)
    return json_response({"message": message_json(message)})


# --- what was sent


def _id(request: web.Request) -> str:
    return request.match_info["handover"]


async def _wake(request: web.Request, context: Context, visitor: Visitor) -> None:
    """The person's window and the colleagues' in this process show it at once; if it has ended meanwhile, soon."""
    with suppress(NotThere):
        conversation = await context.db(context.parts.desk_reading.conversation_of, visitor.person.id, _id(request))
        context.hub.wake(conversation)


def _utterance(context: Context, body: Mapping[str, Any]) -> Utterance:
    """What the supporter says; with a solution its card, without buttons: the bot is silent meanwhile."""
    text = typed_text(body.get("text"))
    solution = context.parts.knowledge.solution(str(body.get("solution") or ""))
    if solution is None:
        return Utterance(text=text)
    card = wording.solution_card(context.parts.knowledge, solution, may_start=False)
    return Utterance(text=text, cards=[card.model_copy(update={"actions": [], "neighbours": []})])


def client_id_of(body: Mapping[str, Any]) -> str:
    """The id by which a repeat is known; raises Problem."""
    client_id = body.get("client_id") or body.get("key")
    if not isinstance(client_id, str) or not 1 <= len(client_id) <= MAX_CLIENT_ID:
        raise bad_request("invalid-message", "Feltet »client_id« mangler eller er ikke en kort tekst.")
    return client_id


def _text(body: Mapping[str, Any], name: str = "text") -> str:
    return clean(str(body.get(name) or ""))[:MOST_NOTE]


def _key(body: Mapping[str, Any]) -> str | None:
    key = body.get("key")
    return key if isinstance(key, str) and len(key) <= MAX_CLIENT_ID else None


# --- changes, by the last part of the address

Change = Callable[[Context, str, str, Mapping[str, Any]], None]


def _take(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    context.parts.supporters.take(me, handover, _key(body))


def _give_back(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    solution = context.parts.knowledge.solution(str(body.get("topic") or ""))
    topic = Titled(solution.id, solution.title) if solution else None
    context.parts.supporters.give_back(me, handover, _text(body), topic, _key(body))


def _put_back(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    context.parts.supporters.put_back(me, handover, _text(body), _key(body))


def _transfer(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    context.parts.supporters.transfer(me, handover, str(body.get("to") or ""), _text(body), _key(body))


def _invite(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    context.parts.supporters.invite(me, handover, str(body.get("guest") or ""), _key(body))


def _step_out(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    context.parts.supporters.step_out(me, handover, str(body.get("guest") or "") or None, _key(body))


def _ask_to_share(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    context.parts.supporters.say(me, handover, handover_words.sensitive(), client_id_of(body))


def _note(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    text = _text(body)
    if not text:
        raise NotAllowed("Skriv notatet.")
    context.parts.supporters.note(me, handover, text, _key(body))


def _close(context: Context, me: str, handover: str, body: Mapping[str, Any]) -> None:
    outcome = body.get("outcome")
    if outcome not in CHOSEN:
        raise NotAllowed("Vælg, hvordan det endte.")
    context.parts.supporters.close(me, handover, cast(Outcome, outcome), _text(body), _key(body))
    view = context.parts.desk_reading.view(me, handover)
    ask_how_it_went(context.parts, view.handover, view.package.topic.id if view.package.topic else None)


_CHANGES: Mapping[str, Change] = {
    "take": _take,
    "give_back": _give_back,
    "put_back": _put_back,
    "transfer": _transfer,
    "invite": _invite,
    "step_out": _step_out,
    "ask_to_share": _ask_to_share,
    "note": _note,
    "close": _close,
}
