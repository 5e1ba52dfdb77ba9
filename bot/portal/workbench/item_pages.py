"""One work item: looking at it, and doing something with it. After an action the page again; it waits for nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.cases.backends.hands import ItemChanged, Seen
from bot.cases.backends.queue import OpenItem
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.states import BadTransition
from bot.clock import today
from bot.portal.context import Context
from bot.portal.pages.render import page
from bot.portal.sign_on.own_forms import TOKEN_FIELD, Form, form_of
from bot.portal.sign_on.page_access import missing, see_other
from bot.portal.sign_on.page_session import Visitor
from bot.portal.workbench.item_view import page_of
from bot.portal.workbench.kinds import Workbench
from bot.portal.workbench.marks import watched_item

# What is said after an action; the address names it by its key only.
TOLD = {
    "taget": "Du har taget sagen. Den, der har indberettet, får det at vide.",
    "videre": "Du er gået videre uden at vente på svaret.",
    "spurgt": "Spørgsmålet er sendt. Sagen kommer tilbage til dig, når der er svaret.",
    "loest": "Sagen er løst, og svaret er sendt.",
    "afvist": "Sagen er afvist, og begrundelsen er sendt.",
    "henvist": "Sagen er afvist og henvist. Den, der har indberettet, kan sende den det rigtige sted hen.",
    "lukket": "Sagen er lukket.",
    "genaabnet": "Sagen er åbnet igen, og du har den.",
    "notat": "Notatet er gemt. Kun sagsbehandlere kan se det.",
    "overtaget": "Du har overtaget sagen.",
    "lagt-tilbage": "Sagen er lagt tilbage i køen.",
    "givet": "Din kollega har fået sagen.",
}
CHANGED = (
    "Sagen er ændret imens, så der er ikke gjort noget. Det, du skrev, står her stadig. Se på sagen, og prøv igen."
)
# A text that has to be there, and what is said without it.
_ASKED_FOR = {
    "ask": "Skriv, hvad du spørger om.",
    "solve": "Skriv, hvad der er gjort.",
    "reject": "Skriv, hvorfor sagen bliver afvist.",
    "reopen": "Skriv, hvorfor sagen bliver åbnet igen.",
    "note": "Skriv notatet.",
}


async def show(bench: Workbench, request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    return await _shown(bench, request, context, visitor, told=TOLD.get(request.query.get("besked", "")))


async def change(bench: Workbench, request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """One action on the item."""
    form = await form_of(request, visitor)
    number, me = request.match_info["number"], visitor.person.id
    opened = await context.db(context.parts.desk_queue.get, me, number, bench.tasks)
    if opened is None:
        return _gone(bench, request, visitor)
    try:
        if form.get("do") == "open_number":
            return await _with_number(bench, request, context, visitor, form.get("field", ""))
        told = await context.db(_do, context, me, number, form)
    except NotFound:
        return _gone(bench, request, visitor)
    except NotAllowed as refused:
        return await _shown(bench, request, context, visitor, refused=refused.explanation, form=form)
    except (ItemChanged, BadTransition):
        return await _shown(bench, request, context, visitor, refused=CHANGED, form=form)
    if told is None:
        return _gone(bench, request, visitor)
    return see_other(f"{bench.path}/{number}?besked={told}")


def _do(context: Context, me: str, number: str, form: Form) -> str | None:
    """Does it, and returns what is told; None where there is no such action."""
    desk, what, text = context.parts.desk, form.get("do", ""), form.get("text", "")
    seen = _seen(me, number, form)
    if what in _ASKED_FOR and not text:
        raise NotAllowed(_ASKED_FOR[what])
    match what:
        case "take":
            desk.take(me, number, seen=seen)
            return "taget"
        case "resume":
            desk.resume(me, number, seen=seen)
            return "videre"
        case "ask":
            choices = [line.strip() for line in form.get("choices", "").split("\n") if line.strip()]
            desk.ask(me, number, text, choices, seen=seen)
            return "spurgt"
        case "solve":
            desk.solve(me, number, text, seen=seen)
            return "loest"
        case "reject":
            right = _right(context, form.get("solution", ""))
            desk.reject(me, number, text, belongs_to=right, seen=seen)
            return "henvist" if right else "afvist"
        case "close":
            desk.close(me, number, seen=seen)
            return "lukket"
        case "reopen":
            desk.reopen(me, number, text, seen=seen)
            return "genaabnet"
        case "note":
            desk.note(me, number, text, seen=seen)
            return "notat"
        case "put_back":
            desk.put_back(me, number, seen=seen)
            return "lagt-tilbage"
        case "give":
            desk.give(me, number, form.get("to", ""), seen=seen)
            return "givet"
        case "take_over":
            desk.take_over(me, number, seen=seen)
            return "overtaget"
    return None


def _right(context: Context, solution_id: str) -> str | None:
    """The solution where it belongs, if one was chosen; it must be one that can be reported here."""
    if not solution_id:
        return None
    solution = context.parts.knowledge.solution(solution_id)
    if solution is None or not solution.can_report:
        raise NotAllowed("Den løsning findes ikke længere. Vælg en anden.")
    return solution.id


def _seen(me: str, number: str, form: Form) -> Seen:
    """The version that the form was made from, and its id: the same person, item and fields give the same."""
    version = form.get("version", "")
    fields = sorted((name, value) for name, value in form.items() if name != TOKEN_FIELD)
    digest = hashlib.sha256(repr((me, number, fields)).encode()).hexdigest()[:48]
    return Seen(int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1, digest)


async def _with_number(
    bench: Workbench, request: web.Request, context: Context, visitor: Visitor, field: str
) -> web.Response:
    """The page with a CPR number open in it, this once: there is no address that shows it."""
    parts, me, number = context.parts, visitor.person.id, request.match_info["number"]
    value = await context.db(parts.desk.open_number, me, number, field)
    case = await context.db(parts.cases.get, me, number) if value else None
    opened = await context.db(parts.cpr_of_case, value, case.id) if value and case else None
    if opened is None:
        return await _shown(bench, request, context, visitor, refused="Nummeret kan ikke vises.")
    return await _shown(bench, request, context, visitor, shown={field: opened})


async def _shown(
    bench: Workbench,
    request: web.Request,
    context: Context,
    visitor: Visitor,
    *,
    told: str | None = None,
    refused: str | None = None,
    form: Form | None = None,
    shown: Mapping[str, str] | None = None,
) -> web.Response:
    """The page as things are now; after a refusal with what was typed, so that nothing has to be written twice."""
    values = await context.db(_page, bench, context, visitor, request.match_info["number"], shown or {})
    if values is None:
        return _gone(bench, request, visitor)
    typed = {name: (form or {}).get(name, "") for name in ("do", "text", "choices", "solution", "to")}
    return page(
        request,
        "workbench_item.html",
        visitor=visitor,
        status=409 if refused else 200,
        here=bench.path,
        bench=bench,
        **values,
        told=told,
        refused=refused,
        typed=typed,
        nonce=context.parts.ids(),
    )


def _page(
    bench: Workbench, context: Context, visitor: Visitor, number: str, shown: Mapping[str, str]
) -> dict[str, Any] | None:
    """The item with its case; opening the case is what the audit is told of where it is sensitive."""
    parts, me = context.parts, visitor.person.id
    parts.knowledge.reload_if_changed()
    opened: OpenItem | None = parts.desk_queue.get(me, number, bench.tasks)
    if opened is None:
        return None
    case = parts.cases.get(me, number)
    solution = parts.knowledge.solution(opened.item.solution_id)
    directory = parts.directory(me, solution) if solution else None
    files = parts.attachments.of_case(me, number)
    shown_item = page_of(opened, case, parts.knowledge, directory, files, me, today(parts.clock), shown)
    return {"item": shown_item, "watched": watched_item(bench.path, opened)}


def _gone(bench: Workbench, request: web.Request, visitor: Visitor) -> web.Response:
    return missing(request, visitor, (bench.path, "Til køen"))
