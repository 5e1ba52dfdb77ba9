"""What every change of a hand-over is made of: the row that is held, the message, the history, the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import ParamSpec

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.audit.log import AuditLog
from bot.audit.types import Action as Audited
from bot.audit.types import Details, Event
from bot.clock import Clock
from bot.conversations.appending import Author, append
from bot.conversations.types import QUEUE
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.handover.model import HandoverRow
from bot.handover.ownership import (
    Held,
    OwnerChanged,
    action_id_of,
    done_before,
    hold,
    move,
)
from bot.handover.types import NotThere, NotYours, Supporter, owned_by
from bot.handover.words import Words
from bot.messages.message import Message, Sender, Utterance

Shield = Callable[[str, str], str]
P = ParamSpec("P")
RETURNED = 1  # before those who have only just come, after a crisis
GROUND = "role:foerste_linje"
_PERSON = sa.select(HandoverRow.person_id).where(HandoverRow.id == sa.bindparam("handover"))


class DoneBefore(Exception):
    """The same action is in the history already."""


def once(change: Callable[P, None]) -> Callable[P, None]:
    """A repeat of an action that was done changes nothing."""

    @wraps(change)
    def changed(*args: P.args, **kwargs: P.kwargs) -> None:
        with suppress(DoneBefore):
            change(*args, **kwargs)

    return changed


class Changing:
    """Holds the conversation's row for one change, and writes what belongs to it."""

    def __init__(
        self, sessions: Sessions, clock: Clock, words: Words, shield: Shield, ids: Ids = new_id,
        *, audit: AuditLog | None = None,
    ) -> None:  # fmt: skip
        self._sessions = sessions
        self._clock = clock
        self._words = words
        self._shield = shield
        self._ids = ids
        self._audit = audit or AuditLog(clock)

    @contextmanager
    def _holding(self, handover_id: str) -> Iterator[tuple[Session, Held]]:
        with writing(self._sessions) as session:
            held = hold(session, handover_id)
            if held is None:
                raise NotThere(handover_id)
            yield session, held

    @contextmanager
    def _acting(
        self, handover_id: str, kind: str, by: Supporter, key: str | None
    ) -> Iterator[tuple[Session, Held, str | None]]:
        action = action_id_of(by.id, kind, handover_id, key)
        with self._holding(handover_id) as (session, held):
            if done_before(session, action):
                raise DoneBefore
            yield session, held, action

    @contextmanager
    def _owning(
        self, handover_id: str, kind: str, by: Supporter, key: str | None
    ) -> Iterator[tuple[Session, Held, str | None]]:
        with self._acting(handover_id, kind, by, key) as (session, held, action):
            if held.owner != owned_by(by.id):
                raise NotYours(held.owner)
            yield session, held, action

    def _to_queue(self, session: Session, held: Held) -> None:
        held.handover.rank = min(held.handover.rank, RETURNED)
        held.handover.queued_at = self._clock()
        move(session, held, QUEUE)

    def _say(
        self, session: Session, held: Held, sender: Sender, utterance: Utterance,
        *, by: Supporter | None = None, client_id: str | None = None,
    ) -> Message:  # fmt: skip
        author = Author(by.id, by.name) if by else None
        appended = append(
            session, held.conversation_id, [utterance], sender,
            ids=self._ids, at=self._clock(), client_id=client_id, author=author,
        )  # fmt: skip
        if appended is None:
            raise OwnerChanged(held.handover.id)
        held.last_seq = appended.last
        return appended.messages[0]

    def _tell_audit(
        self, session: Session, held: Held, action: Audited, actor_id: str | None, details: Details
    ) -> None:
        event = Event(
            action,
            actor_id,
            "handover",
            held.handover.id,
            unit_path=held.handover.unit_path,
            subject_id=held.person_id,
            ground="self" if actor_id in (None, held.person_id) else GROUND,
            details=details,
        )
        self._audit.write(session, event)

    def _clean(self, handover_id: str, text: str) -> str:
        """The text without CPR numbers; before the transaction, since the vault writes in one of its own."""
        if not text:
            return text
        with reading(self._sessions) as session:
            owner = session.execute(_PERSON, {"handover": handover_id}).scalar()
        return self._shield(text, owner) if owner else text
