"""The report of a part: what is on the course's list anyway is not pointed to again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from bot.access.types import Person
from bot.clock import today
from bot.courses.types import Course
from bot.dialogue import report_loop
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Turn
from bot.knowledge.schema import Check
from tests.courses.village import Village
from tests.reports.sample import People

POINTERS = {"ferie": "Bestil også en nøgle.", "andet": "Meld det også et andet sted."}


def warnings(village: Village, course: Course | None) -> list[str]:
    """What the summary of the course's first report says, or of the same report without a course."""
    form = village.known["melding"]
    assert form.report is not None
    checks = [
        Check(
            name="suggests_other_report",
            level="warning",
            params={"field": "note", "any_of": ["flytter"], "solution": solution, "text": text},
        )
        for solution, text in POINTERS.items()
    ]
    village.known["melding"] = form.model_copy(update={"report": form.report.model_copy(update={"checks": checks})})
    knowledge = SimpleNamespace(form=village.plans.solution, figures={}, organisation={})
    services: Any = SimpleNamespace(
        courses=village.courses, drafts=village.drafts, knowledge=knowledge, directory=lambda *_: People()
    )
    answers = {"subject": "anne", "fra": "2026-04-15", "note": "flytter"}
    part_id = course.parts[0].id if course else None
    draft = village.drafts.start("kim", "melding", None, answers, confirmed=list(answers), course_part_id=part_id)
    kim = Person("kim", "Kim Møller", "Sekretær", "skole-a", "Skole-a", "kim@by.example")
    turn = Turn(kim, "c", "", "", ConversationState(draft_id=draft.id), today(village.clock))
    card = report_loop.current_question(services, turn).cards[0]
    assert card.type == "summary"
    return card.warnings


def test_a_report_that_stands_on_its_own_points_to_others(village: Village) -> None:
    assert warnings(village, None) == list(POINTERS.values())


def test_a_report_of_a_course_points_only_to_what_the_course_does_not_have(village: Village) -> None:
    assert warnings(village, village.begin(noegle=True)) == [POINTERS["andet"]]


def test_a_part_that_was_left_out_is_pointed_to(village: Village) -> None:
    assert warnings(village, village.begin()) == list(POINTERS.values())
