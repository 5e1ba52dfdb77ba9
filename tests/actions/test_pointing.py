"""Choosing in words what was just shown, as if its button were pressed."""

from __future__ import annotations

import pytest

from bot.container import Container
from tests.actions.desk_room import Talk
from tests.town import Town

Room = tuple[Container, Town]

TRAVEL = "koerselsgodtgoerelse"


@pytest.fixture
def anne(room: Room) -> Talk:
    for _ in range(3):
        room[1].send("anne", TRAVEL)
    return Talk(room[0], "anne")


# What the engine makes of such texts does not matter.
@pytest.mark.parametrize("intent", ["find_solution", "deny", "affirm", "out_of_scope", "case_status"])
def test_a_case_of_the_list_is_opened_by_its_place(anne: Talk, intent: str) -> None:
    anne.say("mine sager", "my_cases")
    third = anne.numbers()[2]
    anne.say("den tredje", intent)
    assert anne.state.last_case == third


def test_the_other_case_is_the_one_beside_the_case_that_is_shown(room: Room) -> None:
    older, newer = room[1].send("anne", TRAVEL), room[1].send("anne", TRAVEL)
    anne = Talk(room[0], "anne")
    anne.say("hvordan går det med min sag", "case_status")
    first = anne.state.last_case
    anne.say("nej den anden", "deny")
    assert {first, anne.state.last_case} == {older.number, newer.number}


def test_something_said_in_between_ends_the_pointing(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    anne.say("tak", "thank")
    anne.say("den tredje", "deny")
    assert anne.state.last_case is None
