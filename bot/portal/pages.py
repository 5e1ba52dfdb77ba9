"""The pages: the demo portal with the widget on it, and the assistant as a full page."""

from __future__ import annotations

from pathlib import Path

import jinja2
from aiohttp import web

from bot.clock import local
from bot.portal.context import CONTEXT
from bot.portal.topic_page import page_of
from bot.reports.formatting import danish_date

HERE = Path(__file__).parent
STATIC = HERE / "static"

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined
)


# Title, text, and what is asked; the fifteen solutions of the main job hold an answer to each.
SHORTCUTS = [
    ("Barsel og orlov", "Varsling, frister og hvad du skal have klar", "Jeg venter barn, hvad skal jeg gøre?"),
    ("Syg eller rask", "Syge- og raskmelding for dig selv eller en medarbejder", "Hvordan melder jeg mig syg?"),
    ("Fejl i lønnen", "Noget mangler eller ser forkert ud på din lønseddel", "Der er fejl i min løn"),
    ("Kørsel i egen bil", "Kørselsgodtgørelse for tjenstlig kørsel", "Jeg vil have kørepenge"),
    ("Mine sager", "Se, hvor dine sager er, og hvad der mangler", "Hvordan går det med mine sager?"),
    ("Tal med et menneske", "Bliv ringet op af 1.-linje-support", "Jeg vil gerne tale med et menneske"),
]
NEWS = [
    ("Assistenten hjælper dig hele vejen", "Du kan nu indberette direkte i samtalen og følge sagen bagefter."),
    ("Husk ferieønsker", "Aftal din ferie med din leder i god tid. Assistenten viser fristerne."),
    ("Nye telefontider", "1.-linje-support er åben mandag til torsdag 8-15 og fredag 8-14."),
]


async def portal_page(request: web.Request) -> web.Response:
    """The demo's portal; elsewhere the municipality has its own, and this address shows the assistant alone."""
    context = request.app[CONTEXT]
    if not context.settings.demo:
        return await assistant_page(request)
    today = danish_date(local(context.parts.clock()).date(), weekday=True)
    return _page(request, "portal.html", home=True, today=today, shortcuts=SHORTCUTS, news=NEWS)


async def assistant_page(request: web.Request) -> web.Response:
    return _page(request, "assistant.html")


async def topic_page(request: web.Request) -> web.Response:
    """The page of a solution; open to all, since it holds rules and no cases."""
    knowledge = request.app[CONTEXT].parts.knowledge
    solution = knowledge.solution(request.match_info["solution"])
    if solution is None:
        raise web.HTTPNotFound
    page = page_of(solution, knowledge.areas[solution.area].title, knowledge.topic(solution.id))
    return _page(request, "topic.html", home=False, page=page)


def _page(request: web.Request, name: str, **values: object) -> web.Response:
    html = _templates.get_template(name).render(demo=request.app[CONTEXT].settings.demo, **values)
    return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-cache"})
