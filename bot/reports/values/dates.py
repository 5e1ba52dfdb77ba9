"""Dates and periods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.knowledge.schema import ReportField
from bot.reports.formatting import danish_date
from bot.reports.limits import date_limit
from bot.reports.values.types import Accepted, Reading, ReadingContext, Rejected
from bot.understanding.values import dates


def _checked_date(field: ReportField, day: date, context: ReadingContext) -> Rejected | None:
    low, high = date_limit(field.minimum, context.today), date_limit(field.maximum, context.today)
    if low and day < low:
        if low == context.today:
            return Rejected(f"{danish_date(day)} er passeret. Datoen skal være i dag eller senere.")
        return Rejected(f"{danish_date(day)} er for tidligt. Datoen kan tidligst være {danish_date(low)}.")
    if high and day > high:
        if high == context.today:
            return Rejected(f"{danish_date(day)} er ude i fremtiden. Datoen kan senest være i dag.")
        return Rejected(f"{danish_date(day)} er for sent. Datoen kan senest være {danish_date(high)}.")
    return None


def date_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = dates.parse_date(text, context.today)
    if parsed is None:
        return None
    if parsed.reason:
        return Rejected(parsed.reason)
    assert parsed.value is not None
    day = parsed.value
    if parsed.assumed and _checked_date(field, day, context) and not _checked_date(field, _year_before(day), context):
        day = _year_before(day)
    return _checked_date(field, day, context) or Accepted(day.isoformat(), parsed.whole)


def _year_before(day: date) -> date:
    """The same day a year earlier: what "15. januar" means in November, where only the past will do."""
    return day - relativedelta(years=1)


def date_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    try:
        day = date.fromisoformat(str(raw))
    except ValueError:
        reading = date_from_text(field, str(raw), context)
        return reading or Rejected("Det er ikke en dato, jeg kan læse. Skriv den fx som 12. marts eller 12-03-2026.")
    return _checked_date(field, day, context) or Accepted(day.isoformat())


def _checked_period(
    field: ReportField, start: date, end: date | None, context: ReadingContext, whole: bool = True
) -> Reading:
    if end is not None and end < start:
        return Rejected(f"Perioden slutter ({danish_date(end)}), før den begynder ({danish_date(start)}).")
    problem = _checked_date(field, start, context) or (_checked_date(field, end, context) if end else None)
    return problem or Accepted({"from": start.isoformat(), "to": end.isoformat() if end else None}, whole)


def period_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = dates.parse_period(text, context.today)
    if parsed is None:
        single = date_from_text(field, text, context)
        if isinstance(single, Accepted):
            return Rejected("Jeg mangler den ene dato. Skriv både start og slut, fx 1. marts til 15. april.")
        return single
    if parsed.reason:
        return Rejected(parsed.reason)
    assert parsed.value is not None
    start, end = parsed.value
    reading = _checked_period(field, start, end, context, parsed.whole)
    if parsed.assumed and isinstance(reading, Rejected):
        earlier = _checked_period(field, _year_before(start), _year_before(end) if end else None, context, parsed.whole)
        return earlier if isinstance(earlier, Accepted) else reading
    return reading


def period_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if not isinstance(raw, Mapping):
        return period_from_text(field, str(raw), context) or Rejected("Skriv både start og slut for perioden.")
    if not raw.get("from"):
        return Rejected("Skriv, hvornår perioden begynder.")
    try:
        start = date.fromisoformat(str(raw["from"]))
        end = date.fromisoformat(str(raw["to"])) if raw.get("to") else None
    except ValueError:
        return Rejected("Det er ikke datoer, jeg kan læse. Skriv dem fx som 12-03-2026.")
    return _checked_period(field, start, end, context)
