"""Brings what 1st line writes to those who talk with them in Teams, as the event stream does in the widget."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.messages.message import Message
from bot.notices.teams import TeamsContact
from bot.portal.blocking import Blocking
from bot.portal.parts import PortalParts, SessionLike

log = structlog.get_logger(__name__)

EVERY = 3.0  # seconds
WINDOW = timedelta(hours=2)  # how long after their last message somebody counts as talking in Teams
_MOST = 2_000  # chats that are followed
_OF_OTHERS = frozenset({"agent", "system"})  # what the bot says is the answer to a message, and went out with it

Send = Callable[[TeamsContact, Message], Awaitable[None]]
Shown = Callable[[SessionLike, Sequence[Message]], list[Message]]


@dataclass
class _Chat:
    """Somebody who talks in Teams just now, and how far they have been told."""

    session: SessionLike
    contact: TeamsContact
    last: str | None
    number: int
    used_at: datetime
    told: set[str] = field(default_factory=set)  # messages that went out as answers
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Following:
    """Knows the chats of this process; all of them are looked after with one query."""

    def __init__(self, parts: PortalParts, db: Blocking, shown: Shown, send: Send) -> None:
        self._parts, self._db, self._shown, self._send = parts, db, shown, send
        self._chats: OrderedDict[str, _Chat] = OrderedDict()

    @asynccontextmanager
    async def turn(self, session: SessionLike, contact: TeamsContact) -> AsyncIterator[Callable[[str], None]]:
        """Keeps others from being heard while a turn is answered; what was said in it is told to the function."""
        chat = self._chats.pop(session.conversation_id, None)
        if chat is None:
            last = await self._db(self._parts.conversations.transcript, session.conversation_id, None, 1)
            chat = _Chat(session, contact, last[-1].id if last else None, -1, self._parts.clock())
        chat.session, chat.contact, chat.used_at = session, contact, self._parts.clock()
        self._chats[session.conversation_id] = chat
        if len(self._chats) > _MOST:
            self._chats.popitem(last=False)
        async with chat.lock:
            yield chat.told.add

    async def run_once(self) -> int:
        """Tells what is new; returns how many messages went out."""
        oldest = self._parts.clock() - WINDOW
        for conversation_id in [one for one, chat in self._chats.items() if chat.used_at < oldest]:
            del self._chats[conversation_id]
        if not self._chats:
            return 0
        numbers = await self._db(self._parts.message_news.last_numbers, list(self._chats))
        said = 0
        for conversation_id, chat in list(self._chats.items()):
            if numbers.get(conversation_id, chat.number) != chat.number and not chat.lock.locked():
                async with chat.lock:
                    said += await self._tell(conversation_id, chat, numbers[conversation_id])
        return said

    async def _tell(self, conversation_id: str, chat: _Chat, number: int) -> int:
        new = await self._db(self._parts.conversations.transcript, conversation_id, chat.last)
        others = [message for message in new if message.sender in _OF_OTHERS and message.id not in chat.told]
        for message in await self._db(self._shown, chat.session, others):
            try:
                await self._send(chat.contact, message)
            except Exception as error:  # it stands in the portal; the next one may get through
                log.warning("a message of 1st line did not reach Teams", error=type(error).__name__)
        chat.told.clear()
        chat.last, chat.number = new[-1].id if new else chat.last, number
        return len(others)
