"""What the rest of the house sees of conversations and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.messages.message import Message

# Who has the conversation, beside the supporters (bot/handover/types.py).
BOT, QUEUE = "bot", "queue"


@dataclass(frozen=True)
class Conversation:
    """The lasting conversation of one person; `state` is the dialogue's own, `version` guards it."""

    id: str
    person_id: str
    state: dict[str, Any]
    version: int
    created_at: datetime


@dataclass(frozen=True)
class SessionInfo:
    """Who is behind a session token."""

    person_id: str
    conversation_id: str
    thread_id: str
    expires_at: datetime


@dataclass(frozen=True)
class Heard:
    """What the user said as stored; `handover_id` says that it was said to 1st line, and in which hand-over."""

    message: Message
    is_new: bool
    handover_id: str | None


class StateChanged(Exception):
    """Another turn has stored the conversation's state in the meantime; read it again."""
