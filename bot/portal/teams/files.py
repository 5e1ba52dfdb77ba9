"""Fetches what somebody has attached in Teams: from the hosts that are allowed, within the limits of any file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiohttp

from bot.cases.attachments import MAX_BYTES
from bot.portal.blocking import Blocking
from bot.portal.parts import PortalParts, SessionLike
from bot.portal.problems import Problem
from bot.portal.teams.reading import SentFile
from bot.privacy.cpr import without_numbers

TIMEOUT = 60  # seconds for one file
MOST_FILES = 5


class Fetcher(Protocol):
    """Makes sessions that reach only what is allowed (the SDK's OutboundHostValidator)."""

    def is_allowed(self, url: str) -> bool: ...

    def client(self) -> aiohttp.ClientSession: ...


class Files:
    """Keeps attached files as the API keeps uploaded ones."""

    def __init__(self, parts: PortalParts, db: Blocking, hosts: Fetcher) -> None:
        self._parts, self._db, self._hosts = parts, db, hosts

    async def keep(self, session: SessionLike, sent: list[SentFile]) -> list[str]:
        """The ids of the stored files; raises Problem or BadFile where one cannot be had or used."""
        if len(sent) > MOST_FILES:
            raise Problem(400, "too-many-files", "For mange filer", f"Send højst {MOST_FILES} filer ad gangen.")
        add = self._parts.attachments.add
        kept = []
        for file in sent:
            content, declared = await self._fetch(file)
            name = without_numbers(file.name)
            stored = await self._db(add, session.person_id, session.conversation_id, name, declared, content)
            kept.append(stored.id)
        return kept

    async def _fetch(self, file: SentFile) -> tuple[bytes, str]:
        failed = Problem(
            502, "file-not-fetched", "Filen kom ikke", "Jeg kunne ikke hente filen. Prøv at sende den igen."
        )
        if not self._hosts.is_allowed(file.url):
            raise failed
        try:
            return await asyncio.wait_for(self._read(file.url), TIMEOUT)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            raise failed from None

    async def _read(self, url: str) -> tuple[bytes, str]:
        content = bytearray()
        # Where an allowed host would send us is not looked at: a redirect is no file.
        async with self._hosts.client() as client, client.get(url, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(response.status)
            async for chunk in response.content.iter_chunked(64 * 1024):
                content += chunk
                if len(content) > MAX_BYTES:
                    raise Problem(
                        413,
                        "file-too-large",
                        "Filen er for stor",
                        f"En fil må højst fylde {MAX_BYTES // 1024 // 1024} MB. Gør den mindre, eller del den op.",
                    )
            return bytes(content), response.content_type


Keep = Callable[[SessionLike, list[SentFile]], Awaitable[list[str]]]
