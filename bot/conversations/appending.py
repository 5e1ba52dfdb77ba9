"""Puts messages at the end of a conversation, in the caller's transaction, together with the look at whose it is.

The conversation's row is changed by everyone who writes a message and by everyone who changes its owner. So at the
instant of a message it is certain who had the conversation, in one process or in several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.conversations.model import ConversationRow, MessageRow
from bot.conversations.types import BOT, QUEUE
from bot.database.ids import Ids
from bot.messages.message import Message, Sender, Utterance, actions_of

_CONVERSATIONS: sa.Table = ConversationRow.__table__  # type: ignore[assignment]
_TAKE_NUMBERS = (  # written once: making a statement costs SQLAlchemy more than running it on SQLite
    sa.update(_CONVERSATIONS)
    .where(_CONVERSATIONS.c.id == sa.bindparam("conversation"))
    .values(last_seq=_CONVERSATIONS.c.last_seq + sa.bindparam("count"))
    .returning(_CONVERSATIONS.c.last_seq, _CONVERSATIONS.c.owner, _CONVERSATIONS.c.handover_id)
)
_UNLESS_OWNED = _TAKE_NUMBERS.where(_CONVERSATIONS.c.owner.in_((BOT, QUEUE)))
_MESSAGES: sa.Table = MessageRow.__table__  # type: ignore[assignment]
_ADD = sa.insert(_MESSAGES)
_ANSWERED = sa.select(MessageRow.id).where(MessageRow.in_reply_to == sa.bindparam("message")).limit(1)


class AnsweredBefore(Exception):
    """The message has its answer already: a repeat came to another process while the first was under way."""


@dataclass(frozen=True)
class Author:
    """The supporter who speaks."""

    id: str
    name: str


@dataclass(frozen=True)
class Appended:
    """What was stored; `owner` and `handover_id` are the conversation's at that instant."""

    messages: list[Message]
    last: int
    owner: str
    handover_id: str | None


def append(
    session: Session,
    conversation_id: str,
    utterances: Sequence[Utterance],
    sender: Sender,
    *,
    ids: Ids,
    at: datetime,
    in_reply_to: str | None = None,
    client_id: str | None = None,
    payload: str | None = None,
    author: Author | None = None,
) -> Appended | None:
    """Stores the messages in order; of the bot's none while a supporter has the conversation (None then)."""
    wanted = {"conversation": conversation_id, "count": len(utterances)}
    place = session.execute(_UNLESS_OWNED if sender == "bot" else _TAKE_NUMBERS, wanted).one_or_none()
    if place is None:
        return None
    if in_reply_to is not None and session.execute(_ANSWERED, {"message": in_reply_to}).scalar() is not None:
        raise AnsweredBefore(in_reply_to)  # the caller's transaction is taken back, and with it the places
    first = place.last_seq - len(utterances) + 1
    rows = []
    for offset, utterance in enumerate(utterances):
        cards = [card.model_dump(mode="json", exclude_none=True) for card in utterance.cards]
        rows.append(
            {
                "id": ids(),
                "conversation_id": conversation_id,
                "seq": first + offset,
                "sender": sender,
                "text": utterance.text,
                "cards": cards,
                "actions": [action.model_dump(exclude_none=True) for action in actions_of(cards)],
                "payload": payload,
                "client_id": client_id,
                "in_reply_to": in_reply_to,
                "handover_id": place.handover_id,
                "author_id": author.id if author else None,
                "author": author.name if author else None,
                "at": at,
            }
        )
    session.execute(_ADD, rows)
    messages = [
        Message.model_construct(
            id=row["id"], sender=sender, at=at, text=row["text"], cards=utterance.cards, author=row["author"]
        )
        for row, utterance in zip(rows, utterances, strict=True)
    ]
    return Appended(messages, place.last_seq, place.owner, place.handover_id)
