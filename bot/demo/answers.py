"""Fills any form with plausible answers, so that the demo's cases follow the forms when these change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.knowledge.schema import Condition, Report, ReportField


def complete(
    report: Report, given: Mapping[str, Any], day: date, unit_id: str, keep_cpr: Callable[[], str]
) -> dict[str, Any]:
    """The given answers that the form knows, and a fitting one for everything else it requires."""
    answers: dict[str, Any] = {}
    for field in report.fields():
        if field.when is not None and not _holds(field.when, answers):
            continue
        if field.id in given:
            answers[field.id] = _dated(given[field.id], day)
        elif field.required or (field.required_when is not None and _holds(field.required_when, answers)):
            value = _value(field, day, unit_id, keep_cpr)
            if value is not None:
                answers[field.id] = value
    return answers


def _holds(condition: Condition, answers: Mapping[str, Any]) -> bool:
    value = answers.get(condition.field)
    values = value if isinstance(value, list) else [value]
    return any(one in condition.any_of for one in values)


def _value(field: ReportField, day: date, unit_id: str, keep_cpr: Callable[[], str]) -> Any:
    match field.type:
        case "date":
            return _date(field, day).isoformat()
        case "period":
            first = _date(field, day) - timedelta(days=10)
            return {"from": first.isoformat(), "to": (first + timedelta(days=4)).isoformat()}
        case "amount":
            return "1250.00"
        case "number":
            return field.minimum or "12"
        case "unit":
            return unit_id
        case "choice":
            return field.options[0].id
        case "multi":
            return [field.options[0].id]
        case "text":
            return field.example or "Se historikken."
        case "yesno":
            return True
        case "cpr":
            return keep_cpr()
        case _:  # persons are given; files are left out
            return None


def _dated(value: Any, day: date) -> Any:
    """Puts dates in: "@+30" is thirty days after the report."""
    if isinstance(value, dict):
        return {key: _dated(one, day) for key, one in value.items()}
    if isinstance(value, str) and value.startswith("@"):
        return (day + timedelta(days=int(value[1:]))).isoformat()
    return value


def _date(field: ReportField, day: date) -> date:
    """Today, or a day on the right side of it where the form wants the past or the future."""
    if field.minimum and field.minimum.lstrip("+")[:1].isdigit() and field.minimum.lstrip("+") != "0d":
        return day + timedelta(days=30)
    if field.minimum in ("0d", "+0d"):
        return day + timedelta(days=14)
    return day - timedelta(days=3)
