"""Reads what a client sends: JSON of the right shape, and text fit to be stored."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.portal.problems import Problem, bad_request

MAX_TEXT = 10_000  # characters
MAX_PAYLOAD = 100_000  # our own: sending again carries the whole message
MAX_VALUES = 60  # fields of one form, generously
MAX_CLIENT_ID = 64

_KEPT = {"\n", "\t"}
# Marks that turn the reading direction round, and so can make a text look like another one.
_DIRECTION = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}

Value = Any  # str, list[str], dict[str, str | None] or None; checked by `values_of`


@dataclass(frozen=True)
class Incoming:
    """What the user sent in one turn: typed text, or an offered payload with a form's values.

    `topic` is what the client says of the page that it stands on; who uses it checks that there is such a solution.
    """

    client_id: str
    text: str | None = None
    payload: str | None = None
    values: dict[str, Value] | None = None
    topic: str | None = None


async def json_object(request: web.Request) -> dict[str, Any]:
    """Reads the body as a JSON object; raises Problem where it is none."""
    raw = await request.read()
    try:
        body = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise bad_request("invalid-json", "Forespørgslen skal være gyldig JSON i UTF-8.") from None
    if not isinstance(body, dict):
        raise bad_request("invalid-json", "Forespørgslen skal være et JSON-objekt.")
    return body


def clean(text: str) -> str:
    """Removes control characters and outer space; keeps line breaks, tabs, emoji and all letters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        character
        for character in text
        if character in _KEPT
        or (unicodedata.category(character) not in ("Cc", "Cs", "Co") and ord(character) not in _DIRECTION)
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def typed_text(text: Any) -> str:
    """Returns the cleaned text of a message; raises Problem if it is none, empty or too long."""
    if not isinstance(text, str):
        raise bad_request("invalid-message", "Feltet »text« skal være en tekst.")
    if len(text) > MAX_TEXT:
        raise Problem(
            400,
            "message-too-long",
            "Beskeden er for lang",
            f"Beskeden fylder {_thousands(len(text))} tegn, og jeg kan højst læse {_thousands(MAX_TEXT)} ad gangen. "
            "Skriv det vigtigste, eller del den op i flere beskeder.",
        )
    cleaned = clean(text)
    if not cleaned:
        raise Problem(
            400,
            "message-empty",
            "Beskeden er tom",
            "Der står ikke noget i beskeden. Skriv, hvad du har brug for hjælp til.",
        )
    return cleaned


def incoming_message(body: dict[str, Any]) -> Incoming:
    """Reads the body of a message; raises Problem where its shape is wrong."""
    client_id = body.get("client_id")
    if not isinstance(client_id, str) or not 1 <= len(client_id) <= MAX_CLIENT_ID or clean(client_id) != client_id:
        raise bad_request("invalid-message", "Feltet »client_id« mangler eller er ikke en kort tekst.")
    payload, text = body.get("payload"), body.get("text")
    if (payload is None) == (text is None):
        raise bad_request("invalid-message", "Send enten »text« eller »payload«.")
    topic = body.get("topic") if isinstance(body.get("topic"), str) else None
    if payload is None:
        return Incoming(client_id, text=typed_text(text), topic=topic)
    if not isinstance(payload, str) or not payload or len(payload) > MAX_PAYLOAD:
        raise bad_request("invalid-message", "Feltet »payload« skal være en tekst.")
    values = body.get("values")
    return Incoming(client_id, payload=payload, values=None if values is None else values_of(values), topic=topic)


def values_of(values: Any) -> dict[str, Value]:
    """Checks and cleans the values of a form; raises Problem where their shape is wrong."""
    if not isinstance(values, dict) or len(values) > MAX_VALUES:
        raise bad_request("invalid-values", "Feltet »values« skal være et objekt med formularens felter.")
    return {_key(key): _value(value) for key, value in values.items()}


def mapped(value: Value, change: Callable[[str], str]) -> Value:
    """Returns the value with `change` applied to every text in it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [change(item) for item in value]
    if isinstance(value, dict):
        return {key: None if item is None else change(item) for key, item in value.items()}
    return value


def _key(key: str) -> str:
    if not 0 < len(key) <= 80 or clean(key) != key:
        raise bad_request("invalid-values", "Et felts navn kan ikke læses.")
    return key


def _value(value: Any) -> Value:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, list) and len(value) <= 100 and all(isinstance(item, str) for item in value):
        return [_short(item) for item in value]
    if (
        isinstance(value, dict)
        and set(value) <= {"from", "to"}
        and all(item is None or isinstance(item, str) for item in value.values())
    ):
        return {key: None if item is None else _short(item) for key, item in value.items()}
    raise bad_request("invalid-values", "Et felts værdi kan ikke læses.")


def _short(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Problem(
            400,
            "message-too-long",
            "Teksten er for lang",
            f"En af teksterne fylder mere end {_thousands(MAX_TEXT)} tegn. Gør den kortere, og send igen.",
        )
    return clean(text)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
