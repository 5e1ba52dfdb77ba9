"""Question trees in a whole talk: by buttons and words, back and forth, and on another day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.client import Employee
from tests.conversations.conftest import Begin
from tests.conversations.ways import open_solution

pytestmark = pytest.mark.processes


def way(person: Employee) -> list[str]:
    return [row["value"] for row in person.last.card("question")["so_far"]]


@pytest.mark.parametrize("text", ["spørgetræet om løn", "noget med løn", "løn"])
def test_an_area_that_is_named_is_asked_on_in_its_tree(begin: Begin, text: str) -> None:
    peter = begin("peter.nygaard")
    peter.say(text)
    assert way(peter) == ["Løn"]
    assert "går ud fra" in peter.last.text
    assert peter.say("tilbage").asks_for == ["root.omraade"]


def test_what_was_said_of_the_matter_is_not_asked_again(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    peter.say("det handler om barsel")
    assert len(way(peter)) == 2
    assert peter.last.asks_for[0].startswith("fravaer.")


def test_an_answer_that_fits_two_keeps_both_ways_open(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    peter.say("spørgetræet om fravær")
    assert peter.last.asks_for == ["fravaer.anledning"]
    answer = peter.say("både sygdom og ferie")
    assert "begge muligheder åbne" in answer.text
    assert len(answer.card("question")["options"]) > 5
    assert peter.say("tilbage").asks_for == ["fravaer.anledning"]


def test_answers_are_shown_and_changed_in_words(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    peter.say("spørgetræet om fravær")
    peter.do("tree_answer", option="ferie")
    assert "1. Hvad handler det om?" in peter.say("hvad har jeg svaret?").text
    assert len(way(peter)) == 2
    assert peter.say("jeg svarede forkert").asks_for == ["fravaer.ferie"]
    assert peter.say("ret det sidste").asks_for == ["fravaer.anledning"]
    assert peter.say("ret det første").asks_for == ["root.omraade"]


def test_an_answer_is_changed_by_its_button(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    peter.say("spørgetræet om fravær")
    peter.do("tree_answer", option="ferie")
    first = peter.last.card("question")["so_far"][0]["edit"]["payload"]
    assert peter.press(first).asks_for == ["root.omraade"]
    peter.do("tree_answer", option="it")
    assert way(peter) == ["It"]


def test_back_after_the_end_asks_the_last_question_again(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    open_solution(peter, "afholdelse-af-ferie")
    assert peter.say("tilbage").asks_for == ["fravaer.ferie"]


def test_the_search_goes_on_after_signing_on_again(begin: Begin, rows: Callable[..., list[tuple[Any, ...]]]) -> None:
    peter = begin("peter.nygaard")
    peter.say("noget med løn")
    again = Employee(peter.url, "peter.nygaard").log_in()
    assert again.say("hej").asks_for[0].startswith("loen.")
    assert way(again) == ["Løn"]
    assert again.say("forfra").has("question") is False
    assert rows("select count(*) from tree_runs where tree = 'loen' and node is not null")[0][0] >= 1
