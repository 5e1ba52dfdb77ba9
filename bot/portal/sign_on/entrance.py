"""The one way in to the pages, whoever has vouched for the person."""

from __future__ import annotations

from aiohttp import web

from bot.portal.context import CONTEXT
from bot.portal.parts import PersonLike
from bot.portal.sign_on.page_access import see_other
from bot.portal.sign_on.page_session import begin


async def signed_on(
    request: web.Request, person: PersonLike, wanted: str, *, vouched_by: str, provider_session: str | None = None
) -> web.Response:
    """Begins the session of someone whose identity is known, and goes on to the page they came for."""
    context = request.app[CONTEXT]
    conversations = context.parts.conversations
    conversation = await context.db(conversations.for_person, person.id)
    thread = await context.db(conversations.new_thread, conversation.id)
    response = see_other(wanted)
    await begin(
        request,
        response,
        person.id,
        conversation.id,
        thread,
        vouched_by=vouched_by,
        provider_session=provider_session,
    )
    context.metrics.sessions.labels("created").inc()
    return response
