"""Typed answers to the question how it went, and what is none."""

from __future__ import annotations

import pytest

from bot.dialogue.feedback_words import read


@pytest.mark.parametrize(
    ("text", "intent", "answer"),
    [
        ("ja", "affirm", "yes"),
        ("Ja tak, super!", "affirm", "yes"),
        ("jep", "find_solution", "yes"),
        ("det virker fint nu", "praise", "yes"),
        ("super hjælp, tak", "praise", "yes"),
        ("👍", "", "yes"),
        ("😊", "out_of_scope", "yes"),
        ("tilfreds", "out_of_scope", "yes"),
        ("nej", "deny", "no"),
        ("nej det virkede ikke", "complain", "no"),
        ("det hjalp ikke", "complain", "no"),
        ("overhovedet ikke", "deny", "no"),
        ("utilfreds", "complain", "no"),
        ("👎", "", "no"),
        ("delvist", "out_of_scope", "partly"),
        ("næsten", "out_of_scope", "partly"),
        ("sådan da", "out_of_scope", "partly"),
        ("ikke helt", "deny", "partly"),
        ("ja og nej", "affirm", "partly"),
        ("ja, men det tog lang tid", "complain", "partly"),
        ("nogenlunde", "find_solution", "partly"),
    ],
)
def test_an_answer_in_words(text: str, intent: str, answer: str) -> None:
    said = read(text, intent)
    assert said is not None
    assert said.answer == answer
    assert said.only


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("jeg skal melde mig syg", "find_solution"),
        ("hvad er fristen?", "deadline"),
        ("tak", "thank"),
        ("tak for hjælpen", "thank"),
        ("hej", "greet"),
        ("virker det også for min kollega?", "who_may"),
        ("jeg kan ikke holde det ud længere", "crisis"),
        ("nej jeg vil ikke leve mere", "crisis"),
        ("min løn er ikke kommet", "find_solution"),
        ("", ""),
        ("12. marts 2027", "out_of_scope"),
        ("nej " + "æ " * 50, "complain"),
    ],
)
def test_what_is_no_answer_is_left_to_others(text: str, intent: str) -> None:
    assert read(text, intent) is None


def test_an_answer_that_asks_for_more_leaves_the_rest_to_others() -> None:
    said = read("nej, hvad er fristen?", "deadline")
    assert said is not None
    assert (said.answer, said.only) == ("no", False)
    said = read("ja, men nu skal jeg også bruge kørepenge", "find_solution")
    assert said is not None
    assert (said.answer, said.only) == ("partly", False)


def test_who_cannot_tell_has_answered_nothing_and_is_not_asked_on() -> None:
    said = read("det ved jeg ikke endnu", "dont_know")
    assert said is not None
    assert (said.answer, said.only) == (None, True)


@pytest.mark.parametrize(
    ("text", "comment"), [("nej", False), ("nej desværre ikke", False), ("nej det virkede ikke", True)]
)
def test_only_what_says_more_is_worth_keeping(text: str, comment: bool) -> None:
    said = read(text, "complain")
    assert said is not None
    assert said.comment is comment
