"""Users at once, each waiting for its answer before it says the next thing (a closed loop without pauses)."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bench.flows import FLOWS, Press, Step, payload_in, typed

Say = Callable[[Step], Awaitable[None]]


@dataclass
class Level:
    """What was measured with so many users at once; times in milliseconds."""

    users: int
    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    failures: int = 0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds


class PortalUser:
    """A demo person in the portal."""

    def __init__(self, http: aiohttp.ClientSession, url: str, person: str) -> None:
        self._http, self._url, self._person = http, url, person
        self._token = self._conversation = ""
        self._last: list[dict[str, Any]] = []

    async def log_in(self) -> PortalUser:
        async with self._http.post(f"{self._url}/api/session", json={"demo_user": self._person}) as response:
            body = await response.json()
            assert response.status == 200, body
        self._token, self._conversation = body["session"], body["conversation"]
        return self

    async def say(self, step: Step) -> None:
        payload = payload_in(self._last, step.payload) if isinstance(step, Press) else None
        message = {"payload": payload} if payload else {"text": typed(step)}
        async with self._http.post(
            f"{self._url}/api/conversations/{self._conversation}/messages",
            json={**message, "client_id": uuid.uuid4().hex},
            headers={"Authorization": f"Bearer {self._token}"},
        ) as response:
            body = await response.json()
            if response.status != 200 or not body["messages"]:
                raise AssertionError(body)
        self._last = body["messages"]


class RestUser:
    """A sender on Rasa's own REST channel."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url, self._sender = http, url, uuid.uuid4().hex

    async def say(self, step: Step) -> None:
        body = {"sender": self._sender, "message": typed(step)}
        async with self._http.post(f"{self._url}/webhooks/rest/webhook", json=body) as response:
            said = await response.json()
            if response.status != 200:
                raise AssertionError(said)


async def measure(level: Level, says: Sequence[Say], turns: int) -> Level:
    """Lets every user run through the flows for `turns` turns; failures are counted, not timed."""

    async def talk(number: int, say: Say) -> None:
        for turn in range(turns):
            flow = FLOWS[(number + turn // len(FLOWS[0])) % len(FLOWS)]
            began = time.perf_counter()
            try:
                await say(flow[turn % len(flow)])
            except (AssertionError, aiohttp.ClientError, TimeoutError):
                level.failures += 1
                continue
            level.times.append(1000 * (time.perf_counter() - began))

    began = time.perf_counter()
    await asyncio.gather(*(talk(number, say) for number, say in enumerate(says)))
    level.seconds = time.perf_counter() - began
    return level


async def long_conversation(say: Say, turns: int) -> list[float]:
    """One user's turns in order, each in milliseconds."""
    times = []
    for turn in range(turns):
        flow = FLOWS[0]
        began = time.perf_counter()
        await say(flow[turn % len(flow)])
        times.append(1000 * (time.perf_counter() - began))
    return times


def http_client() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=60), timeout=aiohttp.ClientTimeout(total=120)
    )
