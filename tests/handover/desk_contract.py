"""What every desk must do (bot/handover/desk.py). A desk's own tests inherit this class and give it their desk.

`Floorwork` is the other side of the desk: its people, as the test moves them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from bot.handover.desk import Desk, DeskEvent, Line, Offer
from bot.handover.types import Package
from tests.town import MONDAY


class Floorwork(Protocol):
    """Two supporters, "support" (Rikke Storm) and "bo" (Bo Bach)."""

    def take(self, ref: str, who: str) -> None: ...
    def say(self, ref: str, who: str, text: str) -> None: ...
    def read(self, ref: str, who: str) -> list[str]:
        """The texts of the talk as the supporter sees them."""
        ...

    def move(self, ref: str, who: str, to: str) -> None: ...
    def put_back(self, ref: str, who: str) -> None: ...
    def give_back(self, ref: str, who: str, note: str) -> None: ...
    def close(self, ref: str, who: str, text: str) -> None: ...


def offer(number: int = 1, person: str = "anne") -> Offer:
    who = {"id": person, "name": person.capitalize(), "position": "Medarbejder", "unit": "Skole-a"}
    at = MONDAY + timedelta(minutes=number)
    return Offer(f"offer-{number}", who, "asked", Package(asked="Min løn er forkert"), (), at)


def line(number: int, text: str) -> Line:
    return Line(f"line-{number}", "user", text, MONDAY + timedelta(minutes=number))


class DeskContract:
    """Inherit it, with the fixtures `desk` and `floorwork`."""

    def test_an_offer_waits_and_the_same_offer_is_the_same(self, desk: Desk) -> None:
        ref = desk.offer(offer())
        assert desk.offer(offer()) == ref
        assert (desk.status(ref).state, desk.status(ref).place) == ("waiting", 1)

    def test_what_was_never_offered_is_unknown(self, desk: Desk) -> None:
        assert desk.status("nothing").state == "unknown"

    def test_of_two_who_wait_one_is_first_and_one_second(self, desk: Desk) -> None:
        refs = [desk.offer(offer()), desk.offer(offer(2, "ida"))]
        assert sorted(desk.status(ref).place or 0 for ref in refs) == [1, 2]

    def test_taken_it_says_who_has_it(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        status = desk.status(ref)
        assert status.state == "talking"
        assert status.supporter is not None and status.supporter.name == "Rikke Storm"
        assert _kinds(desk) == ["taken"]

    def test_what_the_person_says_comes_once_and_in_order(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        for number in (1, 2, 2):
            desk.append(ref, line(number, f"linje {number}"))
        read = [text for text in floorwork.read(ref, "support") if text.startswith("linje")]
        assert read == ["linje 1", "linje 2"]

    def test_what_a_supporter_says_comes_back_with_their_name(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        floorwork.say(ref, "support", "Hej Anne")
        (said,) = [event for event in _events(desk) if event.kind == "said"]
        assert (said.ref, said.text) == (ref, "Hej Anne")
        assert said.supporter is not None and said.supporter.name == "Rikke Storm"

    def test_events_after_a_cursor_are_those_that_came_later(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        seen, cursor = desk.events("")
        floorwork.say(ref, "support", "Hej")
        fresh, _ = desk.events(cursor)
        assert [event.kind for event in fresh if event.id not in {one.id for one in seen}] == ["said"]

    def test_it_is_given_to_a_colleague(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        floorwork.move(ref, "support", "bo")
        moved = _events(desk)[-1]
        assert (moved.kind, moved.to.id if moved.to else None) == ("moved", "bo")
        status = desk.status(ref)
        assert status.supporter is not None and status.supporter.name == "Bo Bach"

    def test_put_back_it_waits_again(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        floorwork.put_back(ref, "support")
        assert desk.status(ref).state == "waiting"
        assert _kinds(desk) == ["taken", "put_back"]

    def test_given_back_it_has_ended_with_the_note(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        floorwork.give_back(ref, "support", "Udfyld timerne")
        assert desk.status(ref).state == "ended"
        assert (_events(desk)[-1].kind, _events(desk)[-1].text) == ("given_back", "Udfyld timerne")

    def test_closed_it_has_ended_with_an_outcome(self, desk: Desk, floorwork: Floorwork) -> None:
        ref = desk.offer(offer())
        floorwork.take(ref, "support")
        floorwork.close(ref, "support", "Rettet")
        closed = _events(desk)[-1]
        assert (closed.kind, closed.outcome, closed.text) == ("closed", "solved", "Rettet")

    def test_cancelled_nobody_can_take_it_and_cancelling_again_does_no_harm(self, desk: Desk) -> None:
        ref = desk.offer(offer())
        desk.cancel(ref, "left")
        desk.cancel(ref, "left")
        assert desk.status(ref).state == "ended"
        desk.cancel("nothing", "left")

    def test_after_its_end_the_person_can_be_offered_again(self, desk: Desk) -> None:
        ref = desk.offer(offer())
        desk.cancel(ref, "left")
        again = desk.offer(replace(offer(2), id="offer-again"))
        assert again != ref
        assert desk.status(again).state == "waiting"


def _events(desk: Desk) -> list[DeskEvent]:
    return list(desk.events("")[0])


def _kinds(desk: Desk) -> list[str]:
    return [event.kind for event in _events(desk)]
