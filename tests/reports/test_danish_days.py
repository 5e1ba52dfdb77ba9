"""Working days in Denmark, counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.reports.danish_days import working_days_between, working_days_later


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 3), 1),
        (date(2026, 3, 6), date(2026, 3, 8), 0),  # over a weekend
        (date(2026, 3, 6), date(2026, 3, 9), 1),
        (date(2026, 4, 1), date(2026, 4, 7), 1),  # over Easter
        (date(2026, 3, 3), date(2026, 3, 2), 0),  # never less than none
    ],
)
def test_working_days_that_have_begun_since(first: date, last: date, expected: int) -> None:
    assert working_days_between(first, last) == expected


def test_it_is_the_counterpart_of_counting_ahead() -> None:
    for start in range(400):
        day = date(2026, 1, 1) + timedelta(days=start)
        assert working_days_between(day, working_days_later(day, 7)) == 7
