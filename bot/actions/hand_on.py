"""Gives a part of a course to someone else: by buttons, or in words ("giv it-brugeren til Karen")."""

from __future__ import annotations

import re

from bot.actions import courses, find_solution
from bot.cases.errors import NotAllowed, NotFound
from bot.container import Container
from bot.courses.types import Course, CoursePart
from bot.dialogue import course_news
from bot.dialogue.payloads import button
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard
from bot.understanding.values import choices

_TO = re.compile(r"\s+(?:videre\s+)?til\s+", re.I)
_GIVE = re.compile(
    r"^\W*(?:(?:kan|vil)\s+du\s+|jeg\s+vil\s+gerne\s+)?(?:giv|give|overdrag\w*|overlad\w*|videregiv|send|sende)\s+",
    re.I,
)
_MOST_PEOPLE = 6


def hand_part(services: Container, turn: Turn) -> Reply:
    """Gives a part to someone else; asks which part and whom where that was not said."""
    if turn.payload is None:
        return _hand_in_words(services, turn)
    if turn.parameter("part") is None:
        return _which_part(services, turn)
    part_id, to = turn.parameter("part") or "", turn.parameter("to")
    if to is not None:
        return _give(services, turn, part_id, turn.person.id if to == "me" else to)
    try:
        course, part = services.courses.of_part(turn.person.id, part_id)
    except NotFound:
        return courses.gone()
    return _ask_whom(services, turn, course, part)


def _ask_whom(services: Container, turn: Turn, course: Course, part: CoursePart) -> Reply:
    if turn.state.flow not in (None, "prompt"):
        return Reply().say("Gem eller stop først det, vi er i gang med. Så kan du give delen videre.")
    turn.state.flow = "prompt"
    turn.state.pending = Pending(kind="hand_part", data={"part": part.id})
    near = services.courses.suggested(turn.person.id, part.id)
    actions = [button(f"{person.name} ({role})", "hand_part", part=part.id, to=person.id) for role, person in near]
    actions.append(button("Fortryd", "cancel", style="link"))
    text = f"Hvem skal tage “{part.part.title}”? Skriv navnet."
    return Reply(start_flow="prompt_form", keep_quiet=True).say(text, ChoicesCard(actions=actions))


def take_name(services: Container, turn: Turn, pending: Pending) -> Reply:
    """Reads whom a part is to be given to; asks again where nobody or several fit."""
    people = services.access.search_colleagues(turn.text, _MOST_PEOPLE)
    if len(people) == 1:
        turn.state.leave_flow()
        reply = _give(services, turn, pending.data["part"], people[0].id)
        reply.end_flow = True
        return reply
    if not people:
        return Reply().say("Jeg kan ikke finde nogen med det navn. Skriv for- og efternavn, eller skriv “fortryd”.")
    actions = [
        button(
            person.name,
            "hand_part",
            description=f"{person.position}, {person.unit_name}",
            part=pending.data["part"],
            to=person.id,
        )
        for person in people
    ]
    listing = "\n".join(f"- {person.name} ({person.position}, {person.unit_name})" for person in people)
    return Reply().say(f"Hvem af dem mener du?\n{listing}", ChoicesCard(actions=actions))


def _give(services: Container, turn: Turn, part_id: str, to: str) -> Reply:
    if turn.state.flow == "prompt":
        turn.state.leave_flow()
    try:
        course, _ = services.courses.of_part(turn.person.id, part_id)
        part = services.courses.hand(turn.person.id, part_id, to)
    except NotFound:
        return courses.gone()
    except NotAllowed as refused:
        actions = [
            button("Vælg en anden", "hand_part", part=part_id),
            button("Se hele forløbet", "open_course", course=course.id),
        ]
        return Reply().say(refused.explanation, ChoicesCard(actions=actions))
    person = services.access.person(to)
    name = person.name if person else ""
    course_news.part_handed(services, turn.person, course, part_id, to)
    text = (
        f"“{part.part.title}” er givet videre til {name}, som får besked."
        if to != turn.person.id
        else (f"Du har selv taget “{part.part.title}”.")
    )
    see = button("Se hele forløbet", "open_course", course=course.id)
    return Reply(end_flow=True).say(text, ChoicesCard(actions=[see]))


def _hand_in_words(services: Container, turn: Turn) -> Reply:
    """ "Giv it-brugeren til Karen": the part by its words, the person by name; anything else is a search."""
    open_parts = [part for course in services.courses.mine(turn.person.id) for part in course.parts if not part.ended]
    options = [choices.Option(part.id, part.part.title, (part.part.id.replace("-", " "),)) for part in open_parts]
    named: str | None = None
    for what, whom in what_and_whom(turn.text):
        match = choices.match(what, options, turn.understanding.lemmas) if options else None
        people = services.access.search_colleagues(whom, 2) if match else []
        if match and len(match.ids) == 1 and len(people) == 1:
            return _give(services, turn, match.ids[0], people[0].id)
        named = named or (match.ids[0] if match else None)
    if named is None:
        return find_solution.find_solution(services, turn)
    course, part = services.courses.of_part(turn.person.id, named)
    return _ask_whom(services, turn, course, part)


def what_and_whom(text: str) -> list[tuple[str, str]]:
    """The part and the person at each "til", the last first: a title may have one of its own ("Hjælp til kolleger")."""
    said = _GIVE.sub("", text).rstrip(" \t\n.,;:!?")
    split = [(said[: place.start()], said[place.end() :]) for place in _TO.finditer(said)]
    return [(what, whom) for what, whom in reversed(split) if what and whom]


def _which_part(services: Container, turn: Turn) -> Reply:
    course = services.courses.get(turn.person.id, turn.parameter("course") or "")
    if course is None:
        return courses.gone()
    parts = [part for part in course.parts if part.may_change and not part.ended]
    actions = [button(part.part.title, "hand_part", part=part.id) for part in parts]
    return Reply().say("Hvilken del vil du give videre?", ChoicesCard(actions=actions))


ACTIONS = {"action_hand_part": hand_part}
