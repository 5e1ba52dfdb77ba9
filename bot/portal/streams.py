"""The open event streams of this process: one look for all of them, and none waits for another."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from bot.portal.blocking import Blocking
from bot.portal.events import Hub
from bot.portal.metrics import Metrics
from bot.portal.parts import PortalParts, SessionLike
from bot.portal.wire import message_json

log = structlog.get_logger(__name__)

HEARTBEAT = 15.0  # seconds; below the idle limits of common proxies
PATIENCE = 10.0  # seconds that a client may take to read what was written
UNANSWERED = 30.0  # seconds after which a peer that acknowledges nothing counts as gone
LOOK = 1.0  # seconds between looks for what another process stored
CHECK = 5.0  # seconds between looks for sessions that have ended
MOST_A_PERSON = 8  # streams; one more ends the oldest
MOST_AT_ONCE = 50  # messages read for a stream before they are written


@dataclass(eq=False)
class Stream:
    """One window's stream: where it has come to, and whether it should end."""

    session: SessionLike
    token: str
    woken: asyncio.Event
    request: web.Request
    number: int = 0  # of the last message that it has
    looked: int = 0  # up to which it was woken by a look
    ended: bool = False
    typed: int = 0  # how often the other side's typing has been told
    standing: dict[str, object] | None = None  # whose the conversation is, as last told

    @property
    def client_gone(self) -> bool:
        return self.request.transport is None or self.request.transport.is_closing()

    def end(self) -> None:
        self.ended = True
        self.woken.set()


@dataclass(frozen=True)
class _Fresh:
    """What is read for a stream: numbers and events, and whose the conversation is now."""

    messages: list[tuple[int, bytes]]
    standing: dict[str, object] | None


@dataclass
class Streams:
    """Serves the streams. What is new is read from the database by those that were woken, and by nobody else.

    A stream is woken by its own process at once (`Hub.wake`), and by `look` where another process stored something.
    """

    parts: PortalParts
    db: Blocking
    hub: Hub
    metrics: Metrics
    most_a_person: int = MOST_A_PERSON
    heartbeat: float = HEARTBEAT
    patience: float = PATIENCE
    _open: list[Stream] = field(default_factory=list)  # oldest first

    # --- one stream

    async def serve(
        self, request: web.Request, session: SessionLike, token: str, last: str | None
    ) -> web.StreamResponse:
        """Streams messages as they come, first those stored after `last` (without it, only what comes from now on)."""
        woken = self.hub.subscribe(session.conversation_id, session.person_id)
        stream = Stream(session, token, woken, request)
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
        )
        self._enter(stream)
        try:
            stream.number = await self.db(self.parts.message_news.number_of, session.conversation_id, last)
            stream.standing = await self.db(standing_of, self.parts, session.conversation_id)
            await response.prepare(request)
            _notice_silence(request)
            await self._write(response, b"retry: 3000\n\n")
            if last:  # whoever comes back may have missed that it changed hands
                await self._write(response, event("handover", stream.standing))
            await self._run(stream, response)
        except (ConnectionResetError, TimeoutError):
            # Who does not read is cut off, not waited for: what is still in the buffers would hold the process up at
            # the end. The client comes back and resumes from the last id that it has.
            if request.transport is not None:
                request.transport.abort()
        finally:
            self._leave(stream)
        return response

    async def _run(self, stream: Stream, response: web.StreamResponse) -> None:
        stream.woken.set()  # what was stored before it subscribed
        while not self.hub.closing and stream.session.expires_at > self.parts.clock():
            try:
                await asyncio.wait_for(stream.woken.wait(), self.heartbeat)
            except TimeoutError:
                await self._write(response, b": still here\n\n")
                continue
            stream.woken.clear()
            if stream.ended or stream.client_gone or not await self._bring(stream, response):
                return

    async def _bring(self, stream: Stream, response: web.StreamResponse) -> bool:
        """Writes all that is new; False where the session has ended meanwhile, and nothing was told."""
        while True:
            fresh = await self.db(self._fresh, stream)
            if fresh is None:
                return False
            for number, told in fresh.messages:
                await self._write(response, told)
                stream.number = number
            if len(fresh.messages) < MOST_AT_ONCE:
                await self._tell_standing(stream, response, fresh.standing)
                return True

    async def _tell_standing(
        self, stream: Stream, response: web.StreamResponse, standing: dict[str, object] | None
    ) -> None:
        """Who has the conversation, where that has changed, and who types."""
        if standing != stream.standing:
            stream.standing = standing
            await self._write(response, event("handover", standing))
        count, name = self.hub.typed(stream.session.conversation_id)
        if count > stream.typed:
            await self._write(response, event("typing", {"name": name}))
        stream.typed = count

    async def _write(self, response: web.StreamResponse, data: bytes) -> None:
        await asyncio.wait_for(response.write(data), self.patience)

    def _fresh(self, stream: Stream) -> _Fresh | None:
        """What the stream has not had; None where its session no longer counts."""
        if self.parts.sessions.resolve(stream.token) is None:
            return None
        conversation_id = stream.session.conversation_id
        news = self.parts.message_news.after(conversation_id, stream.number, MOST_AT_ONCE)
        # A message tells of each change of hands, so without one it need not be looked for.
        standing = standing_of(self.parts, conversation_id) if news else stream.standing
        return _Fresh([(number, event("message", message_json(said), said.id)) for number, said in news], standing)

    def _enter(self, stream: Stream) -> None:
        self._open.append(stream)
        self.metrics.streams.inc()
        theirs = [open_ for open_ in self._open if open_.session.person_id == stream.session.person_id]
        for oldest in theirs[: -self.most_a_person]:
            oldest.end()

    def _leave(self, stream: Stream) -> None:
        self._open.remove(stream)
        self.metrics.streams.dec()
        self.hub.unsubscribe(stream.session.conversation_id, stream.woken)

    # --- all of them

    async def look(self) -> None:
        """One query for all conversations that somebody listens to; wakes those with news, and streams left alone."""
        for stream in self._open:
            if stream.client_gone:
                stream.end()
        conversations = {stream.session.conversation_id for stream in self._open}
        if not conversations:
            return
        numbers = await self.db(self.parts.message_news.last_numbers, conversations)
        for stream in self._open:
            number = numbers.get(stream.session.conversation_id, 0)
            if number > max(stream.number, stream.looked):
                stream.looked = number  # it reads up to here at least; what was erased meanwhile wakes nobody again
                stream.woken.set()

    async def check(self) -> None:
        """One query for all sessions; ends the streams of those that are over: signed off, expired, left."""
        streams = list(self._open)
        if not streams:
            return
        alive = await self.db(self.parts.sessions.alive, {stream.token for stream in streams})
        for stream in streams:
            if stream.token not in alive:
                stream.end()


def standing_of(parts: PortalParts, conversation_id: str) -> dict[str, object] | None:
    """The hand-over under way as the person's client gets it; None while it is the bot's turn."""
    current = parts.handovers.current(conversation_id)
    if current is None:
        return None
    return {"state": current.state, "place": current.place, "name": parts.handovers.supporter_name(current)}


def event(kind: str, data: object, event_id: str | None = None) -> bytes:
    """An event as it goes over the wire; without an id it is not resumed from."""
    id_line = f"id: {event_id}\n" if event_id else ""
    return f"{id_line}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def watching(
    streams: Streams, look: float = LOOK, check: float = CHECK
) -> Callable[[web.Application], AsyncIterator[None]]:
    """A cleanup context that looks for news and for ended sessions while the application runs."""

    async def context(_: web.Application) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(_repeat(streams.look, look)),
            asyncio.create_task(_repeat(streams.check, check)),
        ]
        yield
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)

    return context


async def _repeat(run: Callable[[], Awaitable[None]], every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await run()
        except Exception as error:  # one failure must not end the job: the next round tries again
            log.error("streams were not looked after", error=type(error).__name__)


def _notice_silence(request: web.Request) -> None:
    """Lets the system end the connection where nothing is acknowledged: a window whose network is gone says nothing."""
    connection = request.transport.get_extra_info("socket") if request.transport else None
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT") and connection.family != socket.AF_UNIX:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(UNANSWERED * 1000))
