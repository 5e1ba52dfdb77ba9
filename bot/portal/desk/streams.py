"""The open event streams of supporters: the queue, their conversations, and what is said in them.

A stream begins with the whole state, so that whoever comes back after a lost connection has lost nothing. After that it
is told of changes: by its own process at once, of other processes' within a second (`look`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog
from aiohttp import web

from bot.access import tasks
from bot.handover.presence import BEAT
from bot.handover.types import NotThere, Supporter
from bot.handover.views import QueueItem, TalkItem
from bot.portal.blocking import Blocking
from bot.portal.desk.listener import Listener
from bot.portal.events import Hub
from bot.portal.metrics import Metrics
from bot.portal.parts import PortalParts
from bot.portal.streams import PATIENCE, event
from bot.portal.wire import message_json, plain

log = structlog.get_logger(__name__)

LOOK = 1.0  # seconds between looks for what another process has done
MOST_A_PERSON = 6  # streams; one more ends the oldest


class DeskStreams:
    """Serves the streams of supporters."""

    def __init__(self, parts: PortalParts, db: Blocking, hub: Hub, metrics: Metrics) -> None:
        self._parts, self._db, self._hub, self._metrics = parts, db, hub, metrics
        self._open: list[Listener] = []
        self._queue: list[QueueItem] = []
        self._numbers: dict[str, int] = {}
        self._present: set[str] = set()
        self._colleagues: list[Supporter] = []  # who is at the desk, read once for all windows
        self._seen: int | None = None  # number of the last change
        self._known: set[int] = set()
        self._looking = asyncio.Lock()
        hub.watch(self._said)

    # --- one stream

    async def serve(
        self, request: web.Request, me: str, signed_on: Callable[[], Awaitable[bool]]
    ) -> web.StreamResponse:
        """Streams until the supporter goes, their session ends, or they are of 1st line no longer."""
        listener = Listener(me, await self._db(self._paths, me))
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
        )
        self._open.append(listener)
        self._metrics.streams.inc()
        for oldest in [one for one in self._open if one.me == me][:-MOST_A_PERSON]:
            oldest.ended = True
            oldest.woken.set()
        try:
            await self._db(self._parts.presence.beat, me)
            await response.prepare(request)
            await self._write(response, b"retry: 2000\n\n")
            await self._write(response, event("state", await self._begin(listener)))
            await self._run(signed_on, listener, response)
        except (ConnectionResetError, TimeoutError):
            if request.transport is not None:
                request.transport.abort()
        finally:
            self._open.remove(listener)
            self._metrics.streams.dec()
        return response

    async def state(self, me: str) -> dict[str, Any]:
        """All that the desk's page shows."""
        return await self._db(self._state, me, None)

    async def _begin(self, listener: Listener) -> dict[str, Any]:
        await self.look()
        return await self._db(self._state, listener.me, listener)

    async def _run(
        self, signed_on: Callable[[], Awaitable[bool]], listener: Listener, response: web.StreamResponse
    ) -> None:
        now = asyncio.get_running_loop().time
        beat = now() + BEAT  # however busy the stream is
        while not self._hub.closing and not listener.ended:
            with suppress(TimeoutError):
                await asyncio.wait_for(listener.woken.wait(), max(0.0, beat - now()))
            if now() >= beat:
                beat = now() + BEAT
                if not await signed_on() or not await self._db(self._still, listener):
                    return
                await self._write(response, b": still here\n\n")
            if not listener.woken.is_set():
                continue
            listener.woken.clear()
            for told in await self._db(self._news, listener):
                await self._write(response, told)

    async def _write(self, response: web.StreamResponse, data: bytes) -> None:
        await asyncio.wait_for(response.write(data), PATIENCE)

    # --- reading, in a thread

    def _paths(self, me: str) -> frozenset[str]:
        standing = self._parts.access.standing(me)
        return frozenset(standing.paths(tasks.SUPPORT)) if standing else frozenset()

    def _still(self, listener: Listener) -> bool:
        """A sign of life; False where the supporter is of 1st line no longer."""
        listener.paths = self._paths(listener.me)
        self._parts.presence.beat(listener.me)
        return bool(listener.paths)

    def _state(self, me: str, listener: Listener | None) -> dict[str, Any]:
        reading, opening = self._parts.desk_reading, self._parts.support_hours.now()
        mine = reading.mine(me)
        if listener is not None:
            self._follow(listener, mine, anew=True)
        person = self._parts.access.person(me)
        return {
            "me": {"id": me, "name": person.name if person else ""},
            "available": self._parts.presence.is_available(me),
            "open": plain(opening),
            "queue": self._waiting(reading.queue(), self._paths(me)),
            "mine": plain(mine),
            "colleagues": plain(self._parts.supporters.colleagues(me)),
        }

    def _news(self, listener: Listener) -> list[bytes]:
        """What the listener has not been told, as events."""
        told: list[bytes] = []
        if listener.queue:
            listener.queue = False
            told.append(event("queue", {"items": self._waiting(self._queue, listener.paths)}))
        if listener.mine:
            listener.mine = False
            mine = self._parts.desk_reading.mine(listener.me)
            self._follow(listener, mine, anew=False)
            told.append(event("mine", {"items": plain(mine)}))
        said, listener.said = listener.said, set()
        for conversation_id in said:
            told += self._messages(listener, conversation_id)
        typing, listener.typing = listener.typing, {}
        told += [event("typing", {"handover": handover, "name": name}) for handover, name in typing.items()]
        if listener.colleagues:
            listener.colleagues = False
            others = [one for one in self._colleagues if one.id != listener.me]
            told.append(event("colleagues", {"items": plain(others)}))
        return told

    def _messages(self, listener: Listener, conversation_id: str) -> list[bytes]:
        handover_id = listener.conversations.get(conversation_id)
        if handover_id is None:
            return []
        try:
            fresh = self._parts.desk_reading.messages(listener.me, handover_id, listener.last.get(handover_id))
        except NotThere:  # given to somebody else meanwhile: `mine` tells
            return []
        if fresh:
            listener.last[handover_id] = fresh[-1].id
        return [event("message", {"handover": handover_id, "message": message_json(one)}) for one in fresh]

    def _follow(self, listener: Listener, mine: list[TalkItem], *, anew: bool) -> None:
        """Follows these conversations; in one that is new to the window, from its last message on."""
        listener.conversations = {item.conversation_id: item.id for item in mine}
        for item in mine:
            if anew or item.id not in listener.last:
                listener.last[item.id] = item.last_id

    def _waiting(self, queue: list[QueueItem], paths: frozenset[str]) -> list[dict[str, Any]]:
        theirs = [plain(item) for item in queue if any(item.unit_path.startswith(path) for path in paths)]
        return [{name: value for name, value in item.items() if name != "unit_path"} for item in theirs]

    # --- all of them

    def close(self) -> None:
        """Ends all streams, so that the process can stop; clients come back on their own."""
        for listener in self._open:
            listener.ended = True
            listener.woken.set()

    def _said(self, conversation_id: str) -> None:
        """Something was said here in a conversation: those who have it are told at once."""
        for listener in self._open:
            if conversation_id in listener.conversations:
                listener.said.add(conversation_id)
                listener.woken.set()

    def typing(self, conversation_id: str, name: str) -> None:
        """The person types; told to those who listen here, and kept nowhere."""
        for listener in self._open:
            handover_id = listener.conversations.get(conversation_id)
            if handover_id is not None:
                listener.typing[handover_id] = name
                listener.woken.set()

    async def look(self) -> None:
        """One look for all: changes of hand-overs, new messages, and who is at the desk."""
        if not self._open or self._looking.locked():
            return
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        changes = await self._db(self._parts.desk_reading.changes, self._seen)
        fresh = [change for change in changes if change.seq not in self._known]
        if self._seen is None or fresh:
            queue = await self._db(self._parts.desk_reading.queue)
            people = {person for change in fresh for person in change.people}
            changed = {change.conversation_id for change in fresh}
            for listener in self._open:
                if queue != self._queue:
                    listener.note(queue=True)
                if listener.me in people or not changed.isdisjoint(listener.conversations):
                    listener.note(mine=True)
            self._queue = queue
            self._seen = max([self._seen or 0, *(change.seq for change in fresh)])
            self._known = {change.seq for change in changes}
            for conversation_id in changed:
                self._hub.wake(conversation_id)
        followed = {conversation for listener in self._open for conversation in listener.conversations}
        numbers = await self._db(self._parts.message_news.last_numbers, followed) if followed else {}
        for conversation_id, number in numbers.items():
            if self._numbers.get(conversation_id) != number:
                self._said(conversation_id)
        self._numbers = numbers
        present = await self._db(self._parts.presence.present)
        if present != self._present:
            self._present = present
            self._colleagues = await self._db(self._parts.supporters.colleagues, "")
            for listener in self._open:
                listener.note(colleagues=True)


def watching_desk(streams: DeskStreams, every: float = LOOK) -> Callable[[web.Application], AsyncIterator[None]]:
    """A cleanup context that looks for changes while the application runs."""

    async def context(_: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(_repeat(streams, every))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return context


async def _repeat(streams: DeskStreams, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await streams.look()
        except Exception as error:  # one failure must not end the job: the next round tries again
            log.error("desk was not looked after", error=type(error).__name__)
