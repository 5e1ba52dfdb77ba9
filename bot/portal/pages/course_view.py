"""What the pages show of courses (forløb): the list, one course, and a part that is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.courses.types import Course, CoursePart
from bot.dialogue.rendering.courses import progress, title, when
from bot.knowledge.life_event_schema import ACTOR_LABELS
from bot.knowledge.loader import Knowledge
from bot.reports.formatting import danish_date

STATES = {
    "open": "Ikke begyndt",
    "waiting": "Venter",
    "begun": "Påbegyndt",
    "sent": "Sendt",
    "done": "Klaret",
    "not_needed": "Ikke nødvendig",
}


def overview(courses: Sequence[Course], today: date) -> list[dict[str, Any]]:
    """The groups of the list: one's own, those one has parts of, and those that are over; empty ones left out."""
    under_way = [course for course in courses if not (course.finished or course.cancelled)]
    groups = [
        ("egne", "Dine forløb", [course for course in under_way if course.is_owner]),
        ("dele", "Dele, du har fået", [course for course in under_way if not course.is_owner]),
        ("slut", "Afsluttede forløb", [course for course in courses if course not in under_way]),
    ]
    return [
        {"id": id_, "title": heading, "courses": [_card(course, today) for course in found]}
        for id_, heading, found in groups
        if found
    ]


def _card(course: Course, today: date) -> dict[str, Any]:
    mine = [part for part in course.parts if part.mine and not part.ended]
    late = [part for part in course.parts if part.overdue(today)]
    over = course.finished or course.cancelled
    return {
        "id": course.id,
        "name": _name(course),
        "day": _day(course),
        "owner": None if course.is_owner else course.owner_name,
        "progress": progress(course),
        "ended": course.ended,
        "total": course.total,
        "over": over,
        "late": 0 if over else len(late),
        "ball": None if over else _ball(course, mine, today),
    }


def _ball(course: Course, mine: Sequence[CoursePart], today: date) -> str:
    """Who has the ball, in a line."""
    following = course.next_part
    if following is not None:
        due = when(following, today)
        return f"Din tur: {following.part.title}" + (f", {due}." if due else ".")
    if mine:
        return f"Dine dele venter på: {', '.join(dict.fromkeys(one for part in mine for one in part.waits_for))}."
    others = dict.fromkeys(part.assignee_name for part in course.parts if not part.ended)
    return f"Ligger hos {' og '.join(others)}." if others else "Der er ikke mere, du skal gøre."


def page_of(course: Course, knowledge: Knowledge, today: date) -> dict[str, Any]:
    """One course with all its parts that the visitor may see."""
    following = course.next_part
    return {
        "id": course.id,
        "name": _name(course),
        "full_name": title(course),
        "description": course.event.description,
        "day": _day(course),
        "owner": None if course.is_owner else course.owner_name,
        "is_owner": course.is_owner,
        "cancelled": course.cancelled,
        "finished": course.finished,
        "progress": progress(course),
        "ended": course.ended,
        "total": course.total,
        "hidden": course.total - len(course.parts),
        "counts": _counts(course, today),
        "parts": [
            _part(part, course, knowledge, today, is_next=following is not None and part.id == following.id)
            for part in course.parts
        ],
    }


def _counts(course: Course, today: date) -> list[tuple[str, str]]:
    """Who has the ball, as numbers of parts, each with the class that colours it; what there is none of is left out."""
    if course.cancelled or course.finished:
        return []
    left = [part for part in course.parts if not part.ended]
    late = sum(part.overdue(today) for part in left)
    mine = sum(part.mine for part in left)
    others = len(left) - mine
    counts = [
        (late, "bad", f"{late} overskredet"),
        (mine, "plain", f"{mine} hos dig"),
        (others, "plain", f"{others} hos andre"),
    ]
    return [(kind, text) for number, kind, text in counts if number]


def _part(part: CoursePart, course: Course, knowledge: Knowledge, today: date, *, is_next: bool) -> dict[str, Any]:
    solution = knowledge.solution(part.part.solution or "")
    has_form = solution is not None and solution.report is not None
    late = part.overdue(today) and not course.cancelled
    begins = has_form and part.mine and part.state in ("open", "begun") and part.may_change
    return {
        "id": part.id,
        "title": part.part.title,
        "text": _text(part, knowledge),
        "meta": _meta(part, today),
        "late": late,
        "state": part.state,
        "state_text": STATES[part.state],
        "waits_for": part.waits_for,
        "ended": part.ended,
        "is_next": is_next,
        "case": part.case_number,
        "topic": solution.id if solution is not None else None,
        "begin": ("Fortsæt" if part.state == "begun" else "Begynd") if begins else None,
        "begin_early": has_form and part.mine and part.state == "waiting" and part.may_change,
        "tick": part.may_change and not part.ended,
        "tick_first": part.may_change and not part.ended and not has_form and part.mine and part.state != "waiting",
        "reopen": part.may_change and part.state in ("done", "not_needed"),
    }


def _meta(part: CoursePart, today: date) -> list[str]:
    """Who has the part and until when; of one that is over, its case."""
    if part.ended:
        return [f"sag {part.case_number}"] if part.case_number else []
    due = when(part, today)
    return ["Hos dig" if part.mine else f"Hos {part.assignee_name}", *([due] if due else [])]


def _text(part: CoursePart, knowledge: Knowledge) -> str:
    due = f" {part.part.due.text}" if part.part.due else ""
    return knowledge.text(f"{part.part.text}{due}")


def handing_of(course: Course, part: CoursePart) -> dict[str, Any]:
    """A part that is to be given to someone."""
    usual = None if part.part.who == "owner" else ACTOR_LABELS[part.part.who]
    return {
        "course": course.id,
        "course_name": _name(course),
        "id": part.id,
        "title": part.part.title,
        "mine": part.mine,
        "who": "dig" if part.mine else part.assignee_name,
        "usual": usual,
    }


def _name(course: Course) -> str:
    return f"{course.event.title} – {course.about}" if course.about else course.event.title


def _day(course: Course) -> str:
    """The day of the event, as its opening question calls it: "Første dag: 1. december 2026"."""
    report = course.event.form.report
    field = report.field(course.event.date) if report else None
    return f"{field.label if field else 'Dato'}: {danish_date(course.event_date, weekday=True)}"
