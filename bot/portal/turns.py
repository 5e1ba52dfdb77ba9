"""One turn of a conversation: store what was said, ask the engine, store and return the answer."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

import structlog

from bot.conversations.types import BOT
from bot.messages.cards import QuestionCard
from bot.messages.message import Message, Utterance
from bot.portal.at_desk import AtDesk, intent_of
from bot.portal.blocking import Blocking
from bot.portal.engine_client import EngineClient, EngineFailed, Turn
from bot.portal.events import Hub
from bot.portal.intake import Incoming, Value, mapped
from bot.portal.metrics import Metrics
from bot.portal.pages.display import asked_for, card_with, cpr_fields, display_of_values
from bot.portal.parts import PortalParts, SessionLike
from bot.portal.prepared import GREETING, RESEND, Prepared, engine_text, failure_of
from bot.portal.problems import Problem
from bot.privacy.cpr import shield, shield_number

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger(__name__)

GREET_AGAIN_AFTER = timedelta(hours=8)
RECENT = 60  # messages in which a card counts as offered
FEW_DIGITS = 6  # fewer are no CPR number, nor a piece of one


@dataclass(frozen=True)
class Taken:
    """A turn's outcome: what the user said as stored, and the replies."""

    sent: Message
    replies: list[Message]


class Turns:
    """Takes turns; one at a time in each conversation, a repeat of a client_id harmless at any moment."""

    def __init__(self, parts: PortalParts, engine: EngineClient, db: Blocking, hub: Hub, metrics: Metrics) -> None:
        self._parts, self._engine, self._db, self._hub, self._metrics = parts, engine, db, hub, metrics
        self._desk = AtDesk(parts)
        self._running: dict[tuple[str, str], asyncio.Task[Taken]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # held through a turn
        self._doors: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # and while one begins

    async def take(self, session: SessionLike, incoming: Incoming, offer: Utterance | None = None) -> Taken:
        """Takes the turn to its end even if the client goes away meanwhile; raises Problem if it is refused.

        `offer` is said first where the payload was not offered yet: so a page may press a button in the conversation.
        """
        key = (session.conversation_id, incoming.client_id)
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._take(session, incoming, offer))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(task)

    async def greet(self, session: SessionLike) -> list[Message]:
        """Greets where nothing was said lately; returns the transcript."""
        async with self._lock(session.conversation_id):
            transcript = await self._db(self._parts.conversations.transcript, session.conversation_id)
            talk = [message for message in transcript if message.sender != "system"]  # a notice greets nobody
            if talk and talk[-1].at > self._parts.clock() - GREET_AGAIN_AFTER:
                return transcript
            if await self._db(self._parts.conversations.owner, session.conversation_id) != BOT:
                return transcript  # whoever waits for a person, or talks with one, is not greeted by the bot
            prepared = Prepared(display="", payload=GREETING)
            turn = Turn(session.thread_id, self._parts.ids(), payload=GREETING)
            replies = await self._ask(session, prepared, turn, None)
        return [*transcript, *replies]

    async def interject(self, conversation_id: str, find: Callable[[], Sequence[Utterance]]) -> list[Message]:
        """Says what `find` has found, unless a turn is under way; one that begins meanwhile is stored after it."""
        if self._lock(conversation_id).locked() or any(key[0] == conversation_id for key in self._running):
            return []
        async with self._door(conversation_id), self._lock(conversation_id):
            messages = await self._db(self._interjected, conversation_id, find)
        self._hub.wake(conversation_id)
        return messages

    def _interjected(self, conversation_id: str, find: Callable[[], Sequence[Utterance]]) -> list[Message]:
        """In one go, so that nothing is found and then left unsaid when the portal stops; never into a hand-over."""
        if self._parts.conversations.owner(conversation_id) != BOT:
            return []
        return self._parts.conversations.add_messages(conversation_id, find(), sender="system")

    async def drain(self) -> None:
        """Waits for turns that are under way, at shutdown."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _take(self, session: SessionLike, incoming: Incoming, offer: Utterance | None) -> Taken:
        started = time.perf_counter()
        async with self._door(session.conversation_id):
            message, prepared, done = await self._db(self._store, session, incoming, offer)
        self._hub.wake(session.conversation_id)
        if done is not None:
            self._metrics.turns.labels("repeated").inc()
            return Taken(message, done)
        async with self._lock(session.conversation_id):
            replies = await self._replies(session, incoming, message, prepared)
        self._metrics.turn_seconds.observe(time.perf_counter() - started)
        return Taken(message, replies)

    async def _replies(
        self, session: SessionLike, incoming: Incoming, message: Message, prepared: Prepared
    ) -> list[Message]:
        """The bot's answer if it is the bot's turn; whose turn it is may have changed since the message was stored."""
        if self._desk.is_ours(prepared.payload):
            return await self._at_desk(self._press, session, message, prepared)
        owner = await self._db(self._parts.conversations.owner, session.conversation_id)
        if owner != BOT:
            answer = await self._at_desk(self._desk.answer, session, message, owner, prepared.text, prepared.payload)
            if not isinstance(answer, str):
                return answer
            prepared = replace(prepared, text=None, payload=answer)
        turn = Turn(
            session.thread_id,
            message.id,
            engine_text(prepared.text),
            prepared.payload,
            prepared.values,
            prepared.display,
            self._page(incoming),
        )
        return await self._ask(session, prepared, turn, message.id)

    async def _at_desk(self, run: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        answer = await self._db(run, *args, **kwargs)
        self._metrics.turns.labels("at desk").inc()
        return answer

    def _press(self, session: SessionLike, message: Message, prepared: Prepared) -> list[Message]:
        payload = prepared.payload or ""
        return self._desk.press(session, message, payload, json.loads(payload[len(intent_of(payload)) :] or "{}"))

    def _store(
        self, session: SessionLike, incoming: Incoming, offer: Utterance | None
    ) -> tuple[Message, Prepared, list[Message] | None]:
        """Shields and stores what the user sent; the last value holds the replies if it was answered before."""
        conversations = self._parts.conversations
        if offer and incoming.payload and not conversations.offered(session.conversation_id, incoming.payload):
            conversations.add_messages(session.conversation_id, [offer])
        prepared = self._prepared(session, incoming)
        heard = conversations.hear(session.conversation_id, prepared.display, incoming.client_id, incoming.payload)
        done = None if heard.is_new else conversations.replies_to(heard.message.id)
        if done is None and not heard.is_new and heard.handover_id is not None and incoming.payload is None:
            done = []  # said to 1st line: nobody else answers it
        return heard.message, prepared, done

    def _prepared(self, session: SessionLike, incoming: Incoming) -> Prepared:
        if incoming.payload is None:
            text = self._typed(session, incoming.text or "")
            return Prepared(display=text, text=text)
        action = self._parts.conversations.offered(session.conversation_id, incoming.payload)
        if action is None:
            raise Problem(
                409,
                "not-offered",
                "Den mulighed er ikke længere åben",
                "Knappen hører til en tidligere del af samtalen. Brug de nyeste muligheder, eller skriv, hvad du vil.",
            )
        if incoming.payload.startswith(RESEND + "{"):
            return Prepared(**json.loads(incoming.payload[len(RESEND) :]))
        if incoming.values is None:
            return Prepared(display=action.title, payload=incoming.payload)
        recent = self._parts.conversations.transcript(session.conversation_id, limit=RECENT)
        card = card_with(recent, incoming.payload)
        values = {
            field: self._shielded(value, session.person_id, field, field in cpr_fields(card))
            for field, value in incoming.values.items()
        }
        display = display_of_values(card, values, self._parts.access, session.person_id) or action.title
        return Prepared(display=display, payload=incoming.payload, values=values)

    def _page(self, incoming: Incoming) -> str | None:
        """The solution on whose page the user stands; anything that is no solution counts as no page."""
        known = incoming.topic is not None and self._parts.knowledge.solution(incoming.topic) is not None
        return incoming.topic if known else None

    def _typed(self, session: SessionLike, text: str) -> str:
        """The text without CPR numbers; where one was asked for, it may be written in any way."""
        asked = None
        if sum(char.isdigit() for char in text) >= FEW_DIGITS:  # else there is nothing to find, and no need to look
            recent = self._parts.conversations.transcript(session.conversation_id, limit=RECENT)
            asked = asked_for(recent)
        expected = bool(cpr_fields(asked))
        if isinstance(asked, QuestionCard):
            return str(self._shielded(text, session.person_id, asked.field, expected))
        return shield(text, self._parts.vault, session.person_id, expected=expected)

    def _shielded(self, value: Value, owner_id: str, field: str, expected: bool) -> Value:
        def clean(text: str) -> str:
            vault = self._parts.vault
            return shield_number(text, vault, owner_id) if expected else shield(text, vault, owner_id, label=field)

        return mapped(value, clean)

    async def _ask(
        self, session: SessionLike, prepared: Prepared, turn: Turn, in_reply_to: str | None
    ) -> list[Message]:
        try:
            with self._metrics.engine_seconds.time():
                utterances = await self._engine.send(turn)
            outcome = "answered"
        except EngineFailed as failure:
            log.error("turn failed", turn=turn.id, conversation=session.conversation_id, reason=str(failure))
            utterances, outcome = [failure_of(prepared)], "failed"
        self._metrics.turns.labels(outcome).inc()
        replies = await self._db(
            self._parts.conversations.add_messages, session.conversation_id, utterances, in_reply_to
        )
        self._hub.wake(session.conversation_id)
        return replies

    def _lock(self, conversation_id: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation_id, asyncio.Lock())

    def _door(self, conversation_id: str) -> asyncio.Lock:
        return self._doors.setdefault(conversation_id, asyncio.Lock())
