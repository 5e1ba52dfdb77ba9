"""The community's list (fællesskabets liste): drafts that colleagues have put there, and who sees to a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.access.types import Person
from bot.cases.community import Community
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.types import CaseView
from bot.clock import local
from bot.dialogue.payloads import button
from bot.portal.context import Context
from bot.portal.pages.press import in_the_assistant
from bot.portal.pages.render import page
from bot.portal.sign_on.own_forms import form_of
from bot.portal.sign_on.page_access import missing, see_other, signed_on_page
from bot.portal.sign_on.page_session import Visitor
from bot.reports.formatting import danish_moment

HERE = "/sager/faellesskab"
TOLD = {"lagt": "Kladden ligger nu i listen. Den, der tager den først, får den."}
MOST_SHOWN = 50


@signed_on_page()
async def community_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    return await _page(request, context, visitor, told=TOLD.get(request.query.get("besked", "")))


async def _page(
    request: web.Request, context: Context, visitor: Visitor, *, told: str | None = None, refused: str | None = None
) -> web.Response:
    return page(
        request,
        "community.html",
        visitor=visitor,
        status=409 if refused else 200,
        here="/sager",
        told=told,
        refused=refused,
        nonce=context.parts.ids(),
        tabs=await context.db(tabs, context.parts.community, visitor.person.id, HERE),
        drafts=await context.db(_drafts, context, visitor.person.id),
    )


def _drafts(context: Context, me: str) -> list[dict[str, Any]]:
    """What the drafts say is shown to nobody before they have taken them."""
    parts = context.parts
    found = parts.community.shared_drafts(me)[:MOST_SHOWN]
    people = {one.shared_by: parts.access.person(one.shared_by) for one in found}
    units = {one.unit_id: parts.access.unit(one.unit_id) for one in found}
    return [
        {
            "id": one.id,
            "title": parts.knowledge.title(one.solution_id),
            "unit": unit.name if (unit := units[one.unit_id]) else "",
            "who": "dig" if one.shared_by == me else person.name if (person := people[one.shared_by]) else "en kollega",
            "mine": one.shared_by == me,
            "since": danish_moment(local(one.since)),
        }
        for one in found
    ]


@signed_on_page()
async def change_community(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """Takes a draft over and goes on with it, in the assistant."""
    form = await form_of(request, visitor)
    found = await context.db(context.parts.community.shared_drafts, visitor.person.id)
    draft = next((one for one in found if one.id == form.get("draft")), None)
    if form.get("do") != "take":
        return missing(request, visitor, (HERE, "Til fællesskabets liste"))
    if draft is None:
        refused = "Den er allerede taget, eller den ligger ikke i listen længere."
        return await _page(request, context, visitor, refused=refused)
    title = context.parts.knowledge.title(draft.solution_id)
    action = button(f"Tag den: {title}", "take_draft", style="primary", draft=draft.id)
    return await in_the_assistant(context, visitor, form.get("nonce", ""), action, f"Kladden til {title}.")


async def share(request: web.Request, context: Context, visitor: Visitor, draft_id: str) -> web.StreamResponse:
    """Puts one's own draft into the list."""
    try:
        await context.db(context.parts.community.share, visitor.person.id, draft_id)
    except NotAllowed as refused:
        return await _page(request, context, visitor, refused=refused.explanation)
    except NotFound:
        return missing(request, visitor, ("/sager", "Til dine sager"))
    return see_other(f"{HERE}?besked=lagt")


def tabs(community: Community, me: str, here: str = "/sager") -> list[dict[str, Any]]:
    """The ways between one's cases and the list; none for who shares work with nobody."""
    waiting = len(community.shared_drafts(me))
    if not waiting and not community.belongs(me):
        return []
    count = f" ({waiting})" if waiting else ""
    pages = (("/sager", "Sager"), (HERE, f"Fællesskabets liste{count}"))
    return [{"href": href, "title": title, "here": href == here} for href, title in pages]


def sharing(case: CaseView, me: str, colleagues: Sequence[Person]) -> dict[str, Any]:
    """Who could see to the case: oneself, where one does not, and the others."""
    now = case.assignee_id or case.reporter_id
    return {
        "take": me if "assign" in case.permitted and now != me and me in {one.id for one in colleagues} else None,
        "colleagues": [(one.id, f"{one.name}, {one.position}") for one in colleagues if one.id not in (me, now)],
    }
