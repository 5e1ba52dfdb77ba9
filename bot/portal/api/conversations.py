"""The conversation: messages in and out, the transcript, erasure, and the event stream."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from bot.portal.answers import json_response
from bot.portal.api.sessions import user_json
from bot.portal.context import Context, bearer_token, signed_on
from bot.portal.events import POLL
from bot.portal.intake import incoming_message, json_object
from bot.portal.parts import SessionLike
from bot.portal.wire import message_json, plain

HEARTBEAT = 15.0  # seconds; below the idle limits of common proxies
MOST_IN_TRANSCRIPT = 200


@signed_on
async def post_message(request: web.Request, context: Context, session: SessionLike) -> web.Response:
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
    return json_response(
        {
            "conversation": session.conversation_id,
            "user": user_json(person) if person else None,
            "expires": session.expires_at.isoformat(),
            "messages": [message_json(message) for message in messages],
        }
    )


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
    token, expires = await context.db(context.parts.sessions.create, session.person_id, conversation.id, thread)
    return json_response(
        {**plain(outcome), "session": token, "expires": expires.isoformat(), "conversation": conversation.id}
    )


@signed_on
async def get_events(request: web.Request, context: Context, session: SessionLike) -> web.StreamResponse:
    """Streams messages as they come, first those stored after Last-Event-ID."""
    last = request.headers.get("Last-Event-ID") or request.query.get("after")
    transcript = context.parts.conversations.transcript
    if last is None:  # only what comes from now on
        latest = await context.db(transcript, session.conversation_id, None, 1)
        last = latest[-1].id if latest else None
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
    )
    woken = context.hub.subscribe(session.conversation_id, session.person_id)
    context.metrics.streams.inc()
    try:
        await response.prepare(request)
        await response.write(b"retry: 3000\n\n")
        silent = 0.0
        while not context.hub.closing and session.expires_at > context.parts.clock():
            woken.clear()
            fresh = await context.db(transcript, session.conversation_id, last, MOST_IN_TRANSCRIPT)
            if (fresh or silent >= HEARTBEAT) and not await _still_signed_on(request, context):
                break
            for message in fresh:
                data = json.dumps(message_json(message), ensure_ascii=False)
                # A client that does not read is cut off here, not waited for: it resumes from its last id.
                await asyncio.wait_for(
                    response.write(f"id: {message.id}\nevent: message\ndata: {data}\n\n".encode()), timeout=10
                )
                last, silent = message.id, 0.0
            if silent >= HEARTBEAT:
                await asyncio.wait_for(response.write(b": still here\n\n"), timeout=10)
                silent = 0.0
            try:
                await asyncio.wait_for(woken.wait(), timeout=POLL)
            except TimeoutError:
                silent += POLL
    except (ConnectionResetError, TimeoutError):
        pass
    finally:
        context.hub.unsubscribe(session.conversation_id, woken)
        context.metrics.streams.dec()
    return response


async def _still_signed_on(request: web.Request, context: Context) -> bool:
    """A stream does not outlive its session: that may have been ended meanwhile, here or by the end of employment."""
    return await context.db(context.parts.sessions.resolve, bearer_token(request) or "") is not None
