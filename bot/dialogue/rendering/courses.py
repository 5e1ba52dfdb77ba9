"""Courses (forløb): the offer, the list of parts, and one part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.courses.types import Course, CoursePart
from bot.dialogue.payloads import button
from bot.knowledge.life_event_schema import ACTOR_LABELS, LifeEvent
from bot.messages.cards import Action, ChoicesCard, ProcessCard, ProcessStep, StepState
from bot.messages.message import Utterance
from bot.reports.formatting import danish_date

MOST_BUTTONS = 3  # parts that can be begun from the list; the rest are one button away

_ENDED = {"sent": "sendt", "done": "klaret", "not_needed": "ikke nødvendig"}


def title(course: Course) -> str:
    """The course's name: the event, whom it is about, and its day."""
    about = f" – {course.about}" if course.about else ""
    return f"{course.event.title}{about}, {danish_date(course.event_date)}"


def when(part: CoursePart, today: date) -> str | None:
    """Until when the part should be done, in words; None where it has no date or is over."""
    if part.due is None or part.ended:
        return None
    day = danish_date(part.due, weekday=True)
    if part.due < today:
        return f"skulle være gjort {day}"
    return f"senest {day}" if part.binding else f"helst senest {day}"


def standing(part: CoursePart, today: date) -> str:
    """Where a part is and who has it, in a few words."""
    if part.state in _ENDED:
        number = f" ({part.case_number})" if part.case_number else ""
        return _ENDED[part.state] + number
    words = [when(part, today)]
    if part.state == "begun":
        words.append("påbegyndt")
    if part.waits_for:
        words.append(f"venter på: {', '.join(part.waits_for)}")
    words.append("hos dig" if part.mine else f"hos {part.assignee_name}")
    usual = _usual(part)
    return ", ".join(word for word in words if word) + (f" (normalt {usual})" if usual else "")


def _usual(part: CoursePart) -> str | None:
    """Who normally does the part, where it lies with whoever has begun the course."""
    if part.part.who == "administrative" and part.handed_by_id is None:
        return ACTOR_LABELS["administrative"].lower()
    return part.usual_name


def offer(event: LifeEvent, *, explanation: str | None = None) -> Utterance:
    """Offers the course; `explanation` says why the user cannot begin it."""
    text = f"Det kan vi tage som ét samlet forløb: {event.title}. {event.description}"
    if explanation:
        return Utterance(text=f"{text}\n\n{explanation}", cards=[ChoicesCard(actions=[_one_thing(event)])])
    text += "\n\nSkal vi begynde forløbet?"
    begin = button("Begynd forløbet", "start_course", style="primary", event=event.id)
    return Utterance(text=text, cards=[ChoicesCard(actions=[begin, _one_thing(event)])])


def aside(event: LifeEvent) -> Utterance:
    """Mentions the course beside something else."""
    text = f"Er det hele forløbet, {event.title.lower()}, du skal i gang med, så kan jeg lave en samlet liste til dig."
    begin = button(f"Hele forløbet: {event.title}", "start_course", event=event.id)
    return Utterance(text=text, cards=[ChoicesCard(actions=[begin])])


def _one_thing(event: LifeEvent) -> Action:
    return button("Nej, kun én ting", "enter_tree", area=event.area)


def course(found: Course, today: date, lead: str = "") -> Utterance:
    """The whole course as a list, with what the user can do next."""
    steps = [
        ProcessStep(
            title=part.part.title,
            actor="Dig" if part.mine else part.assignee_name,
            text=standing(part, today),
            usual_time=when(part, today),
            state=_step_state(part, found),
        )
        for part in found.parts
    ]
    card = ProcessCard(id=found.event.id, title=title(found), steps=steps, actions=_actions(found))
    listing = "\n".join(
        f"{number}. {part.part.title} – {standing(part, today)}" for number, part in enumerate(found.parts, start=1)
    )
    text = f"{title(found)}: {progress(found)}\n{listing}"
    return Utterance(text=f"{lead}\n\n{text}" if lead else text, cards=[card])


def progress(found: Course) -> str:
    """How far the course is."""
    if found.cancelled:
        return "Forløbet er stoppet."
    if found.finished:
        return "Alt er klaret."
    return f"{found.ended} af {found.total} dele er klaret."


def _step_state(part: CoursePart, found: Course) -> StepState:
    if part.ended:
        return "done"
    following = found.next_part
    return "current" if following is not None and following.id == part.id else "todo"


def _actions(found: Course) -> list[Action]:
    first = found.next_part
    ready = [] if found.cancelled else found.ready
    actions = [
        button(
            part.part.title,
            "start_part",
            style="primary" if first and part.id == first.id else "secondary",
            part=part.id,
        )
        for part in ready[:MOST_BUTTONS]
    ]
    if sum(not part.ended for part in found.parts) > len(actions) and not found.cancelled:
        actions.append(button("Vælg en anden del", "start_part", course=found.id))
    if any(part.mine and not part.ended and part.may_change for part in found.parts):
        actions.append(button("Giv en del videre", "hand_part", course=found.id))
    if found.is_owner and not (found.finished or found.cancelled):
        actions.append(button("Stop forløbet", "cancel", style="link", course=found.id))
    actions.append(button("Mine forløb", "my_courses", style="link"))
    return actions


def parts(found: Course) -> Utterance:
    """All parts that are not over, to choose from."""
    actions = [button(part.part.title, "start_part", part=part.id) for part in found.parts if not part.ended]
    return Utterance(text="Hvilken del vil du se på?", cards=[ChoicesCard(actions=actions)])


def courses(found: Sequence[Course]) -> Utterance:
    """Several courses to choose from."""
    actions = [button(title(one), "open_course", description=progress(one), course=one.id) for one in found[:8]]
    listing = "\n".join(f"- {title(one)}: {progress(one)}" for one in found)
    return Utterance(text=f"Her er dine forløb. Hvilket vil du se?\n{listing}", cards=[ChoicesCard(actions=actions)])


def part(
    found: Course,
    one: CoursePart,
    text: str,
    today: date,
    *,
    has_form: bool,
    page: str | None,
    may_be_given: bool = False,
) -> Utterance:
    """One part with all that can be done with it; `may_be_given`: whoever normally does it may have it."""
    lines = [f"{one.part.title} ({title(found)})", text, f"Status: {standing(one, today)}."]
    actions: list[Action] = []
    if one.mine and one.may_change and not one.ended and has_form:
        label = "Fortsæt indberetningen" if one.state == "begun" else "Begynd indberetningen"
        actions.append(button(label, "start_part", style="primary", part=one.id, go="1"))
    if may_be_given and one.usual_id and one.may_change and not one.ended:
        actions.append(button(f"Giv den til {one.usual_name}", "hand_part", part=one.id, to=one.usual_id))
    if page:
        actions.append(button("Læs vejledningen", "show_topic", id=page))
    if one.may_change and not one.ended:
        tick = button("Sæt flueben", "close_part", style="secondary" if has_form else "primary", part=one.id)
        actions += [tick, button("Ikke nødvendig", "close_part", part=one.id, needed="0")]
        actions.append(button("Giv videre", "hand_part", part=one.id))
        if not one.mine:
            actions.append(button("Tag den selv", "hand_part", part=one.id, to="me"))
    if one.state in ("done", "not_needed"):
        actions.append(button("Fjern fluebenet", "close_part", part=one.id, undo="1"))
    if one.case_number:
        actions.append(button("Se sagen", "open_case", number=one.case_number))
    actions.append(button("Se hele forløbet", "open_course", style="link", course=found.id))
    return Utterance(text="\n".join(line for line in lines if line), cards=[ChoicesCard(actions=actions)])


def ways_around(one: CoursePart) -> list[Action]:
    """Beside a part's report: it is done already, or not to be done at all."""
    return [
        button("Det er allerede klaret", "close_part", style="link", part=one.id),
        button("Ikke nødvendig", "close_part", style="link", part=one.id, needed="0"),
    ]


def stop(found: Course) -> Utterance:
    """Asks whether a course is to be stopped."""
    kept = "Det, der er sendt, bliver liggende. Ingen bliver mindet om resten."
    text = f"Vil du stoppe forløbet “{title(found)}”?\n{kept}"
    actions = [
        button("Ja, stop forløbet", "cancel", style="danger", course=found.id, confirmed="1"),
        button("Nej, lad det være", "open_course", style="primary", course=found.id),
    ]
    return Utterance(text=text, cards=[ChoicesCard(actions=actions)])


def which_to_stop(found: Sequence[Course]) -> Utterance:
    """Asks which of several courses is to be stopped."""
    actions = [button(title(one), "cancel", course=one.id) for one in found[:8]]
    listing = "\n".join(f"- {title(one)}" for one in found)
    return Utterance(text=f"Hvilket forløb vil du stoppe?\n{listing}", cards=[ChoicesCard(actions=actions)])


def following(found: Course, today: date) -> Utterance:
    """What is next, after a part has been done."""
    one = found.next_part
    see = button("Se hele forløbet", "open_course", course=found.id)
    if found.finished:
        text = f"Det var det sidste i forløbet “{found.event.title}”. Alt er klaret."
        return Utterance(text=text, cards=[ChoicesCard(actions=[see])])
    if one is None:
        text = f"{found.event.title}: {progress(found)} Resten ligger hos andre eller venter på noget."
        return Utterance(text=text, cards=[ChoicesCard(actions=[see])])
    due = when(one, today)
    text = f"{found.event.title}: {progress(found)} Det næste er: {one.part.title}{f' ({due})' if due else ''}."
    actions = [button(one.part.title, "start_part", style="primary", part=one.id), see]
    return Utterance(text=text, cards=[ChoicesCard(actions=actions)])
