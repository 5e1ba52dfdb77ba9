"""Working days and banking days in Denmark."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

import holidays
from dateutil.easter import easter


@lru_cache(maxsize=16)
def danish_holidays(year: int) -> dict[date, str]:
    """The public holidays of a year with their Danish names."""
    return dict(holidays.country_holidays("DK", years=year, language="da"))


def is_working_day(day: date) -> bool:
    """Says whether offices are open: neither weekend nor public holiday."""
    return day.weekday() < 5 and day not in danish_holidays(day.year)


def last_working_day(day: date) -> date:
    """The day itself if it is a working day, else the nearest working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_days_later(day: date, number: int) -> date:
    """The day on which that many working days after `day` have passed."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days have begun after `first`, up to and with `last`."""
    return sum(is_working_day(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def last_banking_day(year: int, month: int) -> date:
    """The month's last banking day.

    Banks are also closed on the day after Ascension Day, on 5 June, 24 December and 31 December (Finans Danmark).
    """
    day = month_end(date(year, month, 1))
    while not is_working_day(day) or day in _other_closed_days(year):
        day -= timedelta(days=1)
    return day


def _other_closed_days(year: int) -> set[date]:
    after_ascension = easter(year) + timedelta(days=40)
    return {after_ascension, date(year, 6, 5), date(year, 12, 24), date(year, 12, 31)}
