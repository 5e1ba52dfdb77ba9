"""The one field that says whose a conversation is, and the only ways to change it.

Whoever changes it holds the conversation's row for the length of the transaction: the same row that every message
changes (bot/conversations/appending.py). The change itself names the owner that it was made for (compare and set).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.conversations.model import ConversationRow
from bot.conversations.types import BOT
from bot.handover.model import HandoverEventRow, HandoverRow
from bot.handover.types import Kind, Outcome, Owner, supporter_of

_CONVERSATIONS: sa.Table = ConversationRow.__table__  # type: ignore[assignment]
_EVENTS: sa.Table = HandoverEventRow.__table__  # type: ignore[assignment]
_WHOSE = sa.select(
    ConversationRow.id,
    ConversationRow.person_id,
    ConversationRow.owner,
    ConversationRow.handover_id,
    ConversationRow.last_seq,
    ConversationRow.state,
)
_HOLD = _WHOSE.where(ConversationRow.id == sa.bindparam("conversation")).with_for_update()
_OF_HANDOVER = sa.select(HandoverRow.conversation_id).where(HandoverRow.id == sa.bindparam("handover"))
_MOVE = (
    sa.update(_CONVERSATIONS)
    .where(_CONVERSATIONS.c.id == sa.bindparam("conversation"), _CONVERSATIONS.c.owner == sa.bindparam("from_owner"))
    .values(owner=sa.bindparam("to_owner"), handover_id=sa.bindparam("handover"))
    .returning(_CONVERSATIONS.c.last_seq)
)
_DONE = sa.select(HandoverEventRow.seq).where(HandoverEventRow.action_id == sa.bindparam("action"))
_NOTE = sa.insert(_EVENTS)


class OwnerChanged(RuntimeError):
    """The owner is another than the one that the change was made for; nothing has been written."""


@dataclass
class Held:
    """A conversation whose row is held until the transaction ends, and one of its hand-overs."""

    conversation_id: str
    person_id: str
    owner: Owner
    last_seq: int
    state: dict[str, object]
    handover: HandoverRow
    open: bool  # the hand-over is the one under way

    @property
    def supporter_id(self) -> str | None:
        return supporter_of(self.owner) if self.open else None


def hold_conversation(session: Session, conversation_id: str) -> Any:
    """The conversation's row, held; raises NoResultFound where it is gone."""
    return session.execute(_HOLD, {"conversation": conversation_id}).one()


def hold(session: Session, handover_id: str) -> Held | None:
    """The hand-over with its conversation's row, held; None where either is gone."""
    conversation_id = session.execute(_OF_HANDOVER, {"handover": handover_id}).scalar()
    row = session.execute(_HOLD, {"conversation": conversation_id}).one_or_none()
    if row is None:
        return None
    handover = session.get_one(HandoverRow, handover_id, populate_existing=True)
    is_open = row.handover_id == handover_id
    return Held(row.id, row.person_id, row.owner if is_open else BOT, row.last_seq, row.state, handover, is_open)


def move(session: Session, held: Held, to: Owner) -> None:
    """Gives the conversation to another owner; raises OwnerChanged where it was not the one that was held."""
    wanted = {
        "conversation": held.conversation_id,
        "from_owner": held.owner,
        "to_owner": to,
        "handover": None if to == BOT else held.handover.id,
    }
    last = session.execute(_MOVE, wanted).scalar()
    if last is None:
        raise OwnerChanged(held.handover.id)
    held.owner, held.last_seq = to, int(last)


def end(held: Held, outcome: Outcome, at: datetime, text: str = "") -> None:
    """Notes how the hand-over ended."""
    held.handover.ended_at, held.handover.outcome, held.handover.outcome_text = at, outcome, text


def note(
    session: Session,
    held: Held,
    kind: Kind,
    actor_id: str | None,
    at: datetime,
    *,
    action_id: str | None,
    to_id: str | None = None,
    text: str = "",
    message_id: str | None = None,
) -> None:
    """Puts into the history what has happened, and whose the conversation is from here on."""
    row = {
        "handover_id": held.handover.id,
        "kind": kind,
        "actor_id": actor_id,
        "to_id": to_id,
        "owner": held.owner,
        "message_seq": held.last_seq,
        "message_id": message_id,
        "text": text,
        "action_id": action_id,
        "at": at,
    }
    session.execute(_NOTE, row)


def done_before(session: Session, action_id: str | None) -> bool:
    """Whether the same action is in the history already (a double click, a repeat after a lost answer)."""
    return action_id is not None and session.execute(_DONE, {"action": action_id}).scalar() is not None


def action_id_of(actor: str, kind: str, handover_id: str, key: str | None) -> str | None:
    """One id for one action of one person, however often it is sent."""
    if not key:
        return None
    return hashlib.sha256("\0".join((actor, kind, handover_id, key)).encode()).hexdigest()
