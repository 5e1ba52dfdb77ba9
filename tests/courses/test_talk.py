"""Courses in the conversation: parts given in words, ticked off from their report, a course that is stopped."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.access.types import Person
from bot.actions import agreement, courses
from bot.actions.hand_on import what_and_whom
from bot.clock import today
from bot.courses.types import Course
from bot.dialogue.life_events import stops_course
from bot.dialogue.rendering.courses import standing
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn
from bot.messages.message import actions_of
from tests.courses.village import Village, event


@pytest.fixture
def services(village: Village) -> Any:
    knowledge = SimpleNamespace(
        solution=village.plans.solution, life_events=village.plans.life_events, text=lambda text: text
    )
    return SimpleNamespace(
        courses=village.courses, drafts=village.drafts, access=village.access, knowledge=knowledge, notices=None
    )


def turn(village: Village, text: str = "", payload: dict[str, str] | None = None, **state: Any) -> Turn:
    kim = Person("kim", "Kim Møller", "Sekretær", "skole-a", "Skole-a", "kim@by.example")
    return Turn(kim, "c", text, "cancel", ConversationState(**state), today(village.clock), payload=payload)


def buttons(reply: Reply) -> dict[str, str]:
    return {action.title: action.payload for said in reply.utterances for action in actions_of(list(said.cards))}


def begun(village: Village, course: Course) -> str:
    """A draft of the course's first report."""
    form, answers = village.courses.beginning("kim", course.parts[0].id)
    return village.drafts.start("kim", form.id, None, answers, course_part_id=course.parts[0].id).id


@pytest.mark.parametrize(
    ("said", "what", "whom"),
    [
        ("giv it-brugeren til Karen", "it-brugeren", "Karen"),
        ("kan du give nøglen videre til Karen Holm?", "nøglen", "Karen Holm"),
        ("giv fortæl det til kollegerne til Lars Juul.", "fortæl det til kollegerne", "Lars Juul"),
    ],
)
def test_the_last_til_tells_whom_a_part_is_given_to(said: str, what: str, whom: str) -> None:
    assert what_and_whom(said)[0] == (what, whom)


def test_no_part_or_no_person_is_no_giving() -> None:
    assert what_and_whom("giv til Karen") == what_and_whom("giv nøglen videre") == []


@pytest.mark.parametrize("said", ["stop forløbet", "jeg vil gerne stoppe forløbet", "slet hele forløbet om barsel"])
def test_stopping_a_course_is_heard(said: str) -> None:
    assert stops_course(said)
    assert stops_course("forløbet skal stoppes")


@pytest.mark.parametrize("said", ["hele forløbet når en medarbejder stopper", "stop her", "hvor langt er forløbet"])
def test_anything_else_is_no_wish_to_stop_a_course(said: str) -> None:
    assert not stops_course(said)


def test_a_course_is_stopped_after_a_yes(village: Village, services: Any) -> None:
    course = village.begin()
    asked = courses.cancel(services, turn(village, "stop forløbet"))
    assert "Vil du stoppe forløbet “Flytning – Anne Holm" in asked.utterances[0].text
    assert f'"course": "{course.id}"' in buttons(asked)["Ja, stop forløbet"]
    stopped = courses.cancel(services, turn(village, payload={"course": course.id, "confirmed": "1"}))
    assert stopped.utterances[0].text.startswith("Forløbet er stoppet.")
    after = village.courses.get("kim", course.id)
    assert after is not None and after.cancelled


def test_a_typed_yes_stops_it_too_and_nothing_of_it_can_be_begun_any_more(village: Village, services: Any) -> None:
    course = village.begin()
    said = turn(village, "stop forløbet")
    courses.cancel(services, said)
    agreement.affirm(services, turn(village, "ja", pending=said.state.pending))
    shown = courses.my_courses(services, turn(village))
    assert list(buttons(shown)) == ["Mine forløb"]
    part = courses.start_part(services, turn(village, payload={"part": course.parts[0].id, "go": "1"}))
    assert list(buttons(part)) == ["Læs vejledningen", "Se hele forløbet"]


def test_several_courses_are_asked_about_and_none_is_another_matter(village: Village, services: Any) -> None:
    nothing = courses.cancel(services, turn(village, "stop forløbet"))
    assert nothing.utterances[0].text.startswith("Der er ikke noget i gang")
    village.begin()
    village.begin(dag="2026-05-15")
    asked = courses.cancel(services, turn(village, "stop forløbet"))
    assert len(buttons(asked)) == 2


def test_a_course_of_another_is_not_stopped(village: Village, services: Any) -> None:
    course = village.begin(owner="lea")
    reply = courses.cancel(services, turn(village, payload={"course": course.id, "confirmed": "1"}))
    assert "kan jeg ikke finde" in reply.utterances[0].text
    after = village.courses.get("lea", course.id)
    assert after is not None and not after.cancelled


def test_ticking_a_part_off_ends_its_report(village: Village, services: Any) -> None:
    course = village.begin()
    draft = begun(village, course)
    reply = courses.close_part(
        services, turn(village, payload={"part": course.parts[0].id}, flow="report", draft_id=draft)
    )
    assert reply.end_flow
    left = village.drafts.get("kim", draft)
    assert left is None or left.state == "cancelled"
    after = village.courses.get("kim", course.id)
    assert after is not None and after.parts[0].state == "done"


def test_ticking_another_part_off_leaves_the_report_alone(village: Village, services: Any) -> None:
    course = village.begin(noegle=True)
    draft = begun(village, course)
    reply = courses.close_part(
        services, turn(village, payload={"part": course.parts[2].id}, flow="report", draft_id=draft)
    )
    assert not reply.end_flow
    left = village.drafts.get("kim", draft)
    assert left is not None and left.state == "active"


def test_every_part_that_is_not_over_can_be_chosen(village: Village, services: Any) -> None:
    course = village.begin(noegle=True)
    village.courses.close("kim", course.parts[0].id)
    listed = courses.open_course(services, turn(village, payload={"course": course.id}))
    assert "Vælg en anden del" not in buttons(listed)  # all that are left have a button
    chosen = courses.start_part(services, turn(village, payload={"course": course.id}))
    assert list(buttons(chosen)) == ["Lav et skilt", "Bestil nøgle"]


def test_a_part_that_waits_is_reached_by_choosing_another(village: Village, services: Any) -> None:
    course = village.begin()
    listed = courses.open_course(services, turn(village, payload={"course": course.id}))
    assert buttons(listed)["Vælg en anden del"] == f'/start_part{{"course": "{course.id}"}}'


def test_a_part_that_another_normally_does_is_shown_before_its_report(village: Village, services: Any) -> None:
    subject = event().parts[0].model_copy(update={"who": "leader"})
    village.plans.life_events["flytning"] = event(parts=[subject, *event().parts[1:]])
    part = village.begin().parts[0]
    assert standing(part, today(village.clock)).endswith("hos dig (normalt Lea Lund)")
    shown = courses.start_part(services, turn(village, payload={"part": part.id}))
    offered = buttons(shown)
    assert '"go": "1"' in offered["Begynd indberetningen"]
    assert '"to": "lea"' in offered["Giv den til Lea Lund"]
