"""How a form's values read as the user's own message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.messages.cards import Card, FieldInput, FormCard, QuestionCard
from bot.messages.message import Message, actions_of
from bot.portal.lookup import anyone
from bot.portal.parts import Access
from bot.privacy.cpr import DISPLAY, display
from bot.reports.formatting import danish_date


def masked_deeply(value: Any) -> Any:
    """Returns JSON data with references masked in every text, except in payloads, which must come back unchanged."""
    if isinstance(value, str):
        return display(value)
    if isinstance(value, list):
        return [masked_deeply(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key == "payload" else masked_deeply(item) for key, item in value.items()}
    return value


def card_with(messages: Iterable[Message], payload: str) -> Card | None:
    """Returns the latest card that offers the payload."""
    for message in reversed(list(messages)):
        for card in message.cards:
            if any(action.payload == payload for action in actions_of([card])):
                return card
    return None


def asked_for(messages: Iterable[Message]) -> QuestionCard | FormCard | None:
    """Returns the card that asks something, if the latest words of the bot have one."""
    for message in reversed(list(messages)):
        if message.sender == "bot":
            asking = [card for card in message.cards if isinstance(card, QuestionCard | FormCard)]
            return asking[-1] if asking else None
    return None


def cpr_fields(card: Card | None) -> set[str]:
    """Returns the fields of the card that ask for a CPR number."""
    fields = card.fields if isinstance(card, FormCard) else [card] if isinstance(card, QuestionCard) else []
    return {field.field for field in fields if field.hint == "cpr"}


def display_of_values(card: Card | None, values: Mapping[str, Any], access: Access, person_id: str) -> str:
    """Returns a line "Label: value" for each field that has a value; a single question's value stands alone."""
    if isinstance(card, QuestionCard):
        return _shown(card, values.get(card.field), access, person_id)
    if not isinstance(card, FormCard):
        return ""
    shown = ((field.label, _shown(field, values.get(field.field), access, person_id)) for field in card.fields)
    return "\n".join(_line(label, text) for label, text in shown if text)


def _line(label: str, text: str) -> str:
    return f"{label} {text}" if label.endswith(("?", ":", "!", ".")) else f"{label}: {text}"


def _shown(field: FieldInput, value: Any, access: Access, person_id: str) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, dict):
        start, end = (_date(value.get(key) or "") for key in ("from", "to"))
        return f"{start or '…'} – {end}" if end else f"fra {start}" if start else ""
    if isinstance(value, list):
        if field.hint == "file":
            return "1 fil" if len(value) == 1 else f"{len(value)} filer"
        return ", ".join(_option(field, item) for item in value)
    text = str(value)
    match field.hint:
        case "cpr":
            return DISPLAY
        case "date":
            return _date(text)
        case "yesno":
            return {"true": "Ja", "false": "Nej"}.get(text, text)
        case "amount":
            return f"{text.removesuffix('kr.').removesuffix('kr').strip()} kr."
        case "person":
            return _person(text, access, person_id)
        case "unit":
            unit = access.unit(text)
            return unit.name if unit else text
        case _:
            return _option(field, text)


def _option(field: FieldInput, value: str) -> str:
    return next((option.label for option in field.options if option.value == value), value)


def _person(value: str, access: Access, person_id: str) -> str:
    """A name only where the user could have found it by searching: an id that was guessed tells nothing."""
    person = access.person(value)
    if person is None:
        return value
    may_know = value == person_id or any(found.id == value for found in anyone(access, person_id, person.name))
    return person.name if may_know else value


def _date(text: str) -> str:
    try:
        return danish_date(date.fromisoformat(text))
    except ValueError:
        return text
