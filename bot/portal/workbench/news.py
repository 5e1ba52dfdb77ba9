"""Tells the script of a page whether something new has come: the mark of now. Asking is no opening of a case."""

from __future__ import annotations

from aiohttp import web

from bot.portal.context import Context
from bot.portal.sign_on.page_session import Visitor
from bot.portal.workbench.kinds import Workbench
from bot.portal.workbench.marks import mark_of_item, mark_of_queue
from bot.portal.workbench.queue_page import Wanted

_HEADERS = {"Cache-Control": "private, no-store"}


async def of_queue(bench: Workbench, request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    wanted = Wanted(bench, visitor, request.query)
    found = await context.db(context.parts.desk_queue.page, visitor.person.id, wanted.criteria())
    return web.json_response({"mark": mark_of_queue(found)}, headers=_HEADERS)


async def of_item(bench: Workbench, request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """404 where the item is not theirs to handle, or not any more."""
    number, me = request.match_info["number"], visitor.person.id
    counted = await context.db(context.parts.desk_queue.changes, me, number, bench.tasks)
    if counted is None:
        return web.json_response({}, status=404, headers=_HEADERS)
    return web.json_response({"mark": mark_of_item(*counted)}, headers=_HEADERS)
