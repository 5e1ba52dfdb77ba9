"""The pages: the demo portal with the widget on it, and the assistant as a full page."""

from __future__ import annotations

from pathlib import Path

import jinja2
from aiohttp import web

from bot.clock import local
from bot.portal.context import CONTEXT

HERE = Path(__file__).parent
STATIC = HERE / "static"

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)


_DAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]
_MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]


async def portal_page(request: web.Request) -> web.Response:
    return _page(request, "portal.html")


async def assistant_page(request: web.Request) -> web.Response:
    return _page(request, "assistant.html")


def _page(request: web.Request, name: str) -> web.Response:
    context = request.app[CONTEXT]
    day = local(context.parts.clock())
    today = f"{_DAYS[day.weekday()]} den {day.day}. {_MONTHS[day.month - 1]}"
    html = _templates.get_template(name).render(demo=context.settings.demo, today=today)
    return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-cache"})
