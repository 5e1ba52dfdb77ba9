"""A message's text makes sense alone; beside its cards only what they do not show already is worth reading.

The widget does the same (static/widget/remaining.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.messages.cards import CaseCard, FormCard, QuestionCard, ReceiptCard
from bot.messages.message import Utterance

_LISTS = {"choices", "process", "question", "form", "case_list", "summary"}
# Not after a digit or before a small letter: "23. november", "kl. 9".
_SENTENCES = re.compile(r"(?<=[^\d\s][.!?:])\s+(?=[^a-zæøå\d])")
_LISTED = re.compile(r"\s*(?:[-•*]|\d+[.)])\s")
_WORDS = re.compile(r"[^\W_]+")


def remaining_text(message: Utterance) -> str:
    """The part of the text to show above the cards, possibly none."""
    text = message.text
    if not message.cards:
        return text
    for card in message.cards:
        if isinstance(card, ReceiptCard | CaseCard):
            text = _before(text, card.number)
        labels = [card.label] if isinstance(card, QuestionCard) else []
        labels = [field.label for field in card.fields] if isinstance(card, FormCard) else labels
        cuts = [at for label in labels if (at := text.find(label)) >= 0]
        text = text[: min(cuts)] if cuts else text
    shown = _normal(" ".join(word for card in message.cards for word in _strings(card.model_dump(mode="json"), "")))
    listed = any(card.type in _LISTS for card in message.cards)
    kept = []
    for line in text.split("\n"):
        if listed and _LISTED.match(line):
            continue
        new = [one for one in _SENTENCES.split(line) if (words := _normal(one)).strip() and words not in shown]
        if new or not line.strip():
            kept.append(" ".join(new))
    return "\n".join(kept).strip()


def _before(text: str, number: str) -> str:
    """The sentences before the one with the number."""
    at = text.find(number)
    return text if at < 0 else " ".join(_SENTENCES.split(text[:at])[:-1])


def _normal(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.lower()))} "


def _strings(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, str):
        if key in ("example", "source"):
            yield {"example": "fx", "source": "kilde"}[key]
        if key not in ("payload", "type"):
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, key)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(item, name)
