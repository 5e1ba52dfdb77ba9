"""Calls by week: counted on Danish days, and no small number can be read or worked out."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import UTC
from bot.handover.calls import CallLog
from bot.insight.calls import FEWEST, CallFigures, protected
from tests.town import Town

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def test_calls_are_counted_in_the_danish_week_that_they_came_in(town: Town) -> None:
    for number, at in enumerate([datetime(2026, 3, 1, 22, 59, tzinfo=UTC), datetime(2026, 3, 1, 23, 1, tzinfo=UTC)]):
        log = CallLog(town.sessions, lambda at=at: at)  # type: ignore[misc]
        for call in range(FEWEST + number):
            log.log("rikke", "ferie", "solved", f"{number}-{call}")
    weeks = CallFigures(town.sessions).weeks(BEGIN, END)
    assert [(week.monday, week.total) for week in weeks] == [(date(2026, 2, 23), 5), (date(2026, 3, 2), 6)]
    assert weeks[1].topics.shown == {"ferie": 6}


def test_a_week_with_few_calls_tells_only_that(town: Town) -> None:
    log = CallLog(town.sessions, lambda: datetime(2026, 3, 3, tzinfo=UTC))
    for call in range(FEWEST - 1):
        log.log("rikke", None, "guided", str(call))
    (week,) = CallFigures(town.sessions).weeks(BEGIN, END)
    assert (week.total, week.topics.shown, week.topics.others) == (None, {}, None)


def test_a_double_click_counts_once_and_what_is_taken_back_not_at_all(town: Town) -> None:
    log = CallLog(town.sessions, lambda: datetime(2026, 3, 3, tzinfo=UTC))
    for call in range(FEWEST + 1):
        first, again = log.log("rikke", "ferie", "solved", str(call)), log.log("rikke", "ferie", "solved", str(call))
        assert first == again
    assert not log.undo("bo", first.id)
    assert log.undo("rikke", first.id)
    (week,) = CallFigures(town.sessions).weeks(BEGIN, END)
    assert week.total == FEWEST


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30)))
def test_no_small_number_is_shown_or_follows_from_the_others(counts: dict[str, int]) -> None:
    parts = protected(Counter(counts))
    assert all(count >= FEWEST and count == counts[name] for name, count in parts.shown.items())
    left = sum(counts.values()) - sum(parts.shown.values())
    assert left == 0 or left >= FEWEST or not parts.shown
    assert parts.others == (left if left == 0 or left >= FEWEST else None)
