"""Both desks keep the contract, and a whole hand-over goes through the other one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.handover.built_in import BuiltInDesk
from bot.handover.relay import Relay
from bot.handover.types import Package, Titled
from tests.handover.desk_contract import DeskContract
from tests.handover.floor import ANNE, Floor
from tests.handover.other_desk import HttpDesk, Service


class _People:
    """The people of the built-in desk."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def take(self, ref: str, who: str) -> None:
        self._floor.desk.take(who, ref)

    def say(self, ref: str, who: str, text: str) -> None:
        self._floor.say(self._floor.people_row(ref), text, by=who)

    def read(self, ref: str, who: str) -> list[str]:
        return [message.text for message in self._floor.reading.messages(who, ref)]

    def move(self, ref: str, who: str, to: str) -> None:
        self._floor.desk.transfer(who, ref, to)

    def put_back(self, ref: str, who: str) -> None:
        self._floor.desk.put_back(who, ref)

    def give_back(self, ref: str, who: str, note: str) -> None:
        self._floor.desk.give_back(who, ref, note)

    def close(self, ref: str, who: str, text: str) -> None:
        self._floor.desk.close(who, ref, "solved", text)


class TestBuiltInDesk(DeskContract):
    @pytest.fixture
    def desk(self, floor: Floor) -> BuiltInDesk:
        return floor.built_in

    @pytest.fixture
    def floorwork(self, floor: Floor) -> _People:
        return _People(floor)


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    yield service
    service.stop()


@pytest.mark.slow
class TestOtherDesk(DeskContract):
    @pytest.fixture
    def desk(self, service: Service) -> HttpDesk:
        return HttpDesk(service.url)

    @pytest.fixture
    def floorwork(self, service: Service) -> Service:
        return service


@pytest.fixture
def relay(floor: Floor, service: Service) -> Relay:
    town = floor.town
    return Relay(town.sessions, town.access, floor.transitions, HttpDesk(service.url), str.capitalize)


def test_a_whole_hand_over_goes_through_the_other_desk(floor: Floor, service: Service, relay: Relay) -> None:
    floor.write("Min løn er forkert")
    handover = floor.ask(package=Package(asked="Min løn er forkert"))
    relay.run_once()
    (ref,) = service.talks
    assert service.talks[ref]["offer"]["package"]["asked"] == "Min løn er forkert"
    assert service.talks[ref]["offer"]["person"]["unit"] == "Skole-a"
    floor.write("fra februar")
    service.take(ref, "support")
    service.say(ref, "support", "Hej Anne, jeg kigger på det")
    for _ in range(3):  # events may come again
        relay.run_once()
    assert floor.owner() == "agent:desk/support"
    assert floor.bot("Jeg ved det godt!") == []
    assert [text for text in service.read(ref, "support") if "Hej" not in text] == ["Min løn er forkert", "fra februar"]
    said = [message for message in floor.town.talks.transcript(floor.talk()) if message.sender == "agent"]
    assert [(message.author, message.text) for message in said] == [("Rikke Storm", "Hej Anne, jeg kigger på det")]
    floor.clock.move(minutes=5)
    assert floor.patience.run_once() == 0  # of their people no sign of life is known here
    service.close(ref, "support", "Den er rettet")
    relay.run_once()
    assert (floor.owner(), floor.row(handover).outcome) == ("bot", "solved")
    assert "Den er rettet" in floor.last()


def test_who_leaves_is_taken_off_the_other_desks_list(floor: Floor, service: Service, relay: Relay) -> None:
    floor.ask()
    relay.run_once()
    floor.people.leave(floor.talk())
    relay.run_once()
    (talk,) = service.talks.values()
    assert talk["state"] == "ended"


def test_whoever_takes_it_there_when_the_person_has_gone_changes_nothing_here(
    floor: Floor, service: Service, relay: Relay
) -> None:
    floor.ask()
    relay.run_once()
    (ref,) = service.talks
    floor.people.leave(floor.talk())
    service.take(ref, "support")
    service.say(ref, "support", "Hallo?")
    relay.run_once()
    assert floor.owner() == "bot"
    assert "Hallo?" not in str(floor.said())


def test_what_is_sensitive_does_not_leave_the_house_unshared(floor: Floor, service: Service, relay: Relay) -> None:
    floor.write("Jeg er syg")
    floor.ask(package=Package(asked="Jeg er syg", topic=Titled("syg", "Sygdom"), area="fravaer", sensitive=True))
    relay.run_once()
    assert "syg" not in str(service.talks).lower()


def test_a_desk_that_does_not_answer_is_asked_again_and_nothing_is_lost(
    floor: Floor, service: Service, relay: Relay
) -> None:
    floor.ask(ANNE)
    service.stop()
    assert relay.run_once() == 0
    assert (floor.owner(), floor.row(floor.ask(ANNE)).desk_ref) == ("queue", None)
