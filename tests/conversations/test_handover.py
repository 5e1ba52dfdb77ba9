"""A whole hand-over through the real processes: the queue, a supporter, and back to the bot where it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.container import Container
from bot.handover.types import Handover, Package
from bot.messages.message import Utterance
from tests.client import Employee
from tests.conversations.conftest import Begin
from tests.conversations.ways import start_report

pytestmark = pytest.mark.processes

RIKKE = "rikke.storm"


@pytest.fixture(autouse=True)
def _nobody_stays_at_the_desk(house: Container) -> Iterator[None]:
    """Other talks in the same house find the desk empty, whatever the hour."""
    yield
    house.presence.sign_off(RIKKE)


def waiting(house: Container, person: Employee) -> Handover:
    """The person is in the queue, with Rikke at the desk; whatever the hour, since the hours are tested elsewhere."""
    house.presence.beat(RIKKE)
    conversation = house.conversations.for_person(person.person)
    return house.handovers.request(person.person, conversation.id, "asked", Package(asked="Hjælp"))


def test_while_a_supporter_has_it_the_bot_is_silent_and_afterwards_goes_on_where_it_was(
    begin: Begin, house: Container
) -> None:
    anne = begin("anne.holm")
    start_report(anne, "afholdelse-af-ferie")
    asked = anne.last.asks_for
    handover = waiting(house, anne)
    house.supporters.take(RIKKE, handover.id)
    assert anne.say("hvad er fristen?").messages == []
    house.supporters.say(RIKKE, handover.id, Utterance(text="Hej Anne"), "c1")
    house.supporters.give_back(RIKKE, handover.id, "Datoen er den første feriedag")
    told = anne.transcript()[-1]
    assert told["from"] == "bot" and "Datoen er den første feriedag" in told["text"]
    answer = anne.say("hvad er fristen?")
    assert answer.messages
    assert answer.asks_for == asked


@pytest.mark.parametrize("words", ["fortryd", "jeg vil ud af køen"])
def test_words_leave_the_queue_through_the_real_engine(begin: Begin, house: Container, words: str) -> None:
    ida = begin("anne.holm")
    handover = waiting(house, ida)
    assert "skrevet med" in ida.say("Det er om min ferie").text
    assert "ude af køen" in ida.say(words).text
    assert house.handovers.current(handover.conversation_id) is None
    assert ida.say("hvad kan du hjælpe med?").messages
