"""From rows to what others see."""

from __future__ import annotations

from pydantic import ValidationError

from bot.conversations.model import ConversationRow, MessageRow
from bot.conversations.types import Conversation
from bot.messages.message import Message


def conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, row.person_id, row.state, row.version, row.created_at)


def message(row: MessageRow) -> Message:
    """The stored message; cards of an older form than today's are left out, since the text makes sense alone."""
    data = {"id": row.id, "from": row.sender, "at": row.at, "text": row.text, "author": row.author}
    try:
        return Message.model_validate({**data, "cards": row.cards})
    except ValidationError:
        return Message.model_validate(data)
