"""Answers to facet questions."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from bot.knowledge.facets import FacetAnswer, due_dates, facet_answer
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Facet
from tests.knowledge.conftest import TODAY

FACETS: tuple[Facet, ...] = get_args(Facet)


def ask(knowledge: Knowledge, solution: str, facet: Facet, today: date = TODAY, **answers: Any) -> FacetAnswer:
    return facet_answer(knowledge, knowledge.solutions[solution], facet, answers, today=today)


def test_the_deadline_is_computed_when_the_date_is_known(knowledge: Knowledge) -> None:
    answer = ask(knowledge, "varsling-af-barsel", "deadline", termin="2027-03-12")
    assert answer.computed
    assert "12. december 2026" in answer.text
    assert "12. marts 2027" in answer.text
    assert "barselsloven § 15" in answer.source
    assert answer.source_url


def test_without_the_date_the_deadline_is_the_rule_alone(knowledge: Knowledge) -> None:
    answer = ask(knowledge, "varsling-af-barsel", "deadline")
    assert not answer.computed
    assert "3 måneder før den forventede fødsel" in answer.text
    assert "2026" not in answer.text


def test_a_deadline_that_has_passed_is_told_in_the_past(knowledge: Knowledge) -> None:
    answer = ask(knowledge, "varsling-af-barsel", "deadline", termin="2027-01-12")
    assert "var fristen 12. oktober 2026" in answer.text


def test_a_deadline_that_does_not_apply_is_left_out(knowledge: Knowledge) -> None:
    without = ask(knowledge, "varsling-af-barsel", "deadline", termin="2027-03-12", overdrager=False)
    assert "12. februar 2027" not in without.text
    with_transfer = ask(knowledge, "varsling-af-barsel", "deadline", termin="2027-03-12", overdrager=True)
    assert "12. februar 2027" in with_transfer.text


@pytest.mark.parametrize(
    ("answers", "due"),
    [
        ({"fravaer": "ja", "dato": "2026-11-10", "foerste_fravaersdag": "2026-11-11"}, date(2026, 11, 25)),
        ({"fravaer": "nej", "dato": "2026-11-10"}, date(2026, 11, 24)),
    ],
)
def test_the_deadline_of_an_accident_depends_on_absence(
    knowledge: Knowledge, answers: dict[str, Any], due: date
) -> None:
    found = due_dates(knowledge.solutions["arbejdsulykke"], knowledge.figures, answers, TODAY)
    assert [day for _, day in found] == [due]


def test_nothing_is_computed_from_a_figure_that_is_not_verified(knowledge: Knowledge) -> None:
    solution = knowledge.solutions["varsling-af-barsel"]
    figures = {
        key: figure.model_copy(update={"verified": False, "check_with": "HR"})
        for key, figure in knowledge.figures.items()
    }
    assert due_dates(solution, figures, {"termin": "2027-03-12"}, TODAY) == []


@pytest.mark.parametrize("facet", FACETS)
def test_every_solution_answers_every_facet_or_says_who_knows(knowledge: Knowledge, facet: Facet) -> None:
    for solution in knowledge.solutions.values():
        answer = facet_answer(knowledge, solution, facet, today=TODAY)
        assert answer.text and answer.source
        assert answer.stated or "Der står" in answer.text
        assert "{" not in answer.text


def test_complete_solutions_answer_all_facets_with_a_section(knowledge: Knowledge) -> None:
    for solution in knowledge.solutions.values():
        if solution.report is None:
            continue
        for facet in FACETS:
            answer = facet_answer(knowledge, solution, facet, today=TODAY)
            assert answer.stated, (solution.id, facet)
            assert answer.source_anchor, (solution.id, facet)


def test_all_facets_of_all_solutions_are_answered_or_it_is_said_who_knows(knowledge: Knowledge) -> None:
    answers = {
        (solution.id, facet): facet_answer(knowledge, solution, facet, today=TODAY)
        for solution in knowledge.solutions.values()
        for facet in FACETS
    }
    assert len(answers) == 129 * 6
    open_questions = {(id_, facet): answer for (id_, facet), answer in answers.items() if not answer.stated}
    # Only guidance without a process has no time to tell.
    assert {facet for _, facet in open_questions} == {"processing_time"} and len(open_questions) == 9
    assert all("ved det" in answer.text for answer in open_questions.values())


def test_the_law_of_a_topic_is_read_from_its_page(knowledge: Knowledge) -> None:
    answer = ask(knowledge, "adoption", "law")
    assert "barselsloven" in answer.text.lower()
    assert answer.source_anchor == "lovgrundlag"


def test_next_step_lists_the_steps_in_order(knowledge: Knowledge) -> None:
    lines = ask(knowledge, "private-udlaeg", "next_step").text.splitlines()
    assert [line[:2] for line in lines] == ["1.", "2.", "3.", "4.", "5."]


def test_unknown_things_are_not_made_up(knowledge: Knowledge) -> None:
    answer = ask(knowledge, "moms", "processing_time")
    assert not answer.stated
    assert "ved det" in answer.text


def test_a_solution_without_a_page_gives_its_deadlines_from_figures(knowledge: Knowledge) -> None:
    answer = ask(knowledge, "brud-paa-persondatasikkerheden", "deadline")
    assert answer.stated and not answer.computed
    assert "72 timer" in answer.text and "art. 33" in answer.source


def test_a_deadline_that_is_not_verified_is_not_told(knowledge: Knowledge) -> None:
    assert "24 timer" not in ask(knowledge, "sikkerhedshaendelse", "deadline").text
