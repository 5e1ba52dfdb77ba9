"""What was said after a point, for those who listen: messages by their numbers, many conversations in one query."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from bot.conversations import stored
from bot.conversations.model import ConversationRow, MessageRow
from bot.database.engine import Sessions, reading
from bot.messages.message import Message

# Asked for every message and every second, so written once: making a statement costs more than running it.
_NEWS = (
    sa.select(MessageRow)
    .where(MessageRow.conversation_id == sa.bindparam("conversation"), MessageRow.seq > sa.bindparam("after"))
    .order_by(MessageRow.seq)
    .limit(sa.bindparam("most"))
)
_LAST_NUMBERS = sa.select(ConversationRow.id, ConversationRow.last_seq).where(
    ConversationRow.id.in_(sa.bindparam("conversations", expanding=True))
)


class MessageNews:
    """Reads messages by their numbers, which rise with each message of a conversation, without gaps."""

    def __init__(self, session_factory: Sessions) -> None:
        self._sessions = session_factory

    def after(self, conversation_id: str, number: int, limit: int) -> list[tuple[int, Message]]:
        """The messages after a number, in order, each with its own; the next ones where there are more than `limit`."""
        wanted = {"conversation": conversation_id, "after": number, "most": limit}
        with reading(self._sessions) as session:
            return [(row.seq, stored.message(row)) for row in session.scalars(_NEWS, wanted)]

    def number_of(self, conversation_id: str, message_id: str | None) -> int:
        """The number of a message, 0 where there is none (any more); without an id that of the last one."""
        if message_id is None:
            return self.last_numbers([conversation_id]).get(conversation_id, 0)
        wanted = sa.select(MessageRow.seq).where(
            MessageRow.id == message_id, MessageRow.conversation_id == conversation_id
        )
        with reading(self._sessions) as session:
            return session.execute(wanted).scalar() or 0

    def last_numbers(self, conversation_ids: Collection[str]) -> dict[str, int]:
        """The number of each conversation's last message: it rises with every message, in the same transaction."""
        with reading(self._sessions) as session:
            wanted = {"conversations": list(conversation_ids)}
            return {row.id: row.last_seq for row in session.execute(_LAST_NUMBERS, wanted)}
