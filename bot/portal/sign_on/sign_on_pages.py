"""Signing on and off on the pages. A further way to sign on (OIDC) is one more handler that ends in `signed_on`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.conversations.sessions import TICKET
from bot.portal.answers import json_response
from bot.portal.context import CONTEXT, Context
from bot.portal.pages.render import page
from bot.portal.parts import PersonLike
from bot.portal.problems import too_many
from bot.portal.sign_on.page_session import (
    NotOurForm,
    Visitor,
    begin,
    fields_of,
    forget,
    form_of,
    from_own_page,
    local_path,
    message,
    see_other,
    session_of_cookie,
    signed_on_page,
    visitor_of,
)

TICKET_LASTS = timedelta(minutes=1)


async def sign_on_page(request: web.Request) -> web.Response:
    """Whom to be in the demo; elsewhere where one comes from."""
    context, visitor = request.app[CONTEXT], await visitor_of(request)
    wanted = local_path(request.query.get("videre", "/"))
    if visitor is not None and not context.settings.demo:
        return see_other(wanted)
    return await _choice(request, context, visitor, wanted, left="farvel" in request.query)


async def _choice(
    request: web.Request,
    context: Context,
    visitor: Visitor | None,
    wanted: str,
    *,
    left: bool = False,
    status: int = 200,
) -> web.Response:
    people: list[dict[str, Any]] = await context.db(context.parts.demo_people) if context.settings.demo else []
    return page(
        request,
        "sign_on.html",
        visitor=visitor,
        status=status,
        people=people,
        wanted=wanted,
        left=left,
        failed=status != 200,
    )


async def demo_sign_on(request: web.Request) -> web.Response:
    """Signs on as the chosen demo person."""
    context = request.app[CONTEXT]
    wait = context.limit.wait(("sign-on", request.remote))
    if wait:
        raise too_many(wait)
    if not context.settings.demo:
        raise web.HTTPNotFound
    form = await fields_of(request)
    wanted, chosen = local_path(form.get("videre", "/")), form.get("person", "")
    known = {person["id"] for person in await context.db(context.parts.demo_people)}
    person = await context.db(context.parts.access.person, chosen) if chosen in known else None
    if person is None or not from_own_page(request):
        context.metrics.sessions.labels("refused").inc()
        return await _choice(request, context, await visitor_of(request), wanted, status=403)
    return await signed_on(request, person, wanted, vouched_by="demo")


async def signed_on(request: web.Request, person: PersonLike, wanted: str, *, vouched_by: str) -> web.Response:
    """Begins the session of someone whose identity is known, and goes on to the page they came for."""
    context = request.app[CONTEXT]
    conversations = context.parts.conversations
    conversation = await context.db(conversations.for_person, person.id)
    thread = await context.db(conversations.new_thread, conversation.id)
    response = see_other(wanted)
    await begin(request, response, person.id, conversation.id, thread, vouched_by=vouched_by)
    context.metrics.sessions.labels("created").inc()
    return response


async def sign_off(request: web.Request) -> web.Response:
    """Ends the session, and with it that of the assistant which came from the same sign-on."""
    context, visitor = request.app[CONTEXT], await visitor_of(request)
    try:
        if not from_own_page(request):
            raise NotOurForm
        if visitor is not None:
            await form_of(request, visitor)
    except NotOurForm:
        return message(request, visitor, 403, "Du er ikke logget ud", "Gå til forsiden, og log ud igen dér.")
    session = await session_of_cookie(request)
    if session is not None:
        await context.db(context.parts.sessions.end_thread, session.thread_id)
    response = see_other("/log-ind?farvel")
    forget(request, response)
    return response


@signed_on_page()
async def assistant_ticket(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """Gives the page's own script a ticket, for one minute and once, with which the assistant signs on as the visitor.

    So the assistant needs no sign-on of its own, and the cookie still opens nothing of the API.
    """
    await form_of(request, visitor)
    session = visitor.session
    ticket, _ = await context.db(
        context.parts.sessions.create,
        session.person_id,
        session.conversation_id,
        session.thread_id,
        kind=TICKET,
        lifetime=TICKET_LASTS,
    )
    return json_response({"token": ticket}, headers={"Cache-Control": "no-store"})
