"""Cases of the user: the overview, one case, a comment, a withdrawal."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.access.tasks import AREAS
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.types import CaseFilter
from bot.portal.answers import json_response
from bot.portal.context import Context, signed_on
from bot.portal.intake import MAX_CLIENT_ID, clean, json_object, typed_text
from bot.portal.parts import SessionLike
from bot.portal.problems import Problem, bad_request, not_found
from bot.portal.wire import plain
from bot.privacy.cpr import shield

MOST_A_PAGE = 100


@signed_on
async def list_cases(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    page = await context.db(context.parts.cases.list, session.person_id, _filter(request))
    return json_response(plain(page))


@signed_on
async def get_case(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    return json_response(plain(await _case(request, context, session)))


@signed_on
async def post_comment(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    body = await json_object(request)
    text = await context.db(shield, typed_text(body.get("text")), context.parts.vault, session.person_id)
    client_id = body.get("client_id")
    if not isinstance(client_id, str) or not 1 <= len(client_id) <= MAX_CLIENT_ID:
        raise bad_request("invalid-message", "Feltet »client_id« mangler eller er ikke en kort tekst.")
    number = request.match_info["number"]
    await _act(context, context.parts.cases.comment, session.person_id, number, text, client_id)
    return json_response(plain(await _case(request, context, session)))


@signed_on
async def post_withdrawal(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    body = await json_object(request)
    reason = await context.db(
        shield, clean(str(body.get("reason") or ""))[:2000], context.parts.vault, session.person_id
    )
    await _act(context, context.parts.cases.withdraw, session.person_id, request.match_info["number"], reason)
    return json_response(plain(await _case(request, context, session)))


async def _case(request: web.Request, context: Context, session: SessionLike) -> Any:
    case = await context.db(context.parts.cases.get, session.person_id, request.match_info["number"])
    if case is None:
        raise not_found()
    return case


async def _act(context: Context, act: Any, *arguments: str) -> None:
    try:
        await context.db(act, *arguments)
    except NotFound:
        raise not_found() from None
    except NotAllowed as refused:
        raise Problem(403, "not-allowed", "Det kan du ikke", refused.explanation) from None


def _filter(request: web.Request) -> CaseFilter:
    query = request.query
    try:
        limit, offset = int(query.get("limit", "20")), int(query.get("offset", "0"))
    except ValueError:
        raise bad_request("invalid-filter", "»limit« og »offset« skal være hele tal.") from None
    if not (1 <= limit <= MOST_A_PAGE and 0 <= offset <= 100_000):
        raise bad_request("invalid-filter", f"»limit« skal være mellem 1 og {MOST_A_PAGE}.")
    area = query.get("area")
    if area is not None and area not in AREAS:
        raise bad_request("invalid-filter", "Området findes ikke.")
    return CaseFilter(
        states=frozenset(query.getall("state", [])),
        area=area,
        awaiting_me=query.get("awaiting_me") == "true",
        text=clean(query.get("q", ""))[:200] or None,
        limit=limit,
        offset=offset,
    )
