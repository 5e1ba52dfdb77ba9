"""The overview in the talk: what the words ask for, what was understood, pages, and the one case that is meant."""

from __future__ import annotations

import pytest

from bot.container import Container
from tests.actions.desk_room import Talk
from tests.town import Town

Room = tuple[Container, Town]

PAY, TRAVEL = "manglende-eller-forkert-loen", "koerselsgodtgoerelse"
COMPUTER = "fejl-pc-printer-program"  # its cases are seen by the unit


@pytest.fixture
def anne(room: Room) -> Talk:
    return Talk(room[0], "anne")


def test_the_words_narrow_the_list_and_what_was_understood_is_said(room: Room, anne: Talk) -> None:
    _, town = room
    pay = town.send("anne", PAY)
    town.send("anne", TRAVEL)
    gone = town.send("anne", PAY)
    town.cases.withdraw("anne", gone.number, "")
    anne.say("vis mine åbne lønsager fra marts", "my_cases")
    assert anne.text.startswith("Åbne sager om løn fra marts 2026: 1")
    assert anne.numbers() == [pay.number]
    assert anne.card("case_list").url == "/sager?tilstand=aabne&omraade=loen&fra=2026-03-01&til=2026-03-31"


def test_each_thing_that_narrows_can_be_dropped_and_all_of_them(room: Room, anne: Talk) -> None:
    _, town = room
    pay, travel = town.send("anne", PAY), town.send("anne", TRAVEL)
    anne.say("åbne sager om løn", "my_cases")
    assert anne.numbers() == [pay.number]
    anne.press("Fra alle områder")
    assert set(anne.numbers()) == {pay.number, travel.number}
    anne.press("Vis alle mine sager")
    assert anne.text.startswith("Her er dine sager.")


def test_nothing_found_says_what_was_looked_for_and_offers_less(room: Room, anne: Talk) -> None:
    room[1].send("anne", TRAVEL)
    anne.say("vis mine åbne lønsager fra 2024", "my_cases")
    assert anne.text == "Jeg fandt ingen åbne sager om løn fra 2024."
    anne.press("Vis alle mine sager")
    assert len(anne.numbers()) == 1


def test_a_topic_is_found_by_its_words(room: Room, anne: Talk) -> None:
    _, town = room
    town.send("anne", PAY)
    travel = town.send("anne", TRAVEL)
    anne.say("hvad har jeg sendt om kørsel", "my_cases")
    assert anne.numbers() == [travel.number]


def test_the_list_goes_on_page_by_page(room: Room, anne: Talk) -> None:
    _, town = room
    sent = {town.send("anne", TRAVEL).number for _ in range(10)}
    anne.say("mine sager", "my_cases")
    first = anne.numbers()
    assert len(first) == 8
    anne.press("Vis flere (8 af 10 er vist)")
    assert set(first) | set(anne.numbers()) == sent
    assert not any(title.startswith("Vis flere") for title in anne.titles)


def test_of_several_open_cases_the_newest_is_told_and_the_others_offered(room: Room, anne: Talk) -> None:
    _, town = room
    first = town.send("anne", PAY)
    town.clock.move(hours=1)
    last = town.send("anne", TRAVEL)
    anne.say("hvordan går det med min sag", "case_status")
    assert anne.card("case").number == last.number
    assert "1 anden åben sag" in anne.text
    anne.press(first.number)
    assert anne.card("case").number == first.number


def test_the_case_talked_of_stays_the_one_that_is_meant(room: Room, anne: Talk) -> None:
    _, town = room
    first = town.send("anne", PAY)
    town.send("anne", TRAVEL)
    anne.say(f"sag {first.number}", "case_status")
    anne.say("hvordan går det med min sag", "case_status")
    assert anne.card("case").number == first.number


def test_a_person_and_a_topic_lead_to_the_one_case(room: Room) -> None:
    services, town = room
    about_ida = town.send("per", "syge-og-raskmelding", subject="ida")
    town.send("per", TRAVEL)
    talk = Talk(services, "per")
    talk.say("hvor langt er Idas sygemelding?", "case_status")
    assert talk.card("case").number == about_ida.number


def test_several_that_fit_are_listed_the_newest_first(room: Room, anne: Talk) -> None:
    _, town = room
    one = town.send("anne", TRAVEL)
    town.clock.move(hours=1)
    two = town.send("anne", TRAVEL)
    town.send("anne", PAY)
    anne.say("hvor langt er min sag om kørsel", "case_status")
    assert anne.numbers() == [two.number, one.number]
    assert "Hvilken mener du?" in anne.text


def test_a_colleagues_case_is_found_only_by_those_who_may_see_it(room: Room) -> None:
    services, town = room
    sent = town.send("soeren", TRAVEL)
    town.grant("kim", "view_unit:rejser", "skole")
    seen = services.cases.get("kim", sent.number) is not None
    kim = Talk(services, "kim")
    kim.say("hvor langt er Sørens kørsel?", "case_status")
    assert seen
    assert kim.card("case").number == sent.number
    ida = Talk(services, "ida")
    ida.say("hvor langt er Sørens kørsel?", "case_status")
    assert sent.number not in ida.text
    assert ida.text.startswith("Jeg fandt ingen sager om “Søren kørsel”")


def test_what_awaits_one_is_narrowed_by_area_and_else_all_is_shown(room: Room) -> None:
    services, town = room
    back = town.send("anne", PAY)
    town.settle()
    town.desk.ask("worker", back.number, "Hvilken måned?")
    town.settle()
    anne = Talk(services, "anne")
    anne.say("hvad venter på mig?", "awaiting_me")
    assert anne.numbers() == [back.number]
    anne.say("hvilke sager om it venter på mig", "awaiting_me")
    assert anne.numbers() == [back.number]  # none about it, and what waits is not kept back
    anne.say("hvilke sager om løn venter på mig", "awaiting_me")
    assert anne.text.startswith("Sager om løn, der venter på dig: 1")


def test_a_unit_is_named_in_words(room: Room) -> None:
    services, town = room
    ours, elsewhere = town.send("jonas", COMPUTER), town.send("per", COMPUTER)
    leader = Talk(services, "bo")
    unit = services.access.unit("skole-b")
    assert unit is not None
    leader.say(f"vis alle sager i {unit.name.lower()}", "my_cases")
    assert leader.text.startswith(f"Sager i {unit.name}: 1")
    assert leader.numbers() == [ours.number]
    assert elsewhere.number not in leader.text


def test_who_sees_no_unit_names_one_in_vain(room: Room, anne: Talk) -> None:
    services, town = room
    own = town.send("anne", COMPUTER)
    unit = services.access.unit("pleje-a")
    assert unit is not None
    anne.say(f"vis sager i {unit.name}", "my_cases")
    assert own.number in anne.text or "Jeg fandt ingen" in anne.text
    assert town.send("per", COMPUTER).number not in anne.text


def test_a_leader_without_cases_of_their_own_is_offered_the_units(room: Room) -> None:
    services, town = room
    number = town.send("jonas", COMPUTER).number
    leader = Talk(services, "bo")
    leader.say("mine sager", "my_cases")
    assert leader.text == "Du har ingen sager."
    leader.press("Vis enhedens sager")
    assert leader.numbers() == [number]


def test_a_colleagues_cases_are_found_without_a_capital(room: Room) -> None:
    services, town = room
    theirs, others = town.send("jonas", COMPUTER).number, town.send("bo", COMPUTER).number
    leader = Talk(services, "bo")
    leader.say("vis jonass sager", "my_cases")
    assert leader.numbers() == [theirs]
    leader.say("vis alles sager", "my_cases")
    assert leader.numbers() == [others]
