"""What somebody did in Teams: wrote, pressed a button of a card, or sent files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microsoft_agents.activity import Activity

from bot.messages.cards import Action, Card, FieldInput, FormCard, QuestionCard
from bot.messages.message import Message, actions_of
from bot.portal.pages.display import card_with
from bot.portal.teams import words
from bot.portal.teams.cards.inputs import value_of
from bot.portal.teams.cards.parts import BUTTON, MESSAGE, digest

FILE_TYPE = "application/vnd.microsoft.teams.file.download.info"
# Buttons that are ours in Teams, and so in no message of the conversation.
_OURS: Mapping[str, Action] = {digest(action.payload): action for action in (words.SET_ASIDE, words.DROP)}


@dataclass(frozen=True)
class Pressed:
    """A pressed button: the digest of its payload, the message it stood in, and everything that was filled in."""

    digest: str
    message_id: str
    sent: Mapping[str, Any]


@dataclass(frozen=True)
class SentFile:
    name: str
    url: str


def client_id(activity: Activity) -> str:
    """The same for the same activity, however often it is delivered."""
    conversation = activity.conversation.id if activity.conversation else ""
    return "teams-" + hashlib.sha256(f"{conversation} {activity.id}".encode()).hexdigest()[:40]


def pressed(activity: Activity) -> Pressed | None:
    """The pressed button; None where the activity is none of ours."""
    value = activity.value
    if not isinstance(value, dict) or not isinstance(value.get(BUTTON), str):
        return None
    return Pressed(value[BUTTON], str(value.get(MESSAGE, "")), value)


def files(activity: Activity) -> list[SentFile]:
    """The files that were attached."""
    found = []
    for attachment in activity.attachments or []:
        content = attachment.content
        url = content.get("downloadUrl") if isinstance(content, dict) else None
        if attachment.content_type == FILE_TYPE and isinstance(url, str):
            found.append(SentFile(attachment.name or "fil", url))
    return found


def pasted_image(activity: Activity) -> bool:
    return any((attachment.content_type or "").startswith("image/") for attachment in activity.attachments or [])


def written(button: Pressed) -> list[tuple[str, str]]:
    """What was filled in on a card, with the input's id; the button's own keys may look like any number."""
    inputs = ((key, value) for key, value in button.sent.items() if key not in (BUTTON, MESSAGE))
    return [(key, value) for key, value in inputs if isinstance(value, str)]


def offered(messages: list[Message], wanted: str) -> Action | None:
    """The action that the digest stands for, if one of the messages has offered it."""
    if wanted in _OURS:
        return _OURS[wanted]
    for message in reversed(messages):
        if message.sender != "user":
            for action in actions_of(list(message.cards)):
                if digest(action.payload) == wanted:
                    return action
    return None


def filled_in(messages: list[Message], action: Action, sent: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values of the card that the action submits; None where it submits none."""
    fields = submitted_fields(card_with(messages, action.payload), action)
    return {field.field: value_of(field, sent) for field in fields} if fields else None


def submitted_fields(card: Card | None, action: Action) -> list[FieldInput]:
    """The fields that go along with the action."""
    if isinstance(card, FormCard) and card.submit.payload == action.payload:
        return card.fields
    if isinstance(card, QuestionCard) and action.payload.startswith("/submit_values{"):
        return [card]
    return []
