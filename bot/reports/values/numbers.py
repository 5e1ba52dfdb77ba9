"""Amounts and numbers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bot.knowledge.schema import ReportField
from bot.reports.formatting import danish_amount, danish_number
from bot.reports.limits import number_limit
from bot.reports.values.types import Accepted, Reading, ReadingContext, Rejected
from bot.understanding.values import amounts, numbers


def _checked_number(
    field: ReportField, value: Decimal, show: Callable[[Decimal], str], whole: bool
) -> Accepted | Rejected:
    low, high = number_limit(field.minimum), number_limit(field.maximum)
    if low is not None and value < low:
        return Rejected(f"{show(value)} er for lidt. Det skal være mindst {show(low)}.")
    if high is not None and value > high:
        return Rejected(f"{show(value)} er for meget. Det kan højst være {show(high)}.")
    return Accepted(format(value, "f"), whole)


def amount_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = amounts.parse_amount(text)
    if parsed is None or parsed.value is None:
        return None
    return _checked_number(field, parsed.value, danish_amount, parsed.whole)


def number_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    parsed = numbers.parse_number(text)
    if parsed is None or parsed.value is None:
        return None

    def show(number: Decimal) -> str:
        return f"{danish_number(number)} {field.unit}" if field.unit else danish_number(number)

    return _checked_number(field, Decimal(parsed.value), show, parsed.whole)


def amount_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return amount_from_text(field, str(raw), context) or Rejected("Skriv beløbet i tal, fx 1.250,50.")


def number_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    return number_from_text(field, str(raw), context) or Rejected("Skriv det som et tal, fx 37 eller 7,5.")
