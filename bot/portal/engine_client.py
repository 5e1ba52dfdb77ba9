"""Calls the dialogue engine's internal channel, and waits for it while it restarts."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from pydantic import BaseModel, ValidationError

from bot.messages.message import Utterance

log = structlog.get_logger(__name__)


class _Answer(BaseModel):
    """What the engine's channel answers."""

    utterances: list[Utterance]


class EngineFailed(Exception):
    """The engine gave no answer that can be shown; the text is a reason for the log."""


@dataclass(frozen=True)
class Patience:
    """How long the engine may take, in seconds."""

    answer: float = 20.0
    restart: float = 20.0
    poll: float = 0.2


@dataclass(frozen=True)
class Turn:
    """One turn as the engine gets it; `id` is the stored message's, the same when a turn is repeated."""

    thread: str
    id: str
    text: str | None = None
    payload: str | None = None
    values: dict[str, Any] | None = None
    display: str = ""
    topic: str | None = None  # the solution on whose page the user stands


class EngineClient:
    """A keep-alive client of the channel on loopback."""

    def __init__(self, url: str, secret: str, patience: Patience = Patience()) -> None:
        self._url, self._secret, self._patience = url.rstrip("/"), secret, patience
        self._session: aiohttp.ClientSession | None = None

    async def send(self, turn: Turn) -> list[Utterance]:
        """Returns what the bot says; raises EngineFailed when it still fails after one repeat.

        A turn that found the engine or the action server down is repeated once, when both are ready again.
        """
        try:
            return await self._post(turn)
        except EngineFailed as failure:
            log.warning("engine failed, waiting for it", turn=turn.id, reason=str(failure))
        if not await self._wait_until_ready():
            raise EngineFailed("not ready in time")
        return await self._post(turn)

    async def ready(self) -> bool:
        """Says whether a model is loaded and the action server answers."""
        try:
            async with self._client().get(
                f"{self._url}/webhooks/portal/ready", timeout=aiohttp.ClientTimeout(total=2)
            ) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _post(self, turn: Turn) -> list[Utterance]:
        body = {
            "thread": turn.thread,
            "turn": turn.id,
            "text": turn.text,
            "payload": turn.payload,
            "values": turn.values,
            "display": turn.display,
            "topic": turn.topic,
        }
        try:
            async with self._client().post(f"{self._url}/webhooks/portal/messages", json=body) as response:
                if response.status != 200:
                    raise EngineFailed(f"status {response.status}")
                answer = await response.read()
        except TimeoutError:
            raise EngineFailed("timeout") from None
        except (aiohttp.ClientError, OSError) as error:
            raise EngineFailed(type(error).__name__) from None
        try:
            utterances = _Answer.model_validate_json(answer).utterances
        except ValidationError as error:
            raise EngineFailed(f"{error.error_count()} errors against the message schema") from None
        if not utterances:
            raise EngineFailed("no utterances")
        return utterances

    async def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + self._patience.restart
        while not await self.ready():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(self._patience.poll)
        return True

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._patience.answer),
                # Loopback: more connections than the engine can work on at once would only queue there.
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=60),
                headers={"X-Engine-Secret": self._secret},
                trust_env=False,
            )
        return self._session
