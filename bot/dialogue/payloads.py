"""Payloads of buttons: Rasa's `/intent{json}` form, written and read in one place."""

from __future__ import annotations

import json
from typing import Any

from bot.messages.cards import Action, Style


def payload(intent: str, **parameters: Any) -> str:
    """Writes a payload: `/select_solution{"id": "boerneattest"}`."""
    return f"/{intent}{json.dumps(parameters, ensure_ascii=False, sort_keys=True)}"


def button(
    title: str, intent: str, *, style: Style = "secondary", description: str | None = None, **parameters: Any
) -> Action:
    """An action whose payload is the intent with its parameters."""
    return Action(title=title, payload=payload(intent, **parameters), style=style, description=description)


def read_payload(text: str) -> tuple[str, dict[str, Any]]:
    """Reads what `payload` wrote: the intent and its parameters."""
    intent, brace, parameters = text.removeprefix("/").partition("{")
    return intent, json.loads(brace + parameters) if brace else {}
