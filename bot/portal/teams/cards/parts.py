"""The pieces that Adaptive Cards are made of (version 1.5, which Teams shows).

What people have written is shown as it stands (`said`); only what the editors wrote may hold Markdown (`prose`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.messages.cards import Action

Element = dict[str, Any]

MOST_BUTTONS = 6  # Teams shows no more side by side
BUTTON, MESSAGE = "knap", "besked"  # keys of what a pressed button sends
_STYLES = {"primary": "positive", "danger": "destructive"}


@dataclass(frozen=True)
class Shown:
    """Where a card stands: the message it belongs to, the portal, and how it was answered if it was."""

    message_id: str
    portal_url: str
    answer: str | None = None

    def link(self, path: str) -> str | None:
        """The address of a page of the portal, or of the web; None for anything else."""
        if path.startswith("/") and not path.startswith("//"):
            return self.portal_url + path
        return path if path.startswith(("https://", "http://")) else None


def digest(payload: str) -> str:
    """What stands for a payload in a card: short, and nothing of the payload passes through Microsoft."""
    return hashlib.sha256(payload.encode()).hexdigest()[:24]


def said(text: str, **style: Any) -> list[Element]:
    """Text as it was written, line by line."""
    lines = [line for line in text.split("\n") if line.strip()]
    return [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line, **style}]} for line in lines]


def named(label: str, value: str, note: str | None = None) -> list[Element]:
    """A label and what stands behind it."""
    first, *more = [line for line in value.split("\n") if line.strip()] or ["–"]
    mark = label if label.endswith(("?", ":", "!", ".")) else f"{label}:"
    runs: list[Element] = [
        {"type": "TextRun", "text": f"{mark} ", "weight": "Bolder"},
        {"type": "TextRun", "text": first},
    ]
    if note and not more:
        runs.append({"type": "TextRun", "text": f" ({note})", "isSubtle": True})
    return [{"type": "RichTextBlock", "inlines": runs, "spacing": "Small"}, *said("\n".join(more))]


def prose(text: str) -> list[Element]:
    """What the editors wrote, with the Markdown that Teams knows (bold, italics, lists, links)."""
    return [{"type": "TextBlock", "text": text, "wrap": True}] if text.strip() else []


def heading(text: str) -> list[Element]:
    block = said(text, weight="Bolder", size="Medium")
    return block[:1]


def quiet(text: str) -> list[Element]:
    return said(text, isSubtle=True, size="Small")


def wrong(text: str) -> list[Element]:
    return said(text, color="Attention")


def button(action: Action, shown: Shown, *, inputs: bool = False) -> Element:
    """A button that sends what was offered; without `inputs` nothing that is filled in goes along or is checked."""
    made: Element = {
        "type": "Action.Submit",
        "title": action.title,
        "data": {BUTTON: digest(action.payload), MESSAGE: shown.message_id},
    }
    if action.style in _STYLES:
        made["style"] = _STYLES[action.style]
    if not inputs:
        made["associatedInputs"] = "None"
    return made


def page(title: str, url: str) -> Element:
    """A button that opens a page."""
    return {"type": "Action.OpenUrl", "title": title, "url": url}


def row(buttons: Sequence[Element]) -> list[Element]:
    """Buttons side by side, in as many rows as Teams needs to show them all."""
    rows = [buttons[start : start + MOST_BUTTONS] for start in range(0, len(buttons), MOST_BUTTONS)]
    return [{"type": "ActionSet", "actions": list(some)} for some in rows]


def actions(offered: Iterable[Action], shown: Shown) -> list[Element]:
    """What can be pressed; one that is explained stands on a line of its own."""
    plain = [action for action in offered if not action.description]
    made: list[Element] = []
    for action in offered:
        if action.description:
            made += [*row([button(action, shown)]), *quiet(action.description)]
    return made + row([button(action, shown) for action in plain])


def pick_one(offered: Sequence[Action], shown: Shown) -> list[Element]:
    """Many ways to go on as a list to choose from: what is chosen says which button was meant."""
    choices = [{"title": action.title, "value": digest(action.payload)} for action in offered]
    chosen = {
        "type": "Input.ChoiceSet",
        "id": BUTTON,
        "style": "compact",
        "placeholder": "Vælg …",
        "choices": choices,
        "isRequired": True,
        "errorMessage": "Vælg en af mulighederne.",
    }
    send = {"type": "Action.Submit", "title": "Vælg", "style": "positive", "data": {MESSAGE: shown.message_id}}
    return [chosen, *row([send])]
