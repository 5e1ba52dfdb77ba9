"""What words point at in a list that was just shown."""

from __future__ import annotations

import pytest

from bot.dialogue.payloads import button
from bot.dialogue.pointing import look_at, pointed_at
from bot.dialogue.state import Shown
from bot.messages.cards import ChoicesCard
from bot.messages.message import Utterance


def shown(*titles: str, case: str | None = None) -> Shown:
    actions = [button(title, "open_case", number=str(place)) for place, title in enumerate(titles)]
    seen = look_at([Utterance(text="Hvilken?", cards=[ChoicesCard(actions=actions)])])
    assert seen is not None
    return seen.model_copy(update={"case": case})


FOUR = shown("Refusion af private udlæg", "Afholdelse af ferie", "Kørselsgodtgørelse i egen bil", "Barsel og orlov")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("den anden", 1),
        ("nej den anden", 1),
        ("nr 3", 2),
        ("Nummer to tak", 1),
        ("2'eren", 1),
        ("4", 3),
        ("jeg mener den øverste", 0),
        ("den nederste", 3),
        ("åbn den sidste", 3),
        ("den første der", 0),
        ("den næstsidste", 2),
        ("den med ferien", 1),
        ("det er den om kørsel", 2),
        ("den der med barsel", 3),
        ("okay, den med udlægget", 0),
    ],
)
def test_one_thing_of_several_is_meant(text: str, place: int) -> None:
    found = pointed_at(text, FOUR)
    assert found is not None and found.parameters == {"number": str(place)}


@pytest.mark.parametrize(
    "text",
    [
        "den anden dag faldt jeg på trappen",
        "nummer 9",
        "jeg skal melde ferie",
        "den med løn",
        "to uger",
        "nej",
        "den",
        "har du noget med ferie til den anden medarbejder",
        "0",
    ],
)
def test_anything_else_is_left_to_what_it_says(text: str) -> None:
    assert pointed_at(text, FOUR) is None


def test_words_that_fit_two_things_point_at_neither() -> None:
    assert pointed_at("den med ferie", shown("Afholdelse af ferie", "Ferie i utide")) is None


def test_beside_a_case_the_only_other_one_is_the_other() -> None:
    assert pointed_at("nej den anden", shown("Afholdelse af ferie", case="2026-000001")) is not None
    assert pointed_at("nej den anden", shown("Afholdelse af ferie")) is None


def test_a_button_that_changes_something_cannot_be_pointed_at() -> None:
    card = ChoicesCard(actions=[button("Ja", "withdraw_case", number="1"), button("Nej", "deny")])
    assert look_at([Utterance(text="Vil du trække den tilbage?", cards=[card])]) is None
