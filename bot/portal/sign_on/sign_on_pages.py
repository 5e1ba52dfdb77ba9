"""Signing on and off on the pages: as a demo person here, by the municipality's provider in oidc_pages.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.conversations.sessions import TICKET
from bot.portal.address import address_of
from bot.portal.answers import json_response
from bot.portal.context import CONTEXT, Context, within
from bot.portal.pages.render import page
from bot.portal.sign_on.entrance import signed_on
from bot.portal.sign_on.local_path import local_path
from bot.portal.sign_on.oidc_pages import leave_provider, to_provider
from bot.portal.sign_on.own_forms import NotOurForm, fields_of, form_of, from_own_page
from bot.portal.sign_on.page_access import message, see_other, signed_on_page
from bot.portal.sign_on.page_session import Visitor, forget, session_of_cookie, visitor_of

FAREWELL = "/log-ind?farvel"
TICKET_LASTS = timedelta(minutes=1)


async def sign_on_page(request: web.Request) -> web.Response:
    """Whom to be in the demo; elsewhere on to the provider, unless one has just left."""
    context, visitor = request.app[CONTEXT], await visitor_of(request)
    wanted = local_path(request.query.get("videre", "/"))
    left = "farvel" in request.query
    if visitor is not None and not context.settings.demo:
        return see_other(wanted)
    if context.oidc is not None and not left:
        return await to_provider(request, context.oidc, wanted, choose_account="anden" in request.query)
    return await _choice(request, context, visitor, wanted, left=left)


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
    within(context, context.limit, ("sign-on", address_of(request, context.settings.proxies)))
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
    response = await leave_provider(request, context.oidc) if session is not None and context.oidc else None
    response = response or see_other(FAREWELL)
    forget(request, response)
    return response


async def farewell(_: web.Request) -> web.Response:
    """Where the provider sends people who have signed off there."""
    return see_other(FAREWELL)


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
