"""Courses (forløb): offered, begun, looked at; their parts begun, ticked off and handed on."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.actions import report
from bot.cases.errors import NotAllowed, NotFound
from bot.container import Container
from bot.courses.types import Course, CoursePart
from bot.dialogue import course_news, report_loop
from bot.dialogue.life_events import named_event, stops_course, whole_event_in
from bot.dialogue.payloads import button
from bot.dialogue.rendering import courses as wording
from bot.dialogue.state import Pending
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard
from bot.messages.message import Utterance
from bot.understanding.values import choices

_TICK = re.compile(r"^.*?\b(?:flueben|hak|kryds)\s+(?:ved|i|på|paa|ud\s+for)\s+", re.I)
Capability = Callable[[Container, Turn], Reply]


def unless_event(capability: Capability) -> Capability:
    """The capability, except where the text asks to be led through a life event, or to stop a course under way."""

    def run(services: Container, turn: Turn) -> Reply:
        stopping = _stopping(services, turn)
        if stopping is not None:
            return stopping
        event = whole_event_in(turn.text, services.knowledge.life_events) if turn.payload is None else None
        if event is not None and turn.state.flow != "report":
            return offer(services, turn, event.id)
        return capability(services, turn)

    return run


def cancel(services: Container, turn: Turn) -> Reply:
    """Stops a course that is named, after a yes; anything else that is to be stopped is a report or a tree."""
    course_id = turn.parameter("course")
    if course_id is None:
        return _stopping(services, turn) or report.cancel(services, turn)
    if turn.parameter("confirmed") is not None:
        return stop(services, turn, course_id)
    course = services.courses.get(turn.person.id, course_id)
    return _ask_to_stop(turn, course) if course is not None and course.is_owner else gone()


def stop(services: Container, turn: Turn, course_id: str) -> Reply:
    """Stops a course of the user's own."""
    turn.state.pending = None
    try:
        services.courses.cancel(turn.person.id, course_id)
    except NotFound:
        return gone()
    text = "Forløbet er stoppet. Det, der er sendt, finder du under dine sager."
    return Reply().say(text, ChoicesCard(actions=[button("Mine sager", "my_cases")]))


def _stopping(services: Container, turn: Turn) -> Reply | None:
    """Asks whether, or which, course is to be stopped; None where the text does not ask for it, or there is none."""
    if turn.payload is not None or turn.state.flow == "report" or not stops_course(turn.text):
        return None
    found = services.courses.mine(turn.person.id)
    mine = [course for course in found if course.is_owner and not (course.finished or course.cancelled)]
    if not mine:
        return None
    return _ask_to_stop(turn, mine[0]) if len(mine) == 1 else Reply(utterances=[wording.which_to_stop(mine)])


def _ask_to_stop(turn: Turn, course: Course) -> Reply:
    if turn.state.flow != "report":  # there a yes answers the report
        turn.state.pending = Pending(kind="stop_course", data={"course": course.id})
    return Reply(utterances=[wording.stop(course)])


def offer(services: Container, turn: Turn, event_id: str) -> Reply:
    """Tells what the course does, and asks whether to begin it."""
    event = services.knowledge.life_events[event_id]
    if turn.state.flow in ("tree", "prompt"):
        turn.state.leave_flow()
    if turn.payload is None:
        turn.state.topic_text = turn.text
    decision = services.access.may_report(turn.person.id, event.form, None, None)
    if decision.allowed:
        turn.state.pending = Pending(kind="start_course", data={"event": event.id})
    return Reply(utterances=[wording.offer(event, explanation=None if decision.allowed else decision.explanation)])


def aside(services: Container, turn: Turn) -> list[Utterance]:
    """A course that a vague text may be about, offered beside the question tree."""
    event = named_event(turn.text, services.knowledge.life_events) if turn.state.flow == "tree" else None
    if event is None or not services.access.may_report(turn.person.id, event.form, None, None).allowed:
        return []
    return [wording.aside(event)]


def with_course(services: Container, turn: Turn, solution_id: str, shown: Utterance) -> Utterance:
    """A solution's card with a way into the course that the text names and the solution is a part of."""
    events = services.knowledge.life_events
    parts_of = {key: event for key, event in events.items() if any(p.solution == solution_id for p in event.parts)}
    event = named_event(turn.text, parts_of) if turn.payload is None else None
    if event is None or not services.access.may_report(turn.person.id, event.form, None, None).allowed:
        return shown
    shown.text += f"\n\nSkal du have styr på det hele, kan jeg lave ét samlet forløb: {event.title}."
    for card in shown.cards:
        if card.type == "solution":
            card.actions.append(button(f"Hele forløbet: {event.title}", "start_course", style="link", event=event.id))
    return shown


def start_course(services: Container, turn: Turn, event_id: str | None = None) -> Reply:
    """Asks the opening questions; an unfinished course of the same kind is shown first."""
    event = services.knowledge.life_events.get(event_id or turn.parameter("event") or "")
    if event is None:
        return Reply().say("Det forløb findes ikke længere.")
    mine = [c for c in services.courses.mine(turn.person.id) if c.is_owner and not (c.finished or c.cancelled)]
    same = [course for course in mine if course.event.id == event.id]
    if same and turn.parameter("fresh") is None:
        turn.state.pending = None
        actions = [button(wording.title(one), "open_course", course=one.id) for one in same[:4]]
        actions.append(button("Begynd et nyt", "start_course", event=event.id, fresh="1"))
        return Reply().say("Du har allerede et forløb i gang af den slags. Hvad vil du?", ChoicesCard(actions=actions))
    turn.state.pending = None
    return report.start(services, turn, event.form, fresh=False)


def my_courses(services: Container, turn: Turn) -> Reply:
    """Shows the course under way, or those to choose from."""
    found = services.courses.mine(turn.person.id)
    if not found:
        offered = [
            button(event.title, "start_course", event=event.id)
            for event in services.knowledge.life_events.values()
            if services.access.may_report(turn.person.id, event.form, None, None).allowed
        ]
        text = "Du har ingen forløb i gang. Et forløb samler alt det, der skal ske ved en større begivenhed."
        return Reply().say(text, *([ChoicesCard(actions=offered)] if offered else []))
    active = [course for course in found if not (course.finished or course.cancelled)]
    chosen = active if len(active) == 1 else found
    if len(chosen) == 1:
        return _show(turn, chosen[0])
    return Reply(utterances=[wording.courses(chosen)])


def open_course(services: Container, turn: Turn) -> Reply:
    course = services.courses.get(turn.person.id, turn.parameter("course") or "")
    return _show(turn, course) if course else gone()


def _show(turn: Turn, course: Course) -> Reply:
    return Reply(utterances=[wording.course(course, turn.today)])


def start_part(services: Container, turn: Turn) -> Reply:
    """Begins the report of a part with what is known, goes on with its draft, or shows what to do."""
    if turn.parameter("part") is None:
        chosen_from = services.courses.get(turn.person.id, turn.parameter("course") or "")
        return Reply(utterances=[wording.parts(chosen_from)]) if chosen_from else gone()
    try:
        course, part = services.courses.of_part(turn.person.id, turn.parameter("part") or "")
    except NotFound:
        return gone()
    solution = services.knowledge.solution(part.part.solution or "")
    has_form = solution is not None and solution.report is not None
    asks_first = bool(part.waits_for or (part.usual_id and not part.draft_id)) and turn.parameter("go") is None
    if not (has_form and part.mine and part.may_change) or part.ended or asks_first:
        return Reply(utterances=[_part(services, turn, course, part)])
    if part.draft_id:
        return report.take_up(services, turn, part.draft_id)
    form, carried = services.courses.beginning(turn.person.id, part.id)
    decision = services.access.may_report(turn.person.id, form, None, None)
    if not decision.allowed:
        hand = button("Giv den videre", "hand_part", style="primary", part=part.id)
        return Reply().say(decision.explanation, ChoicesCard(actions=[hand, *wording.ways_around(part)]))
    parked = report.park_current(services, turn)
    turn.state.topic_text = None
    draft = report_loop.begin(services, turn, form, carried=carried, course_part_id=part.id)
    report_loop.enter(turn.state, draft)
    kept = f"Jeg har gemt din kladde til {parked} imens.\n" if parked else ""
    text = f"{kept}{part.part.title}. {_text(services, part)}"
    return Reply(start_flow="report_form").say(text, ChoicesCard(actions=wording.ways_around(part)))


def _part(services: Container, turn: Turn, course: Course, part: CoursePart) -> Utterance:
    solution = services.knowledge.solution(part.part.solution or "")
    has_form = solution is not None and solution.report is not None
    page = solution.id if solution is not None else None
    near = services.courses.suggested(turn.person.id, part.id) if part.usual_id else []
    return wording.part(
        course,
        part,
        _text(services, part),
        turn.today,
        has_form=has_form,
        page=page,
        may_be_given=any(person.id == part.usual_id for _, person in near),
    )


def _text(services: Container, part: CoursePart) -> str:
    due = f" {part.part.due.text}" if part.part.due else ""
    return services.knowledge.text(f"{part.part.text}{due}")


def close_part(services: Container, turn: Turn) -> Reply:
    """Ticks a part off, notes that it is not needed, or takes that back."""
    part_id, me = turn.parameter("part") or _named_part(services, turn) or "", turn.person.id
    try:
        course, _ = services.courses.of_part(me, part_id)
        if turn.parameter("undo"):
            services.courses.reopen(me, part_id)
        else:
            services.courses.close(me, part_id, needed=turn.parameter("needed") != "0")
            course_news.part_ended(services, me, part_id)
    except NotFound:
        return gone()
    except NotAllowed as refused:
        return Reply().say(refused.explanation)
    left = _leave_report_of(services, turn, part_id)
    after = services.courses.get(me, course.id)
    return Reply(utterances=[wording.following(after, turn.today)], end_flow=left) if after else gone()


def _named_part(services: Container, turn: Turn) -> str | None:
    """The one open part of the user's courses that a typed text names ("sæt flueben ved nøgler")."""
    if turn.payload is not None:
        return None
    open_parts = [p for course in services.courses.mine(turn.person.id) for p in course.parts if not p.ended]
    options = [choices.Option(p.id, p.part.title, (p.part.id.replace("-", " "),)) for p in open_parts]
    said = _TICK.sub("", turn.text)
    match = choices.match(said, options, turn.understanding.lemmas) if options else None
    return match.ids[0] if match is not None and len(match.ids) == 1 else None


def _leave_report_of(services: Container, turn: Turn, part_id: str) -> bool:
    """Ends the report under way where it is the part's: what is ticked off is not to be sent as well."""
    draft = services.drafts.get(turn.person.id, turn.state.draft_id or "") if turn.state.flow == "report" else None
    if draft is None or draft.course_part_id != part_id:
        return False
    services.drafts.cancel(turn.person.id, draft.id)
    turn.state.leave_flow()
    return True


def gone() -> Reply:
    """Said where there is no such course for the user."""
    return Reply().say(
        "Det forløb kan jeg ikke finde blandt dine.", ChoicesCard(actions=[button("Mine forløb", "my_courses")])
    )


ACTIONS = {
    "action_start_course": start_course,
    "action_my_courses": my_courses,
    "action_open_course": open_course,
    "action_start_part": start_part,
    "action_close_part": close_part,
    "action_cancel": cancel,
}
