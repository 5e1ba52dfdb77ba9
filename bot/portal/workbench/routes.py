"""The addresses of a workbench, and who gets in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.portal.context import Context
from bot.portal.sign_on.page_access import message, signed_on_page
from bot.portal.sign_on.page_session import Visitor
from bot.portal.workbench import item_pages, news, queue_page
from bot.portal.workbench.kinds import Workbench
from bot.portal.workbench.marks import NEWS

_ON = (("/sager", "Til dine sager"), ("/emner/rolle-i-serviceplatformen", "Læs, hvordan man får en rolle"))

BenchHandler = Callable[[Workbench, web.Request, Context, Visitor], Awaitable[web.StreamResponse]]


def routes_of(bench: Workbench) -> list[web.RouteDef]:
    """The queue, and an item with its actions."""
    return [
        web.get(bench.path, _for_its_workers(bench, queue_page.show)),
        web.get(f"{bench.path}/{NEWS}", _for_its_workers(bench, news.of_queue)),
        web.get(f"{bench.path}/{{number}}", _for_its_workers(bench, item_pages.show)),
        web.get(f"{bench.path}/{{number}}/{NEWS}", _for_its_workers(bench, news.of_item)),
        web.post(f"{bench.path}/{{number}}", _for_its_workers(bench, item_pages.change)),
    ]


def _for_its_workers(bench: Workbench, handler: BenchHandler) -> Handler:
    """Only who holds one of the workbench's tasks; which items they see is decided item by item."""

    @signed_on_page()
    async def wrapped(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
        if bench.tasks.isdisjoint(visitor.tasks):
            return message(request, visitor, 403, "Du har ikke adgang til siden", bench.refusal, *_ON)
        return await handler(bench, request, context, visitor)

    return wrapped
