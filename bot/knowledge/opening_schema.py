"""Opening hours as data: usual days of the week, and days of the year that are otherwise."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_HOURS = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)-([01]?\d|2[0-4])[.:]([0-5]\d)")
_DAY = re.compile(r"(?:\d{4}-)?\d{2}-\d{2}")


def _span(text: str) -> tuple[int, int]:
    """Minutes after midnight, from and to."""
    match = _HOURS.fullmatch(text.replace(" ", ""))
    if match is None:
        raise ValueError("skriv tiderne som 08.00-15.30")
    first, last = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    if not first < last <= 24 * 60:
        raise ValueError("der lukkes, før der åbnes")
    return first, last


def _hours(text: str) -> str:
    _span(text)
    return text


def _day(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError("skriv dagen som 12-24, eller som 2026-05-15 for et enkelt år")
    date.fromisoformat(text if len(text) == 10 else f"2024-{text}")  # a leap year: 02-29 is a day too
    return text


Hours = Annotated[str, AfterValidator(_hours)]
Day = Annotated[str, AfterValidator(_day)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OtherDay(_Model):
    """A day that is not like others: closed, or with hours of its own."""

    day: Day
    name: str
    hours: Hours | None = None


class OpeningHours(_Model):
    """When it is open. Public holidays are known from the calendar; `other_days` go before both."""

    week: dict[str, Hours]
    closed_on_holidays: bool = True
    other_days: list[OtherDay] = []

    @model_validator(mode="after")
    def _known_days(self) -> OpeningHours:
        unknown = set(self.week) - set(WEEKDAYS)
        if unknown:
            raise ValueError(f"ukendt ugedag: {', '.join(sorted(unknown))}")
        return self

    def usual(self, weekday: int) -> tuple[int, int] | None:
        """Minutes after midnight on the day of the week (Monday is 0); None where it is closed."""
        hours = self.week.get(WEEKDAYS[weekday])
        return _span(hours) if hours else None

    def other(self, day: date) -> OtherDay | None:
        """What is said of this very day; one that names the year goes before one of every year."""
        named = {other.day: other for other in self.other_days}
        return named.get(day.isoformat()) or named.get(day.strftime("%m-%d"))

    def words(self) -> str:
        """ "Mandag-torsdag kl. 8.00-15.30 og fredag kl. 8.00-14.00. Lukket på helligdage, …" """
        spans = [self.usual(weekday) for weekday in range(7)]
        parts: list[str] = []
        weekday = 0
        while weekday < 7:
            last = weekday
            while last < 6 and spans[last + 1] == spans[weekday]:
                last += 1
            span = spans[weekday]
            if span is not None:
                days = WEEKDAYS[weekday] if last == weekday else f"{WEEKDAYS[weekday]}-{WEEKDAYS[last]}"
                parts.append(f"{days} kl. {clock_time(span[0])}-{clock_time(span[1])}")
            weekday = last + 1
        text = " og ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        closed = ["helligdage"] if self.closed_on_holidays else []
        closed += [other.name for other in self.other_days if other.hours is None and len(other.day) == 5]
        if not closed:
            return f"{text.capitalize()}."
        listed = " og ".join([", ".join(closed[:-1]), closed[-1]] if len(closed) > 1 else closed)
        return f"{text.capitalize()}. Lukket på {listed}."


def clock_time(minutes: int) -> str:
    """Minutes after midnight as Danish clocks are written: "8.00"."""
    return f"{minutes // 60}.{minutes % 60:02d}"


def as_span(other: OtherDay) -> tuple[int, int] | None:
    """The day's own hours in minutes; None where it is closed."""
    return _span(other.hours) if other.hours else None


def at_minute(minutes: int) -> time:
    """The time of day; 24.00 is the last minute's end."""
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else time(23, 59, 59)
