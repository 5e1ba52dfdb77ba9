"""The clock that everything injects: UTC instants for storing, Danish days for what people mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]  # always aware, in UTC

UTC = timezone.utc
LOCAL = ZoneInfo("Europe/Copenhagen")


def utc_now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The instant as Danish clocks show it."""
    return instant.astimezone(LOCAL)


def midnight(day: date) -> datetime:
    """The instant at which the Danish day begins."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def today(clock: Clock) -> date:
    """The Danish calendar day: after midnight in Denmark it is tomorrow there although UTC still has today."""
    return local(clock()).date()
