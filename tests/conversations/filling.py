"""Fills whatever form is shown with values that fit, so that a script names only the answers that matter to it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.client import Employee, Reply

FICTITIOUS_CPR = "6101014321"  # day of birth + 60: no real person has it
MOST_STEPS = 25
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def complete(person: Employee, folder: Path, **given: Any) -> Reply:
    """Answers all that is asked until the summary stands; `given` answers win over made-up ones."""
    for _ in range(MOST_STEPS):
        if person.last.has("summary"):
            return person.last
        fields = _shown(person)
        values = {field["field"]: _value(person, field, folder, given) for field in fields}
        answered = {name: value for name, value in values.items() if value is not None}
        if not answered and len(fields) == 1:
            person.do("answer_field", value="")  # skipped
        elif person.last.offers("submit_values") is None:  # a choice has a button for each answer
            (name,) = answered
            person.do("answer_field", field=name, value=answered[name])
        else:
            person.fill(**answered)
        assert not person.last.errors, (person.last.errors, values)
    raise AssertionError(f"no summary after {MOST_STEPS} steps: {person.last.text}")


def _shown(person: Employee) -> list[dict[str, Any]]:
    for card in reversed(person.last.cards):
        if card["type"] == "form":
            return list(card["fields"])
        if card["type"] == "question":
            return [card]
    raise AssertionError(f"nothing is asked: {person.last.text}")


def _value(person: Employee, field: dict[str, Any], folder: Path, given: dict[str, Any]) -> Any:
    if field["field"] in given:
        return given[field["field"]]
    if field.get("value") is not None:
        return field["value"]
    if not field["required"]:
        return None
    match field["hint"]:
        case "yesno":
            return "true"
        case "choice":
            return field["options"][0]["value"]
        case "multi":
            return [field["options"][0]["value"]]
        case "date":
            return _day(field).isoformat()
        case "period":
            first = _day(field)
            return {"from": first.isoformat(), "to": min(first + timedelta(days=6), _last(field)).isoformat()}
        case "number":
            return field.get("minimum") or "10"
        case "amount":
            return "1250"
        case "cpr":
            return FICTITIOUS_CPR
        case "unit":
            return person.call("GET", f"/api/units?q={quote(person.user['unit'])}").body[0]["id"]
        case "file":
            file = folder / "bilag.pdf"
            file.write_bytes(PDF)
            return [person.attach(file).body["id"]]
        case "text":
            return field.get("example") or "Se aftalen i enheden."
    raise AssertionError(f"say in the script who is meant: {field}")


def _day(field: dict[str, Any]) -> date:
    """Two weeks from now, or as near to it as the limits allow."""
    wanted = date.today() + timedelta(days=14)
    first = date.fromisoformat(field["minimum"]) if field.get("minimum") else wanted
    return max(first, min(wanted, _last(field)))


def _last(field: dict[str, Any]) -> date:
    return date.fromisoformat(field["maximum"]) if field.get("maximum") else date.max
