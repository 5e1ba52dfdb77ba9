"""Stored values as people read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.knowledge.schema import ReportField
from bot.reports.formatting import danish_amount, danish_date, danish_number, listed
from bot.reports.values.types import Directory

CPR_SHOWN = "••••••-••••"


def display(field: ReportField, value: Any, directory: Directory) -> str:
    """Writes a stored value as people read it."""
    match field.type:
        case "date":
            return danish_date(date.fromisoformat(value))
        case "period":
            start = danish_date(date.fromisoformat(value["from"]))
            return f"{start} til {danish_date(date.fromisoformat(value['to']))}" if value.get("to") else f"fra {start}"
        case "amount":
            return danish_amount(value)
        case "number":
            return f"{danish_number(value)} {field.unit}" if field.unit else danish_number(value)
        case "yesno":
            return "Ja" if value else "Nej"
        case "choice":
            return next((option.label for option in field.options if option.id == value), str(value))
        case "multi":
            return listed([option.label for option in field.options if option.id in value])
        case "person":
            return directory.person_label(value) or "(ukendt person)"
        case "unit":
            return directory.unit_label(value) or "(ukendt enhed)"
        case "cpr":
            return CPR_SHOWN
        case "file":
            return listed([directory.file_label(file_id) or "(fil)" for file_id in value])
        case _:
            return str(value)
