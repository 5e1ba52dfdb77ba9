"""Limits of fields: ISO dates, dates relative to today ("-30d", "+9m", "0d"), and decimal numbers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

_RELATIVE = re.compile(r"([+-]?\d+)([dwmy])")
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


def shift(day: date, offset: str) -> date:
    """Moves a date by an offset such as "-3m" or "+14d"; raises ValueError for anything else.

    A month later than 31 January is the last day of February, as deadlines are counted (forvaltningsretlig praksis).
    """
    match = _RELATIVE.fullmatch(offset)
    if match is None:
        raise ValueError(f"not an offset: {offset!r}")
    return day + relativedelta(**{_UNITS[match[2]]: int(match[1])})  # type: ignore[arg-type]


def date_limit(limit: str | None, today: date) -> date | None:
    """Reads a date limit; None stays None."""
    if limit is None:
        return None
    if _RELATIVE.fullmatch(limit):
        return shift(today, limit)
    return date.fromisoformat(limit)


def number_limit(limit: str | None) -> Decimal | None:
    """Reads a number limit; None stays None."""
    return None if limit is None else Decimal(limit)
