"""Says on its own what a person should know, while they have the assistant open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial

import structlog
from aiohttp import web

from bot.dialogue.rendering import notices as wording
from bot.messages.message import Utterance
from bot.portal.blocking import Blocking
from bot.portal.events import Hub
from bot.portal.parts import PortalParts
from bot.portal.turns import Turns

log = structlog.get_logger(__name__)

EVERY = 3.0  # seconds


class NoticePush:
    """Brings waiting notices to the open event streams of this process; a notice is taken by one process only."""

    def __init__(self, parts: PortalParts, db: Blocking, hub: Hub, turns: Turns) -> None:
        self._parts, self._db, self._hub, self._turns = parts, db, hub, turns

    async def run_once(self) -> int:
        """Returns how many messages were said. Whoever is in the middle of a turn is told in the next round."""
        listening = self._hub.listening()
        if not listening:
            return 0
        said = 0
        for person_id in await self._db(self._parts.notices.waiting_people, among=list(listening)):
            messages = await self._turns.interject(listening[person_id], partial(self._news, person_id))
            said += len(messages)
        return said

    def _news(self, person_id: str) -> list[Utterance]:
        notices = self._parts.notices.take(person_id)
        if not notices:
            return []
        told = wording.message(notices)
        asked = self._parts.asking.after_news(person_id, [told])
        return [told, asked] if asked else [told]


def pushing(push: NoticePush, every: float = EVERY) -> Callable[[web.Application], AsyncIterator[None]]:
    """A cleanup context that looks for notices while the application runs."""

    async def context(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(_repeat(push, every))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return context


async def _repeat(push: NoticePush, every: float) -> None:
    while True:
        try:
            await push.run_once()
        except Exception as error:  # one failure must not end the job: the next round tries again
            log.error("notices were not pushed", error=type(error).__name__)
        await asyncio.sleep(every)
