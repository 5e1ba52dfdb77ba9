"""The inputs that stand for a field, and the field's value in what they send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.messages.cards import FieldInput
from bot.portal.intake import MAX_TEXT
from bot.portal.teams.cards.parts import Element, quiet, said, wrong

_PREFIX = "felt:"
_MOST_EXPANDED = 5
FILE_HELP = "Send filen her i chatten med papirclipsen under skrivefeltet."
NOT_HERE = "Det udfylder du i portalen."


def inputs(field: FieldInput, *, bare: bool = False) -> list[Element]:
    """The field with its help and error; `bare` where its label stands above already."""
    made = wrong(field.error) if field.error else []
    made += _made(field, field.label if not bare else None)
    made += quiet(field.help) if field.help else []
    if field.example and field.hint not in ("file", "cpr"):
        made += quiet(f"Fx {field.example}")
    return made


def value_of(field: FieldInput, sent: Mapping[str, Any]) -> Any:
    """The field's value as the API takes it; None where nothing was filled in."""
    key = _PREFIX + field.field
    if field.hint == "period":
        start, end = (_text(sent.get(f"{key}:{side}")) for side in ("from", "to"))
        return {"from": start, "to": end} if start or end else None
    text = _text(sent.get(key))
    if field.hint == "multi":
        return [part for part in (text or "").split(",") if part] or None
    if field.hint in ("person", "unit") and text is not None and text == field.value_label:
        return field.value  # shown by name, known by its id
    return text


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _made(field: FieldInput, label: str | None) -> list[Element]:
    key = _PREFIX + field.field
    match field.hint:
        case "date":
            return [_date(field, key, label, field.value)]
        case "period":
            value = field.value if isinstance(field.value, dict) else {}
            lead = said(label, weight="Bolder") if label else []
            first = _date(field, f"{key}:from", "Fra", value.get("from"))
            last = _date(field, f"{key}:to", "Til", value.get("to"))
            last.pop("isRequired", None)  # some periods have no end
            return [*lead, first, last]
        case "choice" | "yesno" | "multi":
            return [_choice(field, key, label)]
        case "file":
            return [*(said(label, weight="Bolder") if label else []), *quiet(FILE_HELP)]
        case "cpr":
            return [*(said(label, weight="Bolder") if label else []), *quiet(NOT_HERE)]
        case _:
            return [_typed(field, key, label)]


def _common(field: FieldInput, key: str, label: str | None) -> Element:
    made: Element = {"id": key}
    if label:
        made["label"] = label
    if field.required:
        made |= {"isRequired": True, "errorMessage": "Her mangler et svar."}
    return made


def _date(field: FieldInput, key: str, label: str | None, value: Any) -> Element:
    made = {"type": "Input.Date", **_common(field, key, label)}
    limits = {"value": value, "min": field.minimum, "max": field.maximum}
    return made | {name: text for name, text in limits.items() if isinstance(text, str) and text}


def _choice(field: FieldInput, key: str, label: str | None) -> Element:
    options = [{"title": option.label, "value": option.value} for option in field.options]
    if field.hint == "yesno":
        options = [{"title": "Ja", "value": "true"}, {"title": "Nej", "value": "false"}]
    made = {"type": "Input.ChoiceSet", **_common(field, key, label), "choices": options, "wrap": True}
    made["style"] = "expanded" if field.hint == "multi" or len(options) <= _MOST_EXPANDED else "compact"
    if field.hint == "multi":
        made["isMultiSelect"] = True
    if isinstance(field.value, str):
        made["value"] = field.value
    elif isinstance(field.value, list):
        made["value"] = ",".join(field.value)
    return made


def _typed(field: FieldInput, key: str, label: str | None) -> Element:
    made = {
        "type": "Input.Text",
        **_common(field, key, label),
        "maxLength": min(field.max_length or MAX_TEXT, MAX_TEXT),
    }
    if field.hint == "text":
        made["isMultiline"] = True
    elif field.hint in ("person", "unit"):
        made["placeholder"] = "Skriv navnet"
    elif field.unit or field.hint == "amount":
        made["placeholder"] = field.unit or "kr."
    shown = field.value_label if field.hint in ("person", "unit") else field.value
    if isinstance(shown, str) and shown:
        made["value"] = shown
    return made
