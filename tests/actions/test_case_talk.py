"""What is asked to be done with a case in a few words is done with the case that is meant, or it is asked which."""

from __future__ import annotations

import pytest

from bot.cases.types import CaseView
from bot.container import Container
from tests.actions.desk_room import Talk
from tests.town import Town

Room = tuple[Container, Town]

PAY, TRAVEL = "manglende-eller-forkert-loen", "koerselsgodtgoerelse"
ANY = "find_solution"  # what the engine makes of the words does not matter


@pytest.fixture
def anne(room: Room) -> Talk:
    return Talk(room[0], "anne")


@pytest.fixture
def both(room: Room) -> tuple[str, str]:
    """Anne's report of her pay, and a later one of her driving."""
    town = room[1]
    pay = town.send("anne", PAY).number
    town.clock.move(hours=1)
    return pay, town.send("anne", TRAVEL).number


def stored(room: Room, number: str, person: str = "anne") -> CaseView:
    case = room[0].cases.get(person, number)
    assert case is not None
    return case


def test_the_case_that_was_shown_is_meant(room: Room, anne: Talk, both: tuple[str, str]) -> None:
    anne.say(f"vis sag {both[0]}", "case_status")
    anne.say("træk den tilbage", ANY)
    assert both[0] in anne.text
    assert stored(room, both[0]).state == "modtaget"
    anne.press("Ja, træk den tilbage")
    assert stored(room, both[0]).state == "annulleret"


def test_the_place_in_the_list_is_meant(room: Room, anne: Talk, both: tuple[str, str]) -> None:
    anne.say("mine sager", "my_cases")
    second = anne.numbers()[1]
    anne.say("skriv til nummer 2", ANY)
    anne.say("Her er datoerne.", ANY)
    assert stored(room, second).history[-1].text == "Her er datoerne."


def test_the_words_name_the_case_also_without_a_list(room: Room, anne: Talk, both: tuple[str, str]) -> None:
    anne.say("jeg vil skrive til den om kørsel", ANY)
    assert both[1] in anne.text
    anne.say("Det var 40 km.", ANY)
    assert stored(room, both[1]).history[-1].text == "Det var 40 km."


def test_where_several_can_be_meant_it_is_asked_which(room: Room, anne: Talk, both: tuple[str, str]) -> None:
    anne.say("mine sager", "my_cases")
    anne.say("slet den", ANY)
    assert "Hvilken sag mener du?" in anne.text
    anne.press(both[0])
    anne.press("Ja, træk den tilbage")
    assert stored(room, both[0]).state == "annulleret"
    assert stored(room, both[1]).state != "annulleret"


def test_where_no_case_was_talked_of_the_words_are_left_to_the_engine(anne: Talk, both: tuple[str, str]) -> None:
    anne.say("slet den", "greet")
    assert "Hvilken sag" not in anne.text
    anne.say("vis den om kørsel", "greet")
    assert "Hej" in anne.text


def test_what_was_talked_of_before_something_else_is_not_den(anne: Talk, both: tuple[str, str]) -> None:
    anne.say(f"vis sag {both[0]}", "case_status")
    anne.say("hej", "greet")
    anne.say("slet den", "greet")
    assert both[0] not in anne.text


def test_to_approve_is_asked_about_first(room: Room) -> None:
    number = room[1].send("anne", TRAVEL).number
    leader = stored(room, number).approver_id
    assert leader is not None
    talk = Talk(room[0], leader)
    talk.say("hvad venter på mig", "awaiting_me")
    talk.say("godkend den første", "affirm")
    assert f"Vil du godkende sag {number}" in talk.text
    assert stored(room, number).state == "afventer_godkendelse"
    talk.say("ja", "affirm")
    assert stored(room, number).state == "modtaget"


def test_a_later_yes_approves_nothing(room: Room) -> None:
    number = room[1].send("anne", TRAVEL).number
    leader = stored(room, number).approver_id
    assert leader is not None
    talk = Talk(room[0], leader)
    talk.say(f"godkend sag {number}", ANY)
    talk.say("hej", "greet")
    talk.say("ja", "affirm")
    assert stored(room, number).state == "afventer_godkendelse"


def test_a_yes_is_to_what_was_asked_last(room: Room) -> None:
    first, second = (room[1].send("anne", TRAVEL).number for _ in range(2))
    leader = stored(room, first).approver_id
    assert leader is not None
    talk = Talk(room[0], leader)
    talk.say(f"godkend sag {first}", ANY)
    talk.say(f"træk sag {second} tilbage", "affirm")
    talk.say("ja", "affirm")
    assert stored(room, first).state == stored(room, second).state == "afventer_godkendelse"
    talk.say(f"godkend sag {first}", ANY)
    talk.say(f"godkend sag {second}", "affirm")
    talk.say("ja", "affirm")
    assert [stored(room, one).state for one in (first, second)] == ["afventer_godkendelse", "modtaget"]


def test_one_is_not_approved_by_choosing_it_among_several(room: Room) -> None:
    number, _ = (room[1].send("anne", TRAVEL).number for _ in range(2))
    leader = stored(room, number).approver_id
    assert leader is not None
    talk = Talk(room[0], leader)
    talk.say("jeg vil godkende den om kørsel", ANY)
    talk.press(number)
    assert talk.card("case").number == number
    assert stored(room, number).state == "afventer_godkendelse"


def test_of_several_the_one_with_which_it_can_be_done_is_meant(room: Room, both: tuple[str, str], anne: Talk) -> None:
    room[0].cases.withdraw("anne", both[0], "")
    anne.say("mine sager", "my_cases")
    anne.say("slet den", ANY)
    assert f"Vil du trække sag {both[1]}" in anne.text


def test_what_is_done_with_nothing_but_cases_asks_which(anne: Talk, both: tuple[str, str]) -> None:
    anne.say("jeg vil følge den", "withdraw_case")
    assert "Hvilken sag vil du følge?" in anne.text
    anne.say("godkend sagen", "affirm")
    assert "venter på dig" in anne.text


def test_how_far_somebodys_case_is_finds_it(room: Room) -> None:
    services, town = room
    number = town.send("anne", TRAVEL).number
    leader = stored(room, number).approver_id
    assert leader is not None
    talk = Talk(services, leader)
    talk.say("hvor langt er annes kørsel", ANY)
    assert talk.card("case").number == number


def test_after_a_fortryd_it_is_still_the_case_that_is_talked_of(anne: Talk, both: tuple[str, str]) -> None:
    anne.say(f"vis sag {both[0]}", "case_status")
    anne.say("fortryd", "cancel")
    anne.say("hvornår får jeg svar", ANY)
    assert anne.card("case").number == both[0]


def test_what_does_not_wait_for_one_is_not_approved(room: Room, anne: Talk) -> None:
    number = room[1].send("anne", PAY).number
    anne.say(f"vis sag {number}", "case_status")
    anne.say("godkend den", "affirm")
    assert anne.text == f"Sag {number} venter ikke på, at du godkender den."
    assert not any("approve" in action.payload for action in anne.offered)


def test_what_the_case_tells_is_asked_in_many_words(anne: Talk, both: tuple[str, str]) -> None:
    anne.say(f"vis sag {both[0]}", "case_status")
    for text in ("hvem sidder med den?", "hvornår bliver den færdig", "hvorfor er den ikk færdi"):
        anne.say(text, ANY)
        assert anne.card("case").number == both[0], text


def test_a_case_one_may_not_see_is_not_acted_on(room: Room, anne: Talk) -> None:
    anne.say(f"vis sag {room[1].send('bo', PAY).number}", "case_status")
    anne.say("slet den", "greet")
    assert "træk" not in anne.text.lower()
