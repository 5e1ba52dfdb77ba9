"""When 1st line is open: today's hours, the next opening, and how many minutes are left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.clock import LOCAL, UTC, Clock, local
from bot.knowledge.opening_schema import OpeningHours, as_span, at_minute
from bot.reports.danish_days import danish_holidays

LOOK_AHEAD = 60  # days; a desk that is closed for longer names no day


@dataclass(frozen=True)
class Opening:
    """Whether it is open, until when, and when it opens next; instants in UTC. Without hours it counts as open."""

    open: bool
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    holiday: str | None = None  # why it is closed today


class SupportHours:
    """The municipality's hours, read anew at each question: a change is live at once."""

    def __init__(self, hours: Callable[[], OpeningHours | None], clock: Clock) -> None:
        self._hours = hours
        self._clock = clock

    def now(self) -> Opening:
        """How it stands at this instant."""
        hours, now = self._hours(), self._clock()
        if hours is None:
            return Opening(True)
        today = local(now).date()
        span = _on(hours, today)
        if span is not None and span[0] <= now < span[1]:
            return Opening(True, closes_at=span[1])
        days = (today + timedelta(days=number) for number in range(LOOK_AHEAD))
        spans = (found for day in days if (found := _on(hours, day)) is not None)
        opens_at = next((first for first, _ in spans if first > now), None)
        return Opening(False, opens_at=opens_at, holiday=None if span else _reason(hours, today))


def _on(hours: OpeningHours, day: date) -> tuple[datetime, datetime] | None:
    """The instants between which it is open on the Danish day, whatever the clock does that night."""
    other = hours.other(day)
    if other is not None:
        span = as_span(other)
    elif hours.closed_on_holidays and day in danish_holidays(day.year):
        span = None
    else:
        span = hours.usual(day.weekday())
    if span is None:
        return None
    first, last = (datetime.combine(day, at_minute(minutes), LOCAL).astimezone(UTC) for minutes in span)
    return first, last


def _reason(hours: OpeningHours, day: date) -> str | None:
    """The day's name, where it is why it is closed on a day that is usually open."""
    if hours.usual(day.weekday()) is None:
        return None
    other = hours.other(day)
    if other is not None:
        return other.name
    return danish_holidays(day.year).get(day) if hours.closed_on_holidays else None
