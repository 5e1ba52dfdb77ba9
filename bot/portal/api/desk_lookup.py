"""On the telephone: suggested answers, and the log of calls."""

from __future__ import annotations

from aiohttp import web

from bot.handover.calls import CALL_OUTCOMES
from bot.handover.types import NotThere
from bot.portal.answers import json_response
from bot.portal.api.desk import DONE, client_id_of
from bot.portal.api.desk_access import of_the_desk
from bot.portal.context import Context
from bot.portal.intake import clean, json_object
from bot.portal.lookup import anyone
from bot.portal.problems import bad_request
from bot.portal.sign_on.page_session import Visitor
from bot.portal.wire import plain

MOST_NAME = 80  # characters
LEAST_SHARE = 0.5  # a page that is suggested holds at least half of what the words tell


@of_the_desk
async def get_search(request: web.Request, context: Context, _: Visitor) -> web.Response:
    """Pages that fit, as suggested answers."""
    query = clean(request.query.get("q", ""))[:200]
    found = await context.db(context.parts.page_search.find, query, 8, LEAST_SHARE) if query else []
    solutions = context.parts.knowledge.solutions
    return json_response(
        [
            {
                "id": passage.solution_id,
                "title": passage.title,
                "heading": passage.heading,
                "text": passage.text,
                "url": passage.path,
                "can_report": passage.solution_id in solutions and solutions[passage.solution_id].can_report,
            }
            for passage in found
        ]
    )


@of_the_desk
async def get_people(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """For a field of the report that is filled in together: those whom the user may report for."""
    asker, query = await _asker(request, context, visitor)
    people = await context.db(anyone, context.parts.access, asker, query) if query else []
    return json_response(
        [{"id": one.id, "name": one.name, "position": one.position, "unit": one.unit_name} for one in people]
    )


@of_the_desk
async def get_units(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """The same for units."""
    asker, query = await _asker(request, context, visitor)
    units = await context.db(context.parts.access.search_units, asker, query, None) if query else []
    return json_response([{"id": one.id, "name": one.name} for one in units])


async def _asker(request: web.Request, context: Context, visitor: Visitor) -> tuple[str, str]:
    """Whose report it is, and what is searched for; only for the supporter who has the hand-over."""
    view = await context.db(context.parts.desk_reading.view, visitor.person.id, request.match_info["handover"])
    if not view.mine:
        raise NotThere
    return view.handover.person_id, clean(request.query.get("q", ""))[:MOST_NAME]


@of_the_desk
async def get_calls(_: web.Request, context: Context, visitor: Visitor) -> web.Response:
    calls = await context.db(context.parts.calls.latest, visitor.person.id)
    return json_response({"calls": plain(calls), "outcomes": dict(CALL_OUTCOMES)})


@of_the_desk
async def post_call(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    body = await json_object(request)
    topic = body.get("topic")
    if topic is not None and context.parts.knowledge.solution(str(topic)) is None:
        raise bad_request("invalid-call", "Emnet findes ikke.")
    outcome = str(body.get("outcome") or "")
    if outcome not in CALL_OUTCOMES:
        raise bad_request("invalid-call", "Udfaldet findes ikke.")
    call = await context.db(context.parts.calls.log, visitor.person.id, topic, outcome, client_id_of(body))
    return json_response(plain(call))


@of_the_desk
async def delete_call(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    if not await context.db(context.parts.calls.undo, visitor.person.id, request.match_info["call"]):
        raise NotThere
    return json_response(DONE)
