"""The pages of cases (sager): the overview with its filter, one case, and what can be done with it. Without scripts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.cases.attachments import BadFile
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.types import CaseView
from bot.dialogue import community_news
from bot.dialogue.case_query import CaseQuery
from bot.dialogue.payloads import button
from bot.portal.context import Context
from bot.portal.pages.case_view import PAGE, choices, drafts_of, overview, page_of
from bot.portal.pages.community import share, sharing, tabs
from bot.portal.pages.press import in_the_assistant, same_form
from bot.portal.pages.render import page
from bot.portal.pages.upload import Upload, filled_form
from bot.portal.sign_on.own_forms import Form, form_of
from bot.portal.sign_on.page_access import missing, see_other, signed_on_page
from bot.portal.sign_on.page_session import Visitor

LIST = "/sager"

# What is said after an action; the address names it by its key only.
TOLD = {
    "skrevet": "Det er skrevet til sagen. Sagsbehandleren kan se det.",
    "besvaret": "Tak. Dit svar er sendt, og sagen går videre.",
    "trukket": "Sagen er trukket tilbage. Den bliver ikke behandlet.",
    "genaabnet": "Sagen er åbnet igen, og sagsbehandleren ser på den.",
    "godkendt": "Sagen er godkendt og går videre til behandling.",
    "retur": "Sagen er sendt retur med din begrundelse.",
    "foelger": "Du følger nu sagen og får besked, når der er nyt.",
    "foelger-ikke": "Du følger ikke længere sagen.",
    "taget": "Du tager dig nu af sagen.",
    "givet": "Sagen er givet videre, og din kollega får besked.",
    "allerede": "Sådan var det allerede, så der er ikke ændret noget.",
}
# What an action leaves in the history, and is told: a form sent twice finds it there, and that is no error.
_DONE = {
    "withdraw": ("withdrawn", "trukket"),
    "reopen": ("reopened", "genaabnet"),
    "approve": ("approved", "godkendt"),
    "send_back": ("sent_back", "retur"),
}


# --- the overview


@signed_on_page()
async def cases_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    query = CaseQuery.of(request.query)
    shown = await context.db(_overview, context, visitor, query)
    return page(request, "cases.html", visitor=visitor, here=LIST, nonce=context.parts.ids(), query=query, **shown)


def _overview(context: Context, visitor: Visitor, query: CaseQuery) -> dict[str, Any]:
    parts, me = context.parts, visitor.person.id
    parts.knowledge.reload_if_changed()
    found = parts.cases.list(me, query.criteria(parts.knowledge, PAGE))
    standing = parts.access.standing(me)
    assert standing is not None  # or they were not signed on
    unit = parts.access.unit(query.unit) if query.unit else None
    return {
        "found": overview(found, query, parts.knowledge),
        "described": query.described(parts.knowledge, unit.name if unit else ""),
        "waiting": parts.cases.awaiting_count(me),
        "choices": choices(query, standing, parts.access.tree(), parts.knowledge),
        "drafts": _drafts(context, me) if not query.parts and query.page == 1 else [],
        "tabs": tabs(parts.community, me),
    }


def _drafts(context: Context, me: str) -> list[dict[str, Any]]:
    parts = context.parts
    found = drafts_of(parts.drafts.open_for(me), parts.knowledge)
    shares = parts.community.belongs(me)
    return [{**draft, "may_share": shares and parts.community.may_share(me, draft["id"])} for draft in found]


@signed_on_page()
async def change_cases(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """Goes on with a draft, in the assistant, or puts it into the community's list."""
    form = await form_of(request, visitor)
    draft = await context.db(context.parts.drafts.get, visitor.person.id, form.get("draft", ""))
    if draft is not None and form.get("do") == "share":
        return await share(request, context, visitor, draft.id)
    if form.get("do") != "resume" or draft is None:
        return _gone(request, visitor)
    action = button("Fortsæt kladden", "resume_draft", style="primary", draft=draft.id)
    title = context.parts.knowledge.title(draft.solution_id)
    return await in_the_assistant(context, visitor, form.get("nonce", ""), action, f"Kladden til {title}.")


# --- one case


@signed_on_page()
async def case_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    case = await _case(request, context, visitor)
    if case is None:
        return _gone(request, visitor)
    return await _shown(request, context, visitor, case, told=TOLD.get(request.query.get("besked", "")))


async def _case(request: web.Request, context: Context, visitor: Visitor) -> CaseView | None:
    found: CaseView | None = await context.db(context.parts.cases.get, visitor.person.id, request.match_info["number"])
    return found


async def _shown(
    request: web.Request,
    context: Context,
    visitor: Visitor,
    case: CaseView,
    *,
    told: str | None = None,
    refused: str | None = None,
    typed: str = "",
) -> web.Response:
    """The page; after a refusal with what was typed, so that nothing has to be written twice."""
    return page(
        request,
        "case.html",
        visitor=visitor,
        status=409 if refused else 200,
        here=LIST,
        case=await context.db(_page, context, visitor, case),
        told=told,
        refused=refused,
        typed=typed,
        nonce=context.parts.ids(),
    )


def _page(context: Context, visitor: Visitor, case: CaseView) -> dict[str, Any]:
    parts, me = context.parts, visitor.person.id
    solution = parts.knowledge.solution(case.solution_id)
    directory = parts.directory(me, solution) if solution else None
    right = parts.knowledge.solution(case.suggested_solution or "")
    files = parts.attachments.of_case(me, case.number)
    shown = page_of(case, solution, directory, files, right.title if right else None)
    colleagues = parts.community.colleagues(me, case.number) if "assign" in case.permitted else []
    return {**shown, **sharing(case, me, colleagues)}


@signed_on_page()
async def change_case(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """One action on the case; afterwards the page again, which says what was done."""
    case = await _case(request, context, visitor)
    files: list[Upload] = []
    form: Form = {}
    try:
        if request.content_type == "multipart/form-data":
            filled = await filled_form(request, visitor)
            form, files = filled.fields, filled.files
        else:
            form = await form_of(request, visitor)
        if case is None:
            return _gone(request, visitor)
        if form.get("do") == "refile" and "refile" in case.permitted:
            action = button("Send den rigtigt", "refile_case", style="primary", number=case.number)
            return await in_the_assistant(context, visitor, form.get("nonce", ""), action, f"Sag {case.number}.")
        told = await _do(context, visitor, case, form, files)
    except NotFound:
        return _gone(request, visitor)
    except (NotAllowed, BadFile) as refused:
        case = await _case(request, context, visitor)  # as it is now: the first of a double click may have changed it
        if case is None:
            return _gone(request, visitor)
        if (done := _just_done(case, visitor, form.get("do", ""))) is not None:
            return see_other(f"{LIST}/{case.number}?besked={done}")
        return await _shown(request, context, visitor, case, refused=refused.explanation, typed=form.get("text", ""))
    return _gone(request, visitor) if told is None else see_other(f"{LIST}/{case.number}?besked={told}")


async def _do(context: Context, visitor: Visitor, case: CaseView, form: Form, files: list[Upload]) -> str | None:
    """Does it, and returns what is told; None where there is no such action."""
    cases, me, number = context.parts.cases, visitor.person.id, case.number
    what, text = form.get("do", ""), form.get("text", "")
    match what:
        case "comment" | "answer":
            said = "\n".join(part for part in (form.get("choice", ""), text) if part)
            if not said and not files:
                raise NotAllowed("Skriv en tekst, eller vælg en fil.")
            stored = [
                (await context.db(context.parts.attachments.add, me, None, one.name, one.media_type, one.content)).id
                for one in files
            ]
            act = cases.answer if what == "answer" else cases.comment
            await context.db(act, me, number, said, same_form(form.get("nonce", ""), what), stored)
            return "besvaret" if what == "answer" else "skrevet"
        case "withdraw":
            await context.db(cases.withdraw, me, number, text)
            return "trukket"
        case "reopen":
            await context.db(cases.reopen, me, number, _needed(text, "Skriv, hvad der stadig er galt."))
            return "genaabnet"
        case "approve":
            await context.db(cases.approve, me, number, text)
            return "godkendt"
        case "send_back":
            await context.db(cases.send_back, me, number, _needed(text, "Skriv, hvad der skal rettes."))
            return "retur"
        case "follow":
            await context.db(context.parts.followers.follow, me, number)
            return "foelger"
        case "unfollow":
            await context.db(context.parts.followers.unfollow, me, number)
            return "foelger-ikke"
        case "assign":
            to = form.get("to", "")
            changed = await context.db(community_news.assign, context.parts, visitor.person, number, to)
            return "allerede" if not changed else "taget" if to == me else "givet"
    return None


def _just_done(case: CaseView, visitor: Visitor, what: str) -> str | None:
    """What is told where the last thing that happened to the case is this, done by the visitor."""
    kind, told = _DONE.get(what, ("", None))
    last = case.history[-1] if case.history else None
    return told if last is not None and (last.kind, last.actor_id) == (kind, visitor.person.id) else None


def _needed(text: str, ask: str) -> str:
    if not text:
        raise NotAllowed(ask)
    return text


def _gone(request: web.Request, visitor: Visitor) -> web.Response:
    return missing(request, visitor, (LIST, "Til dine sager"))


# --- files


@signed_on_page()
async def case_file(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """A file of the case, to be saved and never shown in the page: its content is somebody else's."""
    me, wanted = visitor.person.id, request.match_info["file"]
    files = await context.db(context.parts.attachments.of_case, me, request.match_info["number"])
    file = next((file for file in files if file.id == wanted), None)
    content = await context.db(context.parts.attachments.read, me, wanted) if file else None
    if file is None or content is None:
        return _gone(request, visitor)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return web.Response(body=content, content_type=file.media_type, headers=headers)
