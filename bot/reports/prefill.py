"""What is known before the user is asked: from grunddata, and from what was said on the way to the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from bot.knowledge.schema import Report, ReportField
from bot.reports.values import Accepted, ReadingContext, read_text
from bot.understanding.values import amounts, dates


class MasterData(Protocol):
    """The part of grunddata that forms draw on; None where nothing is known."""

    def unit_of(self, person_id: str) -> str | None: ...
    def leader_of(self, person_id: str) -> str | None: ...
    def position_of(self, person_id: str) -> str | None: ...
    def weekly_hours_of(self, person_id: str) -> str | None: ...


def from_master_data(
    form: Report, answers: Mapping[str, Any], reporter_id: str, today: date, data: MasterData
) -> dict[str, Any]:
    """Fills the fields that name a `prefill` source and have no answer yet."""
    facts: dict[str, Any] = {}
    for field in form.fields():
        if field.prefill and field.id not in answers:
            value = _fact(field.prefill, answers.get("subject") or facts.get("subject"), reporter_id, today, data)
            if value is not None:
                facts[field.id] = value
    return facts


def _fact(source: str, subject_id: str | None, reporter_id: str, today: date, data: MasterData) -> Any:
    person, _, attribute = source.partition(".")
    if source == "today":
        return today.isoformat()
    person_id = reporter_id if person == "reporter" else subject_id
    if person_id is None:
        return None
    match attribute:
        case "":
            return person_id
        case "unit":
            return data.unit_of(person_id)
        case "leader":
            return data.leader_of(person_id)
        case "position":
            return data.position_of(person_id)
        case "weekly_hours":
            return data.weekly_hours_of(person_id)
    raise ValueError(f"unknown prefill source {source!r}")


PREFILL_SOURCES = frozenset(
    {"today"}
    | {
        f"{who}{what}"
        for who in ("reporter", "subject")
        for what in ("", ".unit", ".leader", ".position", ".weekly_hours")
    }
)


def from_text(form: Report, text: str, context: ReadingContext) -> dict[str, Any]:
    """Proposes values that an earlier message holds, where only one field can be meant.

    A wrong proposal costs more than none: a date is proposed only if the text holds one date and the form asks for
    one date first; amounts and periods only if the form has a single such field.
    """
    proposals: dict[str, Any] = {}
    fields = [field for field in form.fields() if field.when is None]
    period = _only(fields, "period")
    if period and dates.parse_period(text, context.today):
        _propose(proposals, period, text, context)
    amount = _only(fields, "amount")
    found = amounts.parse_amount(text)
    if amount and found and found.value is not None and "kr" in text.casefold():
        _propose(proposals, amount, text, context)
    date_field = _only(fields, "date")
    if date_field and not proposals.get(period.id if period else "") and dates.parse_date(text, context.today):
        _propose(proposals, date_field, text, context)
    return proposals


def _only(fields: list[ReportField], hint: str) -> ReportField | None:
    found = [field for field in fields if field.type == hint and field.required]
    return found[0] if len(found) == 1 else None


def _propose(proposals: dict[str, Any], field: ReportField, text: str, context: ReadingContext) -> None:
    reading = read_text(field, text, context)
    if isinstance(reading, Accepted):
        proposals[field.id] = reading.value
