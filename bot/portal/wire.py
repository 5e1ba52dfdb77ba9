"""Turns what the services return into JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from bot.messages.message import Message
from bot.portal.pages.display import masked_deeply


def message_json(message: Message) -> dict[str, Any]:
    """Returns the message as clients get it: `from` for the sender, shielded numbers as dots."""
    data: dict[str, Any] = masked_deeply(message.model_dump(mode="json", by_alias=True, exclude_none=True))
    return data


def plain(value: Any) -> Any:
    """Returns dataclasses, models, dates and decimals as JSON data, with shielded numbers as dots."""
    return masked_deeply(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value
