"""What a text or a form value means for a field: a value, a friendly reason why not, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.knowledge.schema import ReportField
from bot.reports.values.dates import date_from_text, date_from_value, period_from_text, period_from_value
from bot.reports.values.display import CPR_SHOWN, display
from bot.reports.values.named import person_from_text, person_from_value, unit_from_text, unit_from_value
from bot.reports.values.numbers import amount_from_text, amount_from_value, number_from_text, number_from_value
from bot.reports.values.options import choice_from_text, choice_from_value, yesno_from_text, yesno_from_value
from bot.reports.values.texts import (
    cpr_from_text,
    cpr_from_value,
    file_from_text,
    file_from_value,
    text_from_text,
    text_from_value,
)
from bot.reports.values.types import Accepted, Directory, Found, Reader, Reading, ReadingContext, Rejected

__all__ = [
    "CPR_SHOWN", "Accepted", "Directory", "Found", "Reading", "ReadingContext", "Rejected", "display", "read_text",
    "read_value",
]  # fmt: skip

_TEXT_READERS: Mapping[str, Reader] = {
    "date": date_from_text, "period": period_from_text, "amount": amount_from_text, "number": number_from_text,
    "yesno": yesno_from_text, "choice": choice_from_text, "multi": choice_from_text, "person": person_from_text,
    "unit": unit_from_text, "text": text_from_text, "cpr": cpr_from_text, "file": file_from_text,
}  # fmt: skip
_VALUE_READERS: Mapping[str, Reader] = {
    "date": date_from_value, "period": period_from_value, "amount": amount_from_value, "number": number_from_value,
    "yesno": yesno_from_value, "choice": choice_from_value, "multi": choice_from_value,
    "person": person_from_value, "unit": unit_from_value, "text": text_from_value, "cpr": cpr_from_value,
    "file": file_from_value,
}  # fmt: skip


def read_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    """Reads a typed text as a value of the field; None means that it is not one."""
    return _TEXT_READERS[field.type](field, text.strip(), context)


def read_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    """Reads what a form control sent; an empty control gives None."""
    if raw is None or raw == "" or raw == [] or raw == {}:
        return None
    if isinstance(raw, dict) and not any(raw.values()):
        return None
    return _VALUE_READERS[field.type](field, raw, context)
