"""Working on a case in the talk: answers, files, opening again, following, and sending it as the right report."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from bot.actions.registry import CAPABILITIES
from bot.cases.model import DraftRow
from bot.cases.types import CaseView
from bot.container import Container
from bot.messages.message import actions_of
from bot.settings import PROJECT
from tests.actions.desk_room import Talk
from tests.town import Town

Room = tuple[Container, Town]
PAY, TRAVEL = "manglende-eller-forkert-loen", "koerselsgodtgoerelse"


@pytest.fixture
def anne(room: Room) -> Talk:
    return Talk(room[0], "anne")


def seen(town: Town, number: str, person: str = "anne") -> CaseView:
    case = town.cases.get(person, number)
    assert case is not None
    return case


def asked(town: Town, *choices: str) -> str:
    number = town.send("anne", PAY).number
    town.settle()
    town.desk.ask("worker", number, "Hvilken måned?", choices)
    town.settle()
    return number


def solved(town: Town) -> str:
    number = town.send("anne", PAY).number
    town.settle()
    town.desk.take("worker", number)
    town.desk.solve("worker", number, "Rettet.")
    town.settle()
    return number


def test_a_question_with_choices_is_answered_with_one_press(room: Room, anne: Talk) -> None:
    number = asked(room[1], "Marts", "April")
    anne.say(f"svar på sag {number}", "answer_case")
    assert anne.titles[:2] == ["Marts", "April"]
    anne.press("April")
    assert anne.state.flow is None
    assert (seen(room[1], number).history[-1].text, seen(room[1], number).state) == ("April", "under_behandling")


def test_a_choice_of_an_older_question_is_asked_about_and_not_sent(room: Room, anne: Talk) -> None:
    _, town = room
    number = asked(town, "Marts", "April")
    anne.say(f"svar på sag {number}", "answer_case")
    old = next(action.payload for action in anne.offered if action.title == "April")
    town.cases.answer("anne", number, "Ved ikke")
    town.settle()
    town.desk.ask("worker", number, "Hvilket år?", ["2025", "2026"])
    town.settle()
    anne.send(old)
    assert seen(town, number).history[-1].text.startswith("Hvilket år?")
    assert "Hvilket år?" in anne.text


def test_words_of_ones_own_are_an_answer_too(room: Room, anne: Talk) -> None:
    number = asked(room[1], "Marts", "April")
    anne.say(f"svar på sag {number}", "answer_case")
    anne.say("Både marts og april", "inform")
    assert seen(room[1], number).history[-1].text == "Både marts og april"


@pytest.mark.parametrize("answering", [True, False])
def test_a_file_is_sent_through_a_form_as_an_answer_or_by_itself(room: Room, anne: Talk, answering: bool) -> None:
    services, town = room
    number = asked(town)
    if answering:
        anne.say(f"svar på sag {number}", "answer_case")
        anne.press("Svar med en fil")
    else:
        anne.say(f"vedhæft en fil på sag {number}", "comment_case")
    form = anne.card("form")
    assert [field.hint for field in form.fields] == ["file", "text"]
    file = services.attachments.add("anne", None, "a.pdf", "", b"%PDF-1.4")
    anne.send_values(form.submit.payload, {"files": [file.id], "text": "Se bilag"})
    last = seen(town, number).history[-1]
    assert last.text == "Se bilag\nVedhæftet: a.pdf"
    assert last.kind == ("answer" if answering else "comment")
    assert [one.id for one in services.attachments.of_case("worker", number)] == [file.id]


def test_somebody_elses_file_cannot_be_attached(room: Room, anne: Talk) -> None:
    services, town = room
    number = town.send("anne", PAY).number
    theirs = services.attachments.add("soeren", None, "a.pdf", "", b"%PDF-1.4")
    anne.say(f"vedhæft en fil på sag {number}", "comment_case")
    anne.send_values(anne.card("form").submit.payload, {"files": [theirs.id]})
    assert "ikke længere klar" in anne.text
    assert len(seen(town, number).history) == 1


def test_a_form_sent_without_a_file_asks_for_one(room: Room, anne: Talk) -> None:
    number = room[1].send("anne", PAY).number
    anne.say(f"vedhæft en fil på sag {number}", "comment_case")
    anne.send_values(anne.card("form").submit.payload, {"files": []})
    assert anne.card("form").fields[0].error == "Vælg mindst én fil."


@pytest.mark.parametrize("said", ["genåbn sag {}", "kan du åbne sag {} igen"])
def test_a_solved_case_is_opened_again_with_the_reason(room: Room, anne: Talk, said: str) -> None:
    number = solved(room[1])
    anne.say(said.format(number), "case_status")
    assert "Hvad er der stadig galt" in anne.text
    anne.say("Tillægget mangler stadig.", "inform")
    assert seen(room[1], number).state == "genaabnet"
    assert seen(room[1], number).history[-1].text == "Tillægget mangler stadig."


def test_in_other_words_it_is_asked_first(room: Room, anne: Talk) -> None:
    number = solved(room[1])
    anne.say(f"sag {number} burde genåbnes", "case_status")
    anne.press("Genåbn sagen")
    assert "Hvad er der stadig galt" in anne.text


def test_what_cannot_be_opened_again_says_why(room: Room, anne: Talk) -> None:
    services, town = room
    number = town.send("anne", PAY).number
    anne.say(f"genåbn sag {number}", "case_status")
    assert anne.text == f"Sag {number} er ikke lukket: Den er modtaget."
    done = solved(town)
    town.clock.move(days=15)
    services.cases.close_solved()
    anne.say(f"genåbn sag {done}", "case_status")
    assert "kan ikke åbnes igen" in anne.text


def test_the_button_stands_on_the_card_when_it_may_be_pressed(room: Room, anne: Talk) -> None:
    anne.say(f"sag {solved(room[1])}", "case_status")
    assert "Genåbn sagen" in anne.titles
    anne.say(f"sag {room[1].send('anne', PAY).number}", "case_status")
    assert "Genåbn sagen" not in anne.titles


def test_a_colleagues_case_is_followed_and_the_follower_is_told(room: Room) -> None:
    services, town = room
    number = town.send("anne", TRAVEL).number
    town.grant("kim", "view_unit:rejser", "skole")
    kim = Talk(services, "kim")
    kim.say(f"jeg vil gerne følge sag {number}", "case_status")
    assert kim.text.startswith(f"Du følger nu sag {number}")
    town.clock.move(minutes=1)
    town.cases.withdraw("anne", number, "")
    services.notices.tell_of("followed_case")
    (notice,) = services.notices.take("kim")
    assert "som du følger: annulleret." in notice.text
    kim.send(next(action.payload for action in notice.actions if action.title == "Følg den ikke længere"))
    kim.say("sager jeg følger", "my_cases")
    assert kim.text.startswith("Jeg fandt ingen fulgte sager")


def test_who_may_not_see_a_case_is_told_there_is_none(room: Room) -> None:
    services, town = room
    number = town.send("anne", PAY).number
    ida = Talk(services, "ida")
    for said in ("følg sag {}", "genåbn sag {}", "vedhæft en fil på sag {}"):
        ida.say(said.format(number), "case_status")
        assert ida.text.startswith(f"Jeg kan ikke finde sag {number}")


def test_a_rejected_report_goes_on_as_the_right_one_with_the_answers_that_fit(room: Room, anne: Talk) -> None:
    services, town = room
    number = town.send("anne", PAY, beskrivelse="Kørsel til kursus").number
    town.settle()
    town.desk.reject("worker", number, "Det er kørsel.", belongs_to=TRAVEL)
    town.settle()
    anne.say(f"sag {number}", "case_status")
    assert anne.titles[0] == "Send den rigtigt"
    reply = anne.press("Send den rigtigt")
    assert reply.start_flow == "report_form"
    assert anne.state.flow == "report"
    draft = services.drafts.get("anne", str(anne.state.draft_id))
    assert draft is not None
    assert (draft.solution_id, draft.refiled_from) == (TRAVEL, number)
    first = draft.id
    anne.state.leave_flow()
    anne.send(f'/refile_case{{"number": "{number}"}}')
    assert anne.state.draft_id == first  # the same draft, and no second one
    with services.engine.connect() as connection:
        open_drafts = sa.select(sa.func.count()).select_from(DraftRow).where(DraftRow.state != "sent")
        assert connection.execute(open_drafts).scalar() == 1


def test_a_case_that_was_not_rejected_is_not_sent_anew(room: Room, anne: Talk) -> None:
    number = room[1].send("anne", PAY).number
    anne.send(f'/refile_case{{"number": "{number}"}}')
    assert anne.text.startswith("Sagen kan ikke sendes på ny.")
    assert anne.state.flow is None


def test_every_button_of_a_case_has_an_intent_a_rule_and_an_action(room: Room, anne: Talk) -> None:
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))
    intents = {name if isinstance(name, str) else next(iter(name)) for name in domain["intents"]}
    ruled = set()
    for file in Path(PROJECT / "data/rules").glob("*.yml"):
        for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]:
            ruled |= {step["intent"] for step in rule["steps"] if "intent" in step}
    town = room[1]
    town.settle()
    cards = []
    for number in (asked(town, "a", "b"), solved(town), town.send("anne", PAY).number):
        anne.say(f"sag {number}", "case_status")
        cards += [card for utterance in anne.reply.utterances for card in utterance.cards]
    pressed = {action.payload[1:].partition("{")[0] for action in actions_of(cards)}
    assert {"answer_case", "attach_file", "reopen_case", "comment_case", "withdraw_case"} <= pressed
    for intent in pressed | {"follow_case", "unfollow_case", "refile_case"}:
        assert intent in intents
        assert intent in ruled
        assert f"action_{intent}" in CAPABILITIES
        assert f"action_{intent}" in domain["actions"]
