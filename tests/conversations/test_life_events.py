"""Each life event lived through by two people, from the first question to the last case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.container import Container
from bot.courses.types import Course, CoursePart
from tests.client import Employee
from tests.conversations.conftest import Begin
from tests.conversations.filling import FICTITIOUS_CPR, complete
from tests.conversations.lives import LIVES, ny_medarbejder
from tests.conversations.lives.life import Life

pytestmark = pytest.mark.processes

Rows = Callable[..., list[tuple[Any, ...]]]
MOST_PARTS = 20


def course_of(house: Container, life: Life) -> Course:
    return next(c for c in house.courses.mine(life.owner) if c.event.id == life.event and not c.cancelled)


def forget_earlier(house: Container, life: Life) -> None:
    """Stops what an earlier run left under way."""
    for course in house.courses.mine(life.owner):
        if course.is_owner:
            house.courses.cancel(life.owner, course.id)


def do_part(person: Employee, part: CoursePart, answers: Mapping[str, Any], folder: Path) -> None:
    """Begins the part from the course's list, and sends its report or ticks it off."""
    person.say("mine forløb")
    if person.last.offers("open_course") and not person.last.has("process"):
        person.do("open_course")
    payload = person.last.offers("start_part", part=part.id)
    assert payload is not None, (part.part.id, person.last.intents, person.last.text)
    person.press(payload)
    if person.last.offers("start_part", part=part.id, go="1"):
        person.do("start_part", part=part.id, go="1")
    has_form = person.last.asks_for or person.last.has("summary")  # which can be ticked off instead, too
    if not has_form:
        person.choose("Sæt flueben")
        return
    complete(person, folder, **answers)
    person.do("send_report")
    assert person.last.has("receipt"), person.last.text


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.event)
def test_an_event_is_lived_through_by_two_people(
    life: Life, begin: Begin, house: Container, rows: Rows, tmp_path: Path
) -> None:
    forget_earlier(house, life)
    owner = begin(life.owner)
    assert life.event in str(owner.say(life.words).offers("start_course"))
    owner.say("ja tak")
    complete(owner, tmp_path, **life.opening)
    assert owner.do("send_report").card("process")["id"] == life.event

    handed = set(life.handed)
    for _ in range(MOST_PARTS):
        course = course_of(house, life)
        part = course.next_part or next((p for p in course.parts if not p.ended and not p.waits_for), None)
        if part is None:
            break
        answers = life.answers.get(part.part.id, {})
        if part.part.id in handed:
            handed.discard(part.part.id)
            name = house.access.person(life.other)
            assert name is not None
            other = begin(life.other)
            other.call("DELETE", f"/api/conversations/{other.conversation}")  # so that the next sign-on greets
            owner.say(f"giv {part.part.title.lower()} til {name.name}")
            assert name.name in owner.last.text, owner.last.text
            other.log_in()
            assert part.part.title in other.last.text, other.last.text  # told at the greeting
            do_part(other, part, answers, tmp_path)
            owner.log_in()
        else:
            do_part(owner, part, answers, tmp_path)

    course = course_of(house, life)
    assert not handed
    assert course.finished, [(p.part.id, p.state, p.waits_for) for p in course.parts]
    assert {p.part.id for p in course.parts if p.state == "sent"} >= set(life.reports)
    named = rows(
        "SELECT count(*) FROM cases JOIN course_parts ON course_parts.id = cases.course_part_id"
        " WHERE course_parts.course_id = :course",
        course=course.id,
    )
    assert named[0][0] >= len(life.reports)
    assert "Alt er klaret" in owner.say("mine forløb").text or course.event.title in owner.last.text


def test_what_was_answered_once_is_not_asked_again(begin: Begin, house: Container, tmp_path: Path) -> None:
    life = ny_medarbejder.LIFE
    forget_earlier(house, life)
    thomas = begin(life.owner)
    thomas.say(life.words)
    thomas.do("start_course", event=life.event)
    complete(thomas, tmp_path, **life.opening)
    thomas.do("send_report")
    part = next(p for p in course_of(house, life).parts if p.part.id == "boerneattest")
    thomas.press(thomas.last.offers("start_part", part=part.id) or "")
    asked = complete(thomas, tmp_path, cpr=FICTITIOUS_CPR).card("summary")
    values = {row["field"]: row for row in asked["rows"]}
    assert values["navn"]["value"] == life.opening["navn"]
    assert values["navn"]["source"] == "fra forløbet"
    thomas.do("cancel")
