"""The message model that every channel renders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.messages.cards import Action, Card

Sender = Literal["bot", "user", "agent", "system"]


class Utterance(BaseModel):
    """What is said, before it is stored: text that makes sense alone, and cards."""

    model_config = ConfigDict(extra="forbid")

    text: str
    cards: list[Card] = []


class Message(Utterance):
    """A stored message; in JSON the sender's key is `from`."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    id: str
    sender: Sender = Field(alias="from")
    at: datetime
    author: str | None = None  # of what a supporter says: their name


def actions_of(cards: list[Any]) -> Iterator[Action]:
    """Yields every action that the given cards (models or plain dicts) offer, however deep it stands."""
    for card in cards:
        data = card.model_dump() if isinstance(card, BaseModel) else card
        yield from _walk(data)


def _walk(node: Any) -> Iterator[Action]:
    if isinstance(node, dict):
        if isinstance(node.get("payload"), str) and "title" in node:
            yield Action(**{k: v for k, v in node.items() if k in Action.model_fields})
            return
        for value in node.values():
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)
