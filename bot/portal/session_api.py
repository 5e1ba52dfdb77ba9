"""Sign-on: the host portal's token (or a demo person) becomes a session of our own."""

from __future__ import annotations

from typing import Any

import structlog
from aiohttp import web

from bot.portal.answers import json_response
from bot.portal.context import CONTEXT, Context, bearer_token, session_of
from bot.portal.host_jwt import TokenRefused
from bot.portal.intake import json_object
from bot.portal.parts import PersonLike
from bot.portal.problems import bad_request, login_refused, not_found, too_many
from bot.portal.wire import message_json

log = structlog.get_logger(__name__)


async def create_session(request: web.Request) -> web.Response:
    context = request.app[CONTEXT]
    wait = context.limit.wait(("sign-on", request.remote))
    if wait:
        raise too_many(wait)
    body = await json_object(request)
    person = await _who(context, body)
    conversations, sessions = context.parts.conversations, context.parts.sessions
    conversation = await context.db(conversations.for_person, person.id)
    thread = await context.db(conversations.new_thread, conversation.id)
    token, expires = await context.db(sessions.create, person.id, conversation.id, thread)
    session = await context.db(sessions.resolve, token)
    if session is None:
        raise login_refused()
    messages = await context.turns.greet(session)
    context.metrics.sessions.labels("created").inc()
    return json_response(
        {
            "session": token,
            "expires": expires.isoformat(),
            "conversation": conversation.id,
            "user": user_json(person),
            "messages": [message_json(message) for message in messages],
        }
    )


async def end_session(request: web.Request) -> web.Response:
    """Signs off; the token no longer counts anywhere."""
    context = request.app[CONTEXT]
    await session_of(request)
    await context.db(context.parts.sessions.revoke, bearer_token(request) or "")
    return web.Response(status=204)


async def demo_people(request: web.Request) -> web.Response:
    context = request.app[CONTEXT]
    if not context.settings.demo:
        raise not_found()
    return json_response(await context.db(context.parts.demo_people))


def user_json(person: PersonLike) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "position": person.position, "unit": person.unit_name}


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
