"""Tells people in Teams that there is something for them, while no window of the assistant is open."""

from __future__ import annotations

import aiohttp
import structlog

from bot.messages.message import Message
from bot.notices.teams import TeamsContact, TeamsContacts
from bot.portal.blocking import Blocking
from bot.portal.events import Hub
from bot.portal.parts import PortalParts
from bot.portal.teams import words
from bot.portal.teams.unasked import Unasked
from bot.settings import TeamsSettings

log = structlog.get_logger(__name__)

EVERY = 30.0  # seconds
_GONE = {403, 404}  # the chat is no more, or the person has shut the assistant out


class TeamsPush:
    """Says that there is news: neither what nor about whom, and once for what is new."""

    def __init__(
        self,
        settings: TeamsSettings,
        parts: PortalParts,
        store: TeamsContacts,
        db: Blocking,
        hub: Hub,
        unasked: Unasked,
    ) -> None:
        self._parts, self._store, self._db, self._hub, self._unasked = parts, store, db, hub, unasked
        self._tenants, self._portal_url = settings.tenants, settings.portal_url

    async def run_once(self) -> int:
        """Returns how many people were told."""
        told = 0
        for contact in await self._db(self._store.to_tell):
            if contact.person_id in self._hub.listening() or contact.tenant_id not in self._tenants:
                continue
            until = await self._db(self._store.claim, contact)
            if until is None or not await self._db(self._still_waits, contact):
                continue
            try:
                await self._unasked.send(contact, self._news())
                told += 1
            except aiohttp.ClientResponseError as error:
                log.info("a chat in Teams cannot be reached", status=error.status)
                if error.status in _GONE:
                    await self._db(self._store.forget, contact.conversation_id)
                else:
                    await self._db(self._store.give_back, contact, until)
            except Exception as error:  # one chat must not keep the others from being told
                log.warning("nobody could be told in Teams", error=type(error).__name__)
                await self._db(self._store.give_back, contact, until)
        return told

    def _still_waits(self, contact: TeamsContact) -> bool:
        """Whether some of what was written still holds, and the person is still employed."""
        if self._parts.access.person(contact.person_id) is None:
            return False
        return any(
            contact.told_until is None or notice.created_at > contact.told_until
            for notice in self._parts.notices.unseen(contact.person_id)
        )

    def _news(self) -> Message:
        said = words.news(self._portal_url)
        return Message.model_validate(
            {"id": self._parts.ids(), "from": "bot", "at": self._parts.clock(), **said.model_dump()}
        )
