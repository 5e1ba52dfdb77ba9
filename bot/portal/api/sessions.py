"""Sign-on: the host portal's token, a demo person or a ticket of the pages becomes a session of our own."""

from __future__ import annotations

from typing import Any

import structlog
from aiohttp import web

from bot.portal.address import address_of
from bot.portal.answers import json_response
from bot.portal.context import CONTEXT, Context, session_of, within
from bot.portal.intake import json_object
from bot.portal.parts import PersonLike, SessionLike
from bot.portal.problems import bad_request, login_refused, not_found
from bot.portal.sign_on.own_forms import from_own_page
from bot.portal.sign_on.page_session import begin, forget, session_of_cookie
from bot.portal.sign_on.signed_tokens import TokenRefused
from bot.portal.streams import standing_of
from bot.portal.wire import message_json

log = structlog.get_logger(__name__)


async def create_session(request: web.Request) -> web.Response:
    context = request.app[CONTEXT]
    within(context, context.limit, ("sign-on", address_of(request, context.settings.proxies)))
    body = await json_object(request)
    conversations, sessions = context.parts.conversations, context.parts.sessions
    visit = await _visit(context, body.get("token"))
    person = await _who(context, body) if visit is None else await _still_here(context, visit)
    conversation = await context.db(conversations.for_person, person.id)
    thread = visit.thread_id if visit else await context.db(conversations.new_thread, conversation.id)
    vouched_by = None if visit else "demo" if isinstance(body.get("demo_user"), str) else "host_portal"
    token, expires = await context.db(sessions.create, person.id, conversation.id, thread, vouched_by=vouched_by)
    session = await context.db(sessions.resolve, token)
    if session is None:
        raise login_refused()
    messages = await context.turns.greet(session)
    context.metrics.sessions.labels("created").inc()
    response = json_response(
        {
            "session": token,
            "expires": expires.isoformat(),
            "conversation": conversation.id,
            "user": user_json(person),
            "messages": [message_json(message) for message in messages],
            "handover": await context.db(standing_of, context.parts, conversation.id),
        }
    )
    if visit is None and from_own_page(request):  # who signs on here is signed on to the pages too
        await begin(request, response, person.id, conversation.id, thread)
    return response


async def end_session(request: web.Request) -> web.Response:
    """Signs off, from the pages too; the token no longer counts anywhere."""
    context = request.app[CONTEXT]
    session = await session_of(request)
    await context.db(context.parts.sessions.end_thread, session.thread_id)
    context.hub.wake(session.conversation_id)  # the session's streams end now
    response = web.Response(status=204)
    visit = await session_of_cookie(request)
    if visit is not None and visit.person_id == session.person_id:
        await context.db(context.parts.sessions.end_thread, visit.thread_id)
    if visit is None or visit.person_id == session.person_id:
        forget(request, response)
    return response


async def demo_people(request: web.Request) -> web.Response:
    context = request.app[CONTEXT]
    if not context.settings.demo:
        raise not_found()
    return json_response(await context.db(context.parts.demo_people))


def user_json(person: PersonLike) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "position": person.position, "unit": person.unit_name}


async def _visit(context: Context, token: Any) -> SessionLike | None:
    """The pages' session that a ticket was given for; the ticket is spent by that."""
    return await context.db(context.parts.sessions.redeem, token) if isinstance(token, str) else None


async def _still_here(context: Context, visit: SessionLike) -> PersonLike:
    person = await context.db(context.parts.access.person, visit.person_id)
    if person is None:
        raise login_refused()
    return person


async def _who(context: Context, body: dict[str, Any]) -> PersonLike:
    demo_user, token = body.get("demo_user"), body.get("token")
    if isinstance(demo_user, str) and context.settings.demo:
        known = {person["id"] for person in await context.db(context.parts.demo_people)}
        person = await context.db(context.parts.access.person, demo_user) if demo_user in known else None
        if person is None:
            context.metrics.sessions.labels("refused").inc()
            raise login_refused()
        return person
    if not isinstance(token, str) or not 0 < len(token) < 20_000:
        raise bad_request("invalid-sign-on", "Feltet »token« mangler.")
    try:
        if context.host_tokens is None:
            raise TokenRefused("no host portal is configured")
        vouched = await context.host_tokens.verify(token)
        if not await context.db(context.parts.sessions.consume_jti, vouched.jti, vouched.expires):
            raise TokenRefused("used before")
        person = await context.db(context.parts.access.person, vouched.person_id)
        if person is None:
            raise TokenRefused("no such person, or no current employment")
    except TokenRefused as refused:
        log.warning("sign-on refused", reason=str(refused))
        context.metrics.sessions.labels("refused").inc()
        raise login_refused() from None
    return person
