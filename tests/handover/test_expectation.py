"""What is said of the wait is true: hours, holidays, who is there, and a number only where there is one."""

from __future__ import annotations

from datetime import datetime

import pytest
from pydantic import ValidationError

from bot.clock import LOCAL, local
from bot.dialogue.rendering import handover as wording
from bot.handover.expectation import FEWEST
from bot.knowledge.opening_schema import OpeningHours
from tests.handover.floor import ANNE, BO, HOURS, IDA, RIKKE, Floor


def at(floor: Floor, *moment: int) -> None:
    floor.clock.at = datetime(*moment, tzinfo=LOCAL)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("moment", "is_open", "opens", "why"),
    [
        ((2026, 3, 2, 8, 0), True, None, None),
        ((2026, 3, 2, 7, 59), False, (2026, 3, 2, 8, 0), None),
        ((2026, 3, 2, 15, 30), False, (2026, 3, 3, 8, 0), None),
        ((2026, 3, 6, 14, 0), False, (2026, 3, 9, 8, 0), None),  # Friday afternoon
        ((2026, 4, 2, 10, 0), False, (2026, 4, 7, 8, 0), "Skærtorsdag"),
        ((2026, 6, 5, 10, 0), False, (2026, 6, 8, 8, 0), "grundlovsdag"),
        ((2026, 12, 24, 9, 0), False, (2026, 12, 28, 8, 0), "juleaftensdag"),
        ((2026, 12, 23, 11, 59), True, None, None),
        ((2026, 12, 23, 12, 0), False, (2026, 12, 28, 8, 0), None),
        ((2026, 3, 29, 2, 30), False, (2026, 3, 30, 8, 0), None),  # the night that summer time begins
        ((2026, 10, 25, 23, 59), False, (2026, 10, 26, 8, 0), None),  # the day that it ends
    ],
)
def test_the_hours_hold_on_every_day(
    floor: Floor, moment: tuple[int, ...], is_open: bool, opens: tuple[int, ...] | None, why: str | None
) -> None:
    at(floor, *moment)
    now = floor.opening.now()
    assert now.open is is_open
    assert (local(now.opens_at).timetuple()[:5] if now.opens_at else None) == opens
    assert now.holiday == why


def test_without_hours_it_counts_as_open(floor: Floor) -> None:
    floor.hours = None
    assert floor.opening.now().open


def test_a_desk_that_never_opens_names_no_day(floor: Floor) -> None:
    floor.hours = OpeningHours(week={})
    assert floor.opening.now().opens_at is None
    assert wording.expected(floor.expectations.now(ANNE), floor.clock()) == "1.-linje har lukket lige nu."


def test_hours_are_told_in_words() -> None:
    assert HOURS.words() == (
        "Mandag-onsdag kl. 8.00-15.30, torsdag kl. 8.00-17.00 og fredag kl. 8.00-14.00. "
        "Lukket på helligdage, grundlovsdag og juleaftensdag."
    )


@pytest.mark.parametrize(
    "hours",
    [
        {"week": {"mandag": "8-15"}}, {"week": {"mandag": "15.00-08.00"}}, {"week": {"mandg": "08.00-15.00"}},
        {"week": {}, "other_days": [{"day": "24-12", "name": "jul"}]},
        {"week": {}, "other_days": [{"day": "02-30", "name": "?"}]},
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(hours: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OpeningHours.model_validate(hours)


def test_whoever_asks_is_not_counted_as_one_who_helps(floor: Floor) -> None:
    floor.presence.sign_off(RIKKE)
    assert floor.expectations.now(BO).present == 0
    assert floor.expectations.now(ANNE).present == 1


def test_a_supporter_who_is_away_or_was_not_heard_of_is_not_there(floor: Floor) -> None:
    floor.presence.set_available(RIKKE, False)
    assert floor.expectations.now(ANNE).present == 1
    floor.presence.beat(RIKKE)  # still away: a sign of life is no wish to take conversations
    floor.clock.move(seconds=46)
    floor.presence.beat(RIKKE)
    assert floor.expectations.now(ANNE).present == 0


def test_a_waiting_time_is_told_only_where_enough_waits_are_known_at_this_hour(floor: Floor) -> None:
    for number in range(FEWEST):
        assert floor.expectations.now(ANNE).minutes is None
        handover = floor.ask(IDA)
        floor.clock.move(minutes=number % 3, seconds=30)
        floor.desk.take(RIKKE, handover.id)
        floor.desk.close(RIKKE, handover.id, "solved")
        floor.clock.move(minutes=3)
    at(floor, 2026, 3, 3, 10, 15)
    floor.presence.beat(RIKKE)
    expectation = floor.expectations.now(ANNE)
    assert expectation.minutes == 2  # the median of half a minute, one and a half and two and a half, rounded up
    assert "omkring 2 minutter" in wording.expected(expectation, floor.clock())
    at(floor, 2026, 3, 3, 13, 15)
    assert floor.expectations.now(ANNE).minutes is None  # nothing is known of this hour
    at(floor, 2026, 4, 20, 10, 15)
    assert floor.expectations.now(ANNE).minutes is None  # and all of that was long ago


@pytest.mark.parametrize(("waiting", "words"), [(0, "ingen i kø"), (1, "én i kø"), (2, "2 i kø")])
def test_the_queue_is_told_as_it_is(floor: Floor, waiting: int, words: str) -> None:
    for person in (IDA, "soeren")[:waiting]:
        floor.ask(person)
    assert words in wording.expected(floor.expectations.now(ANNE), floor.clock())


def test_closed_says_when_it_opens_and_why_it_is_closed(floor: Floor) -> None:
    at(floor, 2026, 6, 5, 10, 0)
    told = wording.expected(floor.expectations.now(ANNE), floor.clock())
    assert told == "1.-linje har lukket lige nu (grundlovsdag). Der åbner igen mandag den 8. juni kl. 8.00."


def test_open_with_nobody_there_is_said_so(floor: Floor) -> None:
    floor.presence.sign_off(RIKKE)
    floor.presence.sign_off(BO)
    expectation = floor.expectations.now(ANNE)
    assert not expectation.staffed
    assert "ingen ved chatten" in wording.expected(expectation, floor.clock())
