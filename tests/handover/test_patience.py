"""Nobody is left waiting: closing time, an empty desk, a supporter who is gone, and a person who does not answer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import pytest

from bot.clock import LOCAL
from bot.dialogue.rendering.handover import ended_news
from bot.handover.types import Package, Titled
from bot.notices.handovers import HandoverNews
from tests.handover.floor import ANNE, BO, IDA, RIKKE, Floor


def later(floor: Floor, *present: str, **delta: float) -> int:
    """Time goes by; these supporters are still there."""
    floor.clock.move(**delta)
    for supporter in present:
        floor.presence.beat(supporter)
    return floor.patience.run_once()


def test_a_supporter_who_is_gone_loses_it_to_the_front_of_the_queue(floor: Floor) -> None:
    handover = floor.taken()
    floor.ask(IDA)
    assert later(floor, BO, RIKKE, minutes=1) == 0
    assert later(floor, BO, minutes=3) == 1
    assert floor.reading.queue(BO)[0].id == handover.id
    assert "Rikke Storm" in floor.last() and "forrest" in floor.last()


def test_a_supporter_who_does_not_answer_loses_it_even_if_they_are_there(floor: Floor) -> None:
    floor.taken()
    floor.clock.move(minutes=1)
    floor.write("Hallo?")
    assert later(floor, RIKKE, BO, minutes=9) == 0
    floor.write("Er du der?")  # who asks again does not make the supporter's time longer
    assert later(floor, RIKKE, BO, minutes=2) == 1
    assert floor.owner() == "queue"


def test_whoever_takes_it_and_says_nothing_loses_it_too(floor: Floor) -> None:
    floor.write("Hjælp")
    floor.taken()
    assert later(floor, RIKKE, BO, minutes=9) == 0
    assert later(floor, RIKKE, BO, minutes=2) == 1


def test_a_colleague_who_is_given_it_has_time_of_their_own(floor: Floor) -> None:
    handover = floor.taken()
    floor.write("Hallo?")
    floor.clock.move(minutes=9)
    floor.presence.beat(BO)
    floor.desk.transfer(RIKKE, handover.id, BO)
    assert later(floor, RIKKE, BO, minutes=5) == 0


def test_who_does_not_answer_the_supporter_is_closed_kindly(floor: Floor) -> None:
    handover = floor.taken()
    floor.write("Hej")
    floor.say(handover, "Hvad hedder du?")
    assert later(floor, RIKKE, minutes=29) == 0
    assert later(floor, RIKKE, minutes=2) == 1
    assert (floor.owner(), floor.row(handover).outcome) == ("bot", "silent")
    assert "Intet er gået tabt" in floor.last()


def test_at_closing_time_those_who_wait_get_a_call_back_with_what_they_told(floor: Floor) -> None:
    handover = floor.ask(package=Package(asked="Min løn er forkert", topic=Titled("ferie", "Ferie")))
    floor.clock.at = datetime(2026, 3, 2, 15, 29, tzinfo=LOCAL)
    assert later(floor, RIKKE) == 0
    assert later(floor, RIKKE, minutes=2) == 2  # the wait has ended, and the case is made
    number = floor.row(handover).case_number
    case = floor.town.cases.get(ANNE, str(number))
    assert case is not None and case.answers == {"topic": "ferie", "text": "Min løn er forkert"}
    assert str(number) in floor.last()
    assert (floor.owner(), floor.row(handover).outcome) == ("bot", "call_back")
    assert later(floor, RIKKE, minutes=1) == 0


def test_whoever_is_being_helped_at_closing_time_is_helped_on(floor: Floor) -> None:
    handover = floor.taken()
    floor.say(handover, "Hej")
    floor.clock.at = datetime(2026, 3, 2, 15, 29, tzinfo=LOCAL)
    floor.say(handover, "Et øjeblik")
    later(floor, RIKKE, minutes=2)
    assert floor.owner() == "agent:support"


def test_when_everybody_leaves_nobody_waits_on(floor: Floor) -> None:
    floor.ask()
    floor.presence.sign_off(RIKKE)
    floor.presence.sign_off(BO)
    assert later(floor, minutes=1) == 0  # somebody may come back from a reload
    later(floor, minutes=2)
    assert (floor.owner(), "ringer til dig" in floor.last()) == ("bot", True)


def test_supporters_of_another_part_of_town_help_nobody_here(floor: Floor) -> None:
    floor.town.role("per", "foerste_linje", "pleje")
    floor.ask(ANNE)
    floor.ask(IDA)
    floor.presence.sign_off(RIKKE)
    floor.presence.sign_off(BO)
    later(floor, "per", minutes=3)
    assert (floor.owner(ANNE), floor.owner(IDA)) == ("bot", "queue")


def test_a_promise_is_kept_by_another_process_if_the_first_died(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    handover = floor.ask()
    with monkeypatch.context() as patched:
        patched.setattr(floor.patience, "_call_back", _dies)
        floor.presence.sign_off(RIKKE)
        floor.presence.sign_off(BO)
        later(floor, minutes=3)
    assert (floor.owner(), floor.row(handover).case_number) == ("bot", None)
    assert later(floor) == 1
    assert floor.row(handover).case_number is not None
    assert sum("ringer til dig" in text for _, text in floor.said()) == 1


def _dies(*_: object, **__: object) -> str:
    raise OSError


def test_who_is_back_in_time_keeps_it(floor: Floor) -> None:
    """The sweep has seen that the supporter is gone, and they come back before it acts."""
    floor.taken()
    floor.clock.move(minutes=3)
    seen = floor.presence.last_seen

    def gone_then_back(people: Collection[str]) -> dict[str, datetime]:
        found = seen(people)
        floor.presence.last_seen = seen  # type: ignore[method-assign]
        floor.presence.beat(RIKKE)
        return found

    floor.presence.last_seen = gone_then_back  # type: ignore[method-assign]
    assert floor.patience._talks() == 0
    assert floor.owner() == "agent:support"


def test_the_outcome_is_told_later_to_who_was_not_there_any_more_and_only_to_them(floor: Floor) -> None:
    news = HandoverNews(floor.town.sessions, floor.clock, ended_news)
    handover = floor.taken()
    floor.write("tak")
    floor.desk.close(RIKKE, handover.id, "solved", "Rettet")
    assert news.candidates() == set()
    second = floor.taken(IDA)
    floor.clock.move(minutes=10)
    floor.desk.close(RIKKE, second.id, "solved", "Din ferie er rettet")
    (key,) = news.candidates()
    assert key == (IDA, f"handover:{second.id}:ended")
    (told,) = news.news({IDA: [key[1]]})
    assert "Din ferie er rettet" in told.text
