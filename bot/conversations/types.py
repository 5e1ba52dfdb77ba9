"""What the rest of the house sees of conversations and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


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


class StateChanged(Exception):
    """Another turn has stored the conversation's state in the meantime; read it again."""
