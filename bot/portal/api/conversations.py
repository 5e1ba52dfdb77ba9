"""The conversation: messages in and out, the transcript, erasure, and the event stream."""

from __future__ import annotations

from aiohttp import web

from bot.portal.answers import json_response
from bot.portal.api.sessions import user_json
from bot.portal.context import Context, bearer_token, signed_on, within
from bot.portal.intake import incoming_message, json_object
from bot.portal.parts import SessionLike
from bot.portal.streams import standing_of
from bot.portal.wire import message_json, plain

MOST_IN_TRANSCRIPT = 200


@signed_on
async def post_message(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    within(context, context.limits.messages, session.person_id, "messages")
    incoming = incoming_message(await json_object(request))
    taken = await context.turns.take(session, incoming)
    return json_response(
        {"messages": [message_json(message) for message in taken.replies], "sent": message_json(taken.sent)}
    )


@signed_on
async def get_conversation(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    after = request.query.get("after")
    messages = await context.db(
        context.parts.conversations.transcript, session.conversation_id, after, MOST_IN_TRANSCRIPT
    )
    person = await context.db(context.parts.access.person, session.person_id)
    standing = await context.db(standing_of, context.parts, session.conversation_id)
    return json_response(
        {
            "conversation": session.conversation_id,
            "user": user_json(person) if person else None,
            "expires": session.expires_at.isoformat(),
            "messages": [message_json(message) for message in messages],
            "handover": standing,
        }
    )


@signed_on
async def post_typing(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    """The person types: told to the supporter who has the conversation, and kept nowhere."""
    person = await context.db(context.parts.access.person, session.person_id)
    context.desk_streams.typing(session.conversation_id, person.name if person else "")
    return web.Response(status=204)


@signed_on
async def delete_conversation(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    """Erases texts and drafts; the old session ends with them, and a new one on a new thread takes its place."""
    outcome = await context.db(context.parts.conversations.erase, session.conversation_id)
    conversation = await context.db(context.parts.conversations.for_person, session.person_id)
    await context.db(context.parts.sessions.revoke, bearer_token(request) or "")
    for old in await context.db(context.parts.sessions.threads_of, session.conversation_id):
        if old != session.thread_id:  # other windows: the engine's memory of what they said is left behind as well
            fresh = await context.db(context.parts.conversations.new_thread, conversation.id)
            await context.db(context.parts.sessions.move_thread, old, fresh)
    thread = await context.db(context.parts.conversations.new_thread, conversation.id)
    await context.db(context.parts.sessions.move_thread, session.thread_id, thread)
    context.hub.wake(conversation.id)  # streams of the session that has ended see it at once
    token, expires = await context.db(context.parts.sessions.create, session.person_id, conversation.id, thread)
    return json_response(
        {**plain(outcome), "session": token, "expires": expires.isoformat(), "conversation": conversation.id}
    )


@signed_on
async def get_events(request: web.Request, context: Context, session: SessionLike) -> web.StreamResponse:
    """Streams messages as they come, first those stored after Last-Event-ID."""
    last = request.headers.get("Last-Event-ID") or request.query.get("after")
    return await context.streams.serve(request, session, bearer_token(request) or "", last)
