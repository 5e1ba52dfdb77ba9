"""What a case backend is to this house: it takes messages, safely repeated, and tells of changes when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Kind = Literal["create", "comment", "answer", "withdraw", "reopen", "close"]
Change = Literal["state", "assigned"]


@dataclass(frozen=True)
class OutboxMessage:
    """One message about a case. The same `message_id` may come again: it must then change nothing."""

    message_id: str
    kind: Kind
    correlation_id: str  # the same for all messages about a case
    body: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class Receipt:
    """The backend has it; `reference` is its own number for the case."""

    reference: str


@dataclass(frozen=True)
class StatusUpdate:
    """Something has happened to a case at the desk; `text` is Danish and for the parties to read."""

    update_id: str  # the backend's own; the same update may come twice
    correlation_id: str
    state: str
    text: str
    case_worker_id: str | None
    at: datetime
    suggested_solution: str | None = None  # of a rejected case: where it belongs
    kind: Change = "state"  # assigned: only who handles it is new (or nobody does), and the parties are told nothing


@dataclass(frozen=True)
class StatusPage:
    """Updates in order, and the cursor that asks for the next ones."""

    updates: Sequence[StatusUpdate]
    cursor: str


class BackendUnavailable(Exception):
    """The backend cannot take it now; the message is tried again later."""


class CaseBackend(Protocol):
    """A place where cases are handled."""

    name: str

    def deliver(self, message: OutboxMessage) -> Receipt:
        """Takes a message; raises BackendUnavailable (or anything else) to be asked again later."""
        ...

    def status_since(self, cursor: str, limit: int = 200) -> StatusPage:
        """What has happened since the cursor; "" is the beginning."""
        ...
