"""The pages of courses (forløb): the list, one course as a checklist, and handing a part on. Without scripts."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.cases.errors import NotAllowed, NotFound
from bot.clock import today
from bot.courses.types import Course, CoursePart
from bot.dialogue import course_news
from bot.dialogue.payloads import button
from bot.messages.cards import Action
from bot.portal.context import Context
from bot.portal.intake import clean
from bot.portal.pages.course_view import handing_of, overview, page_of
from bot.portal.pages.press import in_the_assistant
from bot.portal.pages.render import page
from bot.portal.sign_on.own_forms import Form, form_of
from bot.portal.sign_on.page_access import missing, see_other, signed_on_page
from bot.portal.sign_on.page_session import Visitor

LIST = "/forloeb"
MOST_QUERY = 80
MOST_PEOPLE = 8

# What is said after an action; the address names it by its key only.
TOLD = {
    "klaret": "Der er sat flueben.",
    "ikke-noedvendig": "Delen er noteret som ikke nødvendig.",
    "genaabnet": "Delen er åben igen.",
    "givet": "Delen er givet videre, og modtageren får besked.",
    "ikke-din": "Delen er ikke længere hos dig, så der er ikke ændret noget.",
    "taget": "Du har selv taget delen.",
    "stoppet": "Forløbet er stoppet. Det, der er indberettet, bliver.",
    "paamindelser-til": "Du får påmindelser igen.",
    "paamindelser-fra": "Du får ikke flere påmindelser. Fristerne kan du altid se her.",
}


# --- the list


@signed_on_page()
async def courses_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    parts, me = context.parts, visitor.person.id
    found = await context.db(parts.courses.mine, me)
    return page(
        request,
        "courses.html",
        visitor=visitor,
        here=LIST,
        told=TOLD.get(request.query.get("besked", "")),
        groups=overview(found, today(parts.clock)),
        offered=await context.db(_offered, context, me),
        reminders=await context.db(parts.notices.reminders_on, me),
        nonce=parts.ids(),
    )


def _offered(context: Context, person_id: str) -> list[Any]:
    """The life events that the person may begin."""
    access, events = context.parts.access, context.parts.knowledge.life_events.values()
    return [event for event in events if access.may_report(person_id, event.form, None, None).allowed]


@signed_on_page()
async def change_courses(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """Begins a course in the assistant, or switches reminders on or off."""
    form = await form_of(request, visitor)
    match form.get("do"):
        case "reminders":
            on = form.get("on") == "1"
            await context.db(context.parts.notices.set_reminders, visitor.person.id, on)
            return see_other(f"{LIST}?besked=paamindelser-{'til' if on else 'fra'}")
        case "start":
            event = context.parts.knowledge.life_events.get(form.get("event", ""))
            if event is not None:
                action = button(f"Begynd: {event.title}", "start_course", style="primary", event=event.id)
                return await _in_the_assistant(context, visitor, form, action, f"Forløbet {event.title}.")
    return missing(request, visitor, (LIST, "Til dine forløb"))


# --- one course


@signed_on_page()
async def course_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    course = await context.db(context.parts.courses.get, visitor.person.id, request.match_info["course"])
    if course is None:
        return _gone(request, visitor)
    return _course(request, context, visitor, course, told=TOLD.get(request.query.get("besked", "")))


def _course(
    request: web.Request,
    context: Context,
    visitor: Visitor,
    course: Course,
    *,
    told: str | None = None,
    refused: str | None = None,
) -> web.Response:
    parts = context.parts
    return page(
        request,
        "course.html",
        visitor=visitor,
        status=409 if refused else 200,
        here=LIST,
        course=page_of(course, parts.knowledge, today(parts.clock)),
        told=told,
        refused=refused,
        nonce=parts.ids(),
    )


@signed_on_page()
async def change_course(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    """One action on a part, or on the course; afterwards the page again, where the part stands."""
    form = await form_of(request, visitor)
    courses, me = context.parts.courses, visitor.person.id
    course = await context.db(courses.get, me, request.match_info["course"])
    if course is None:
        return _gone(request, visitor)
    if form.get("do") == "stop" and course.is_owner:
        await context.db(courses.cancel, me, course.id)
        return see_other(f"{LIST}/{course.id}?besked=stoppet")
    part = next((part for part in course.parts if part.id == form.get("part")), None)
    if part is None:
        return _gone(request, visitor)
    return await _change_part(request, context, visitor, form, course, part)


async def _change_part(
    request: web.Request, context: Context, visitor: Visitor, form: Form, course: Course, part: CoursePart
) -> web.StreamResponse:
    try:
        match form.get("do"):
            case "begin":
                early = {"go": "1"} if part.waits_for else {}
                action = button(f"Begynd: {part.part.title}", "start_part", style="primary", part=part.id, **early)
                return await _in_the_assistant(context, visitor, form, action, f"Forløbet {course.event.title}.")
            case "case" if part.case_number:
                action = button(f"Se sagen {part.case_number}", "open_case", number=part.case_number)
                return await _in_the_assistant(context, visitor, form, action, f"Forløbet {course.event.title}.")
            case "tick":
                await context.db(_close, context, visitor.person.id, part, needed=True)
                told = "klaret"
            case "not-needed":
                await context.db(_close, context, visitor.person.id, part, needed=False)
                told = "ikke-noedvendig"
            case "reopen":
                await context.db(context.parts.courses.reopen, visitor.person.id, part.id)
                told = "genaabnet"
            case _:
                return _gone(request, visitor)
    except NotFound:
        return _gone(request, visitor)
    except NotAllowed as refused:
        return _course(request, context, visitor, course, refused=refused.explanation)
    return see_other(_place(course, part, told))


def _close(context: Context, me: str, part: CoursePart, *, needed: bool) -> None:
    """Ticks a part off and tells those whom it concerns; the second of a double click changes and tells nothing."""
    if part.state == ("done" if needed else "not_needed"):
        return
    context.parts.courses.close(me, part.id, needed=needed)
    course_news.part_ended(context.parts, me, part.id)


def _place(course: Course, part: CoursePart, told: str) -> str:
    return f"{LIST}/{course.id}?besked={told}#del-{part.id}"


def _gone(request: web.Request, visitor: Visitor) -> web.Response:
    return missing(request, visitor, (LIST, "Til dine forløb"))


# --- handing a part on


@signed_on_page()
async def hand_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    """Whom to give the part to: those who are near it, and a search."""
    found = await context.db(_part_of, context, visitor.person.id, request)
    if found is None:
        return _gone(request, visitor)
    return await _hand(request, context, visitor, *found)


async def _hand(
    request: web.Request,
    context: Context,
    visitor: Visitor,
    course: Course,
    part: CoursePart,
    refused: str | None = None,
) -> web.Response:
    parts, me = context.parts, visitor.person.id
    query = " ".join(clean(request.query.get("soeg", ""))[:MOST_QUERY].split())
    people = await context.db(parts.access.search_colleagues, query, MOST_PEOPLE + 1) if query else []
    return page(
        request,
        "hand_on.html",
        visitor=visitor,
        status=409 if refused else 200,
        here=LIST,
        part=handing_of(course, part),
        near=await context.db(parts.courses.suggested, me, part.id),
        query=query,
        people=[person for person in people if person.id not in (me, part.assignee_id)][:MOST_PEOPLE],
        me=me,
        refused=refused,
    )


@signed_on_page()
async def hand_on(request: web.Request, context: Context, visitor: Visitor) -> web.StreamResponse:
    form = await form_of(request, visitor)
    me = visitor.person.id
    found = await context.db(_part_of, context, me, request)
    receiver = await context.db(context.parts.access.person, form.get("to", ""))
    if found is None or receiver is None:  # also the second of a double click, if the first took it out of their sight
        return see_other(f"{LIST}?besked=ikke-din")
    course, part = found
    if part.assignee_id != receiver.id:
        try:
            await context.db(context.parts.courses.hand, me, part.id, receiver.id)
        except NotFound:
            return see_other(f"{LIST}?besked=ikke-din")
        except NotAllowed as refused:
            return await _hand(request, context, visitor, course, part, refused.explanation)
        await context.db(course_news.part_handed, context.parts, visitor.person, course, part.id, receiver.id)
    if await context.db(context.parts.courses.get, me, course.id) is None:
        return see_other(f"{LIST}?besked=givet")
    return see_other(_place(course, part, "taget" if receiver.id == me else "givet"))


def _part_of(context: Context, me: str, request: web.Request) -> tuple[Course, CoursePart] | None:
    """The part in the address, where the visitor has it in that course and it can still be handed on."""
    try:
        course, part = context.parts.courses.of_part(me, request.match_info["part"])
    except NotFound:
        return None
    fits = course.id == request.match_info["course"] and part.may_change and not part.ended
    return (course, part) if fits else None


# --- on to the assistant


async def _in_the_assistant(
    context: Context, visitor: Visitor, form: Form, action: Action, lead: str
) -> web.StreamResponse:
    """Goes on in the assistant with what the button does."""
    text = f"{lead} Du kom hertil fra siden med dine forløb."
    return await in_the_assistant(context, visitor, form.get("nonce", ""), action, text)
