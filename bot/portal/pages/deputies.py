"""The page of deputies (stedfortrædere): both lists, answering, ending, and asking somebody. Without scripts."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from aiohttp import web

from bot.access.deputies import LendingRefused
from bot.clock import today
from bot.dialogue import deputy_news
from bot.portal.context import Context
from bot.portal.intake import clean
from bot.portal.pages.deputy_view import Wanted, choices, lists
from bot.portal.pages.render import page
from bot.portal.parts import PersonLike
from bot.portal.sign_on.own_forms import Form, form_of
from bot.portal.sign_on.page_access import missing, see_other, signed_on_page
from bot.portal.sign_on.page_session import Visitor

HERE = "/stedfortraeder"
MOST_QUERY = 80
MOST_PEOPLE = 8

# What is said after an action; the address names it by its key only.
TOLD = {
    "spurgt": "Din kollega er spurgt. Det gælder først, når din kollega siger ja.",
    "ja": "Tak. Du er nu stedfortræder, og din kollega får besked.",
    "nej": "Du har sagt nej, og din kollega får besked.",
    "stoppet": "Det er stoppet fra nu af.",
    "afgjort": "Det var allerede afgjort, så der er ikke ændret noget.",
}


@signed_on_page()
async def deputies_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """Both lists; with `?til=` the form for asking that person."""
    chosen = clean(request.query.get("til", ""))[:100]
    return await _page(request, context, visitor, Wanted(deputy_id=chosen))


async def _page(
    request: web.Request, context: Context, visitor: Visitor, wanted: Wanted, refused: str | None = None
) -> web.Response:
    parts, me = context.parts, visitor.person.id
    day = today(parts.clock)
    query = " ".join(clean(request.query.get("soeg", ""))[:MOST_QUERY].split())
    people = await context.db(parts.access.search_colleagues, query, MOST_PEOPLE + 1) if query else []
    deputy = await context.db(parts.access.person, wanted.deputy_id) if wanted.deputy_id else None
    lendable = await context.db(parts.deputies.lendable, me)
    return page(
        request,
        "deputies.html",
        visitor=visitor,
        status=409 if refused else 200,
        here=HERE,
        told=TOLD.get(request.query.get("besked", "")),
        refused=refused,
        groups=await context.db(_groups, context, me, day),
        may_lend=bool(lendable),
        query=query,
        people=[person for person in people if person.id != me][:MOST_PEOPLE],
        deputy=deputy if deputy is not None and deputy.id != me else None,
        choices=choices(lendable, wanted.tasks),
        units=await context.db(parts.deputies.units, me),
        wanted=wanted,
        today=day.isoformat(),
        nonce=parts.ids(),
    )


def _groups(context: Context, me: str, day: date) -> list[dict[str, Any]]:
    parts = context.parts
    found = parts.delegations.of(me)
    units = {one.unit_id: parts.access.unit(one.unit_id) for one in found if one.unit_id}
    return lists(me, found, parts.names_in(found), {key: unit.name for key, unit in units.items() if unit}, day)


@signed_on_page()
async def change_deputies(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """One action; afterwards the page again."""
    form = await form_of(request, visitor)
    parts, delegation = context.parts, form.get("delegation", "")
    match form.get("do"):
        case "offer":
            return await _offer(request, context, visitor, form)
        case "accept":
            done, told = await context.db(deputy_news.accept, parts, visitor.person, delegation), "ja"
        case "decline":
            done, told = await context.db(deputy_news.decline, parts, visitor.person, delegation), "nej"
        case "revoke":
            done, told = await context.db(deputy_news.revoke, parts, visitor.person, delegation), "stoppet"
        case _:
            return missing(request, visitor, (HERE, "Til dine stedfortrædere"))
    if done is None and await context.db(parts.delegations.get, visitor.person.id, delegation) is None:
        return missing(request, visitor, (HERE, "Til dine stedfortrædere"))
    return see_other(f"{HERE}?besked={told if done is not None else 'afgjort'}")


async def _offer(request: web.Request, context: Context, visitor: Visitor, form: Form) -> web.StreamResponse:
    """Asks the deputy; the same form twice asks once, since its nonce makes the id."""
    prefix = "opgave:"
    wanted = Wanted(
        deputy_id=form.get("til", ""),
        tasks=tuple(name.removeprefix(prefix) for name in form if name.startswith(prefix)),
        unit_id=form.get("enhed", ""),
        first=form.get("fra", ""),
        last=form.get("til_og_med", ""),
        older_cases="aeldre" in form,
    )
    deputy: PersonLike | None = await context.db(context.parts.access.person, wanted.deputy_id)
    if deputy is None:
        return missing(request, visitor, (HERE, "Til dine stedfortrædere"))
    try:
        first, last = _day(wanted.first, "startdato"), _day(wanted.last, "slutdato")
        nonce = f"{visitor.person.id} {form.get('nonce', '')}"
        await context.db(
            context.parts.deputies.offer,
            visitor.person.id,
            deputy.id,
            wanted.tasks,
            first,
            last,
            wanted.unit_id or None,
            cases_since=None if wanted.older_cases else context.parts.deputies.newer_cases(first),
            delegation_id=hashlib.sha256(nonce.encode()).hexdigest()[:32],
        )
    except LendingRefused as refused:
        return await _page(request, context, visitor, wanted, refused.explanation)
    return see_other(f"{HERE}?besked=spurgt")


def _day(text: str, what: str) -> date:
    """A date as browsers send it, or as people write it where the browser has no field for dates."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        day, month, year = (int(part) for part in text.replace("/", ".").replace("-", ".").split("."))
        return date(year, month, day)
    except ValueError:
        raise LendingRefused(f"Skriv en {what}, fx 24.12.2026.") from None
