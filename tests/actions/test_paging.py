"""The pages of a list in words: on, back, to the list again; and not where something else was talked of."""

from __future__ import annotations

import pytest

from bot.actions.registry import CAPABILITIES
from bot.container import Container
from bot.dialogue.state import ConversationState, TreeProgress
from bot.dialogue.turn import Turn
from tests.actions.desk_room import Talk
from tests.knowledge.conftest import TODAY
from tests.town import Town

Room = tuple[Container, Town]

TRAVEL = "koerselsgodtgoerelse"


@pytest.fixture
def anne(room: Room) -> Talk:
    """Anne, who has twenty cases: three pages."""
    for _ in range(20):
        room[1].send("anne", TRAVEL)
    return Talk(room[0], "anne")


# What the engine makes of such texts does not matter.
@pytest.mark.parametrize("intent", ["find_solution", "my_cases", "out_of_scope", "affirm", "deny"])
def test_on_and_back_through_the_pages(anne: Talk, intent: str) -> None:
    anne.say("mine sager", "my_cases")
    first = anne.numbers()
    anne.say("vis flere", intent)
    second = anne.numbers()
    anne.say("flere", intent)
    assert len({*first, *second, *anne.numbers()}) == 20
    anne.say("forrige side", intent)
    assert anne.numbers() == second
    anne.say("tilbage", intent)
    assert anne.numbers() == first


def test_after_the_last_page_one_is_told_so_and_can_begin_anew(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    first = anne.numbers()
    for _ in range(3):
        anne.say("næste side", "find_solution")
    assert anne.text == "Der er ikke flere. Det var den sidste side."
    anne.press("Vis fra begyndelsen")
    assert anne.numbers() == first
    anne.say("forrige", "find_solution")
    assert anne.text == "Det er den første side."


def test_a_short_list_has_no_more(room: Room) -> None:
    room[1].send("anne", TRAVEL)
    anne = Talk(room[0], "anne")
    anne.say("mine sager", "my_cases")
    anne.say("er der flere?", "find_solution")
    assert anne.text == "Det var dem alle."
    assert anne.offered == []


def test_what_narrows_the_list_holds_on_its_next_page(room: Room, anne: Talk) -> None:
    gone = {room[1].send("anne", TRAVEL).number for _ in range(9)}
    for number in gone:
        room[1].cases.withdraw("anne", number, "")
    anne.say("vis mine annullerede sager", "my_cases")
    first = anne.numbers()
    anne.say("vis resten", "find_solution")
    assert set(first) | set(anne.numbers()) == gone


def test_from_a_case_one_comes_back_to_the_page_one_was_on(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    anne.say("vis flere", "find_solution")
    page = anne.numbers()
    anne.say(f"vis sag {page[0]}", "case_status")
    anne.say("tilbage til listen", "find_solution")
    assert anne.numbers() == page


def test_from_a_case_that_was_pointed_at_too(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    page = anne.numbers()
    anne.say("den sidste", "find_solution")
    assert anne.card("case").number == page[-1]
    anne.say("tilbage til listen", "find_solution")
    assert anne.numbers() == page


def test_a_single_word_after_a_case_is_no_page(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    anne.say(f"vis sag {anne.numbers()[0]}", "case_status")
    anne.say("mere", "greet")
    assert not any(card.type == "case_list" for said in anne.reply.utterances for card in said.cards)


def test_where_something_else_was_talked_of_there_is_no_list(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    anne.say("hej", "greet")
    anne.say("vis flere", "greet")
    assert not any(card.type == "case_list" for said in anne.reply.utterances for card in said.cards)


def typed(talk: Talk, text: str) -> Turn:
    return Turn(talk.person, "c", text, "find_solution", talk.state, TODAY)


@pytest.mark.parametrize("form", ["validate_report_form", "validate_tree_form", "validate_prompt_form"])
def test_a_form_leaves_it_to_the_list_that_came_in_between(anne: Talk, form: str) -> None:
    anne.say("mine sager", "my_cases")
    anne.state.flow = "report"
    assert CAPABILITIES[form](anne.services, typed(anne, "vis flere")).rejected


def test_a_form_takes_a_single_word_for_its_answer(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    anne.state.flow = "tree"
    anne.state.tree = TreeProgress(tree="root")
    assert not CAPABILITIES["validate_tree_form"](anne.services, typed(anne, "flere")).rejected


def test_it_outlives_the_process(anne: Talk) -> None:
    anne.say("mine sager", "my_cases")
    anne.state = ConversationState.model_validate_json(anne.state.model_dump_json())
    first = anne.numbers()
    anne.say("vis flere", "find_solution")
    assert not set(first) & set(anne.numbers())
