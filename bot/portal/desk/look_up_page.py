"""On the telephone: search, question trees and cases on one page, and one click that logs the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.access.tasks import SUPPORT
from bot.clock import local, today
from bot.handover.calls import CALL_OUTCOMES
from bot.portal.context import Context
from bot.portal.desk.tree_clicks import MOST as MOST_WAY
from bot.portal.desk.tree_clicks import Click, stand
from bot.portal.intake import clean
from bot.portal.pages.press import same_form
from bot.portal.pages.render import page
from bot.portal.pages.topic_view import result_of
from bot.portal.sign_on.own_forms import form_of
from bot.portal.sign_on.page_access import see_other, signed_on_page
from bot.portal.sign_on.page_session import Visitor
from bot.portal.workbench.guidance import guidance_of
from bot.reports.formatting import danish_moment

LOOK_UP = "/desk/opslag"
MOST_QUERY = 200
MOST_RESULTS = 6
MOST_CALLS = 5
LEAST_SHARE = 0.5
LEADER = "leder"  # who telephones reports for others; anything else: an employee for themself
TOLD = {
    "logget": "Opkaldet er logget.",
    "fortrudt": "Opkaldet er taget ud igen.",
    "ukendt": "Opkaldet kunne ikke logges. Vælg et emne på listen, og prøv igen.",
}


class Asked:
    """What the address asks for."""

    def __init__(self, query: Mapping[str, str]) -> None:
        def words(name: str, most: int = MOST_QUERY) -> str:
            return " ".join(clean(query.get(name, ""))[:most].split())

        self.values = {
            "soeg": words("soeg"),
            "emne": words("emne", 64),
            "vej": words("vej", MOST_WAY),
            "ringer": LEADER if query.get("ringer") == LEADER else "",
            "navn": words("navn", 80),
            "person": words("person", 80),
        }

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def address(self, **changes: str | None) -> str:
        """This page with something changed; what is empty is left out."""
        wanted = {name: value for name, value in {**self.values, **changes}.items() if value}
        return f"{LOOK_UP}?{urlencode(wanted)}" if wanted else LOOK_UP

    def others(self, *own: str) -> list[tuple[str, str]]:
        """What a form that asks for `own` must carry along."""
        return [(name, value) for name, value in self.values.items() if value and name not in own]


@signed_on_page(SUPPORT)
async def look_up_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    asked = Asked(request.query)
    values = await context.db(_values, context, visitor, asked)
    return page(
        request,
        "desk_look_up.html",
        visitor=visitor,
        here="/desk",
        asked=asked,
        told=TOLD.get(request.query.get("besked", "")),
        outcomes=CALL_OUTCOMES,
        nonce=context.parts.ids(),
        **values,
    )


@signed_on_page(SUPPORT)
async def log_call(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """Takes a call down, or back. Afterwards the page is empty, for the next one who telephones."""
    form = await form_of(request, visitor)
    calls, me = context.parts.calls, visitor.person.id
    if form.get("do") == "undo":
        gone = await context.db(calls.undo, me, form.get("call", ""))
        return see_other(f"{LOOK_UP}?besked=fortrudt" if gone else LOOK_UP)
    topic, outcome = form.get("topic") or None, form.get("outcome", "")
    if outcome not in CALL_OUTCOMES or (topic and context.parts.knowledge.solution(topic) is None):
        return see_other(f"{LOOK_UP}?besked=ukendt")
    await context.db(calls.log, me, topic, outcome, same_form(form.get("nonce", ""), "call"))
    return see_other(f"{LOOK_UP}?besked=logget")


def _values(context: Context, visitor: Visitor, asked: Asked) -> dict[str, Any]:
    parts, me = context.parts, visitor.person.id
    knowledge = parts.knowledge
    knowledge.reload_if_changed()
    found = parts.page_search.find(asked["soeg"], MOST_RESULTS, LEAST_SHARE) if asked["soeg"] else []
    topic = knowledge.solution(asked["emne"])
    standing = stand(knowledge.trees, asked["vej"], reports_for_others=asked["ringer"] == LEADER)
    person = parts.person_look_up.open(me, asked["person"]) if asked["person"] else None
    return {
        "results": [
            {**result_of(passage, knowledge), "choose": asked.address(emne=passage.solution_id)} for passage in found
        ],
        "topic": topic,
        "guidance": guidance_of(knowledge, topic, {}, today(parts.clock)),
        "tree": standing,
        "clicks": [(click, _leads(asked, click)) for click in standing.clicks] if standing else [],
        "people": parts.person_look_up.find(me, asked["navn"]) if asked["navn"] and person is None else [],
        "person": person,
        "gone": bool(asked["person"]) and person is None,
        "topics": [(area.title, knowledge.in_area(area.id)) for area in knowledge.areas.values()],
        "calls": [
            {
                "id": call.id,
                "at": danish_moment(local(call.at)),
                "topic": knowledge.title(call.topic) if call.topic else "Uden emne",
                "outcome": CALL_OUTCOMES.get(call.outcome, call.outcome),
            }
            for call in parts.calls.latest(me, MOST_CALLS)
        ],
    }


def _leads(asked: Asked, click: Click) -> str | None:
    """Where an answer leads; None where only a person can help."""
    if click.solution:
        return asked.address(emne=click.solution)
    return asked.address(vej=click.way) if click.way else None
