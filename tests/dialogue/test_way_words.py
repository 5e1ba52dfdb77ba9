"""Words about the answers so far in a question tree."""

from __future__ import annotations

import pytest

from bot.dialogue.tree_way import WayStep
from bot.dialogue.way_words import WayWish, read_wish, wished_step
from bot.knowledge.tree_schema import TreeNode, TreeOption

SHOW, CHANGE = WayWish("show"), WayWish("change")


def at(place: int) -> WayWish:
    return WayWish("change", place=place)


def about(what: str, *, certain: bool = True) -> WayWish:
    return WayWish("change", about=what, certain=certain)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("hvad har jeg svaret", SHOW),
        ("Hvad har jeg svaret indtil nu?", SHOW),
        ("hvad er det jeg har svaret", SHOW),
        ("hvad svarede jeg før?", SHOW),
        ("hvad har vi valgt indtil nu", SHOW),
        ("vis mine svar", SHOW),
        ("kan jeg se mine svar?", SHOW),
        ("må jeg se mine tidligere svar", SHOW),
        ("vis mig lige alle mine svar", SHOW),
        ("mine svar", SHOW),
        ("vis vejen indtil nu", SHOW),
        ("hvor er vi?", SHOW),
        ("opsummer", SHOW),
        ("jeg svarede forkert", CHANGE),
        ("hov, jeg har svaret forkert", CHANGE),
        ("jeg kom til at trykke forkert", CHANGE),
        ("jeg valgte det forkerte", CHANGE),
        ("forkert svar", CHANGE),
        ("det var et forkert svar", CHANGE),
        ("jeg tog fejl", CHANGE),
        ("jeg vil gerne ændre mit svar", CHANGE),
        ("kan jeg rette et svar?", CHANGE),
        ("ret mit svar", CHANGE),
        ("ret det første", at(1)),
        ("ret det første svar", at(1)),
        ("nej, ret det andet spørgsmål", at(2)),
        ("ret svar 2", at(2)),
        ("jeg vil gerne ændre nummer 3", at(3)),
        ("ret svar nummer to", at(2)),
        ("ret nr. 1", at(1)),
        ("skift det sidste svar", at(-1)),
        ("lav det forrige om", at(-1)),
        ("gå tilbage til det første spørgsmål", at(1)),
        ("tilbage til start", at(1)),
        ("ret det om sygdom", about("sygdom")),
        ("ret svaret om hvem der er syg", about("hvem der er syg")),
        ("kan jeg ændre det med ferien", about("ferien")),
        ("ret sygdom", about("sygdom", certain=False)),
        ("rette ferie", about("ferie", certain=False)),
        ("gå tilbage til barsel", about("barsel", certain=False)),
    ],
)
def test_wishes_are_read(text: str, wish: WayWish) -> None:
    assert read_wish(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "ferie",
        "tilbage",
        "jeg har fået forkert løn",
        "det er forkert udbetalt",
        "min lønseddel er forkert",
        "hvad skal jeg svare",
        "ved ikke",
        "den første",
        "nummer 2",
        "jeg vil gerne ændre min skat, så den passer til mit nye job fra januar",
        "vis mine sager",
        "ret",
        "",
    ],
)
def test_other_texts_are_no_wish_about_the_answers(text: str) -> None:
    assert read_wish(text) is None


def step(question: str, label: str, *words: str) -> WayStep:
    option = TreeOption(id="a", label=label, words=list(words), person=True)
    return WayStep("t", TreeNode(id=question, question=question, options=[option]), option)


STEPS = [
    step("Hvad handler det om?", "Fravær, ferie og barsel", "fravær", "sygdom", "ferie"),
    step("Hvad er anledningen?", "Ferie", "feriedage"),
    step("Hvem gælder det?", "En medarbejder", "kollega"),
]


@pytest.mark.parametrize(
    ("wish", "place"),
    [
        (at(1), 0),
        (at(3), 2),
        (at(-1), 2),
        (at(4), None),
        (about("ferie"), 1),
        (about("sygdom"), 0),
        (about("hvem det gælder"), 2),
        (about("kollegaen"), 2),
        (about("moms"), None),
        (CHANGE, None),
    ],
)
def test_the_answer_that_is_meant_is_found(wish: WayWish, place: int | None) -> None:
    found = wished_step(wish, STEPS)
    assert found is (STEPS[place] if place is not None else None)


def test_where_there_is_one_answer_it_is_meant() -> None:
    assert wished_step(CHANGE, STEPS[:1]) is STEPS[0]
    assert wished_step(CHANGE, []) is None
    assert wished_step(at(-1), []) is None
