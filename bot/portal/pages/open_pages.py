"""The pages: the demo portal with the widget on it, the assistant as a full page, and the topic pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.clock import local
from bot.knowledge.loader import Knowledge
from bot.portal.address import address_of
from bot.portal.context import CONTEXT, within
from bot.portal.intake import clean
from bot.portal.pages.render import page
from bot.portal.pages.topic_view import overview, page_of, result_of
from bot.portal.sign_on.page_session import visitor_of
from bot.reports.formatting import danish_date

STATIC = Path(__file__).parent.parent / "static"

MOST_QUERY = 200  # characters
MOST_RESULTS = 10
STATEMENT_REVIEWED = date(2026, 11, 23)  # the accessibility statement; to be read through once a year
LEAST_SHARE = 0.5  # a result holds at least half of what the words tell

# Title, text, and what is asked.
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
    return await _page(request, "portal.html", here="/", today=today, shortcuts=SHORTCUTS, news=NEWS)


async def assistant_page(request: web.Request) -> web.Response:
    return await _page(request, "assistant.html")


async def topics_page(request: web.Request) -> web.Response:
    """All topics, and what the pages say on `?soeg=`; a GET form, so it works without scripts."""
    context = request.app[CONTEXT]
    knowledge, search = context.parts.knowledge, context.parts.page_search
    query = " ".join(clean(request.query.get("soeg", ""))[:MOST_QUERY].split())
    if query:
        within(context, context.limits.searches, address_of(request, context.settings.proxies), "searches")
    await context.db(knowledge.reload_if_changed)
    found = await context.db(search.find, query, limit=MOST_RESULTS, least_share=LEAST_SHARE) if query else []
    return await _topics(request, query=query, results=[result_of(passage, knowledge) for passage in found])


async def topic_page(request: web.Request) -> web.Response:
    """The page of a solution; open to all, since it holds rules and no cases."""
    context = request.app[CONTEXT]
    knowledge = context.parts.knowledge
    await context.db(knowledge.reload_if_changed)
    solution = knowledge.solution(request.match_info["solution"])
    if solution is None:
        return await _topics(request, missing=True)
    return await _page(request, "topic.html", here="", page=page_of(solution, knowledge))


async def accessibility_page(request: web.Request) -> web.Response:
    """The accessibility statement (webtilgængelighedsloven § 4)."""
    knowledge = request.app[CONTEXT].parts.knowledge
    return await _page(
        request,
        "accessibility.html",
        here="/tilgaengelighed",
        reviewed=danish_date(STATEMENT_REVIEWED),
        support=_support(knowledge),
    )


async def _topics(
    request: web.Request, *, query: str = "", results: Sequence[object] = (), missing: bool = False
) -> web.Response:
    knowledge = request.app[CONTEXT].parts.knowledge
    return await _page(
        request,
        "topics.html",
        status=404 if missing else 200,
        here="/emner",
        missing=missing,
        query=query,
        results=results,
        areas=overview(knowledge),
        support=_support(knowledge),
    )


def _support(knowledge: Knowledge) -> str:
    return f"{knowledge.org('support')}. {knowledge.org('support_tider')}"


async def _page(request: web.Request, name: str, *, status: int = 200, **values: Any) -> web.Response:
    """A page that is open to all; who is signed on sees their name on it."""
    return page(request, name, visitor=await visitor_of(request), status=status, **values)
