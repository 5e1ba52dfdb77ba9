"""On a topic page: what is asked there is about its topic, until something else is talked of."""

from __future__ import annotations

import pytest

from bot.dialogue.rendering.passages import LEAD
from tests.conversations.conftest import Begin
from tests.conversations.ways import start_report

pytestmark = pytest.mark.processes

PAGE = "varsling-af-barsel"


def test_the_first_question_on_a_page_is_answered_for_its_topic(begin: Begin) -> None:
    mette = begin("mette.skov")
    assert mette.say("hvad er fristen?", topic=PAGE).card("topic")["id"] == PAGE
    assert mette.say("hvem må indsende den?", topic="kursus").card("topic")["id"] == "kursus"


def test_what_is_talked_of_on_a_page_stays_the_topic_until_the_next_page(begin: Begin) -> None:
    sofie = begin("sofie.krag")
    sofie.say("hvad er fristen?", topic=PAGE)
    assert (
        sofie.say("jeg er blevet syg og kommer ikke i dag", topic=PAGE).card("solution")["id"] == "syge-og-raskmelding"
    )
    assert sofie.say("hvad er fristen?", topic=PAGE).card("topic")["id"] == "syge-og-raskmelding"
    assert sofie.say("hvad er fristen?", topic="kursus").card("topic")["id"] == "kursus"


def test_in_the_middle_of_a_report_the_question_is_about_the_report(begin: Begin) -> None:
    emil = begin("emil.overgaard")
    start_report(emil, "koerselsgodtgoerelse")
    answer = emil.say("hvor lang tid tager det?", topic=PAGE)
    assert answer.card("topic")["id"] == "koerselsgodtgoerelse"
    assert answer.asks_for


def test_a_page_that_does_not_exist_is_ignored(begin: Begin) -> None:
    assert not begin("mette.skov").say("hvad er fristen?", topic="findes-ikke").has("topic")


def test_without_a_solution_the_pages_own_words_are_offered(begin: Begin) -> None:
    answer = begin("bo.enevoldsen").say("skattefri gave til mine børnebørn")
    assert answer.text.startswith(LEAD)
    sections = answer.card("topic")["sections"]
    assert all(section["source_url"].startswith("/emner/") for section in sections)
    assert answer.offers("human")
    assert answer.offers("enter_tree")
