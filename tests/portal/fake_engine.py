"""An engine that speaks the real channel over real HTTP, and says what the test wants."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Turn = dict[str, Any]
Script = Callable[[Turn], list[dict[str, Any]]]

SECRET = "engine-secret"


def say(text: str, *cards: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "cards": list(cards)}


def echo(turn: Turn) -> list[dict[str, Any]]:
    """Greets, offers one button for "knap", and repeats everything else."""
    if turn["payload"] == "/greeting{}":
        return [say("Hej! Jeg er en AI-assistent.")]
    if turn["text"] == "knap":
        action = {"title": "Videre", "payload": '/videre{"id": "a"}'}
        return [say("Tryk på knappen.", {"type": "choices", "actions": [action]})]
    return [say(f"Du skrev: {turn['text'] or turn['display']}")]


class FakeEngine:
    """Runs on a port that stays the same when it is stopped and started again."""

    def __init__(self, script: Script = echo) -> None:
        self.script = script
        self.turns: list[Turn] = []
        self.is_ready = True
        self.status = 200
        self.at_work: Awaitable[Any] | None = None  # awaited in each turn, to hold one back
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/webhooks/portal/messages", self._messages)
        app.router.add_get("/webhooks/portal/ready", self._ready)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _ready(self, _: web.Request) -> web.Response:
        return web.Response(status=200 if self.is_ready else 503)

    async def _messages(self, request: web.Request) -> web.Response:
        if request.headers.get("X-Engine-Secret") != SECRET:
            return web.Response(status=403)
        turn = await request.json()
        self.turns.append(turn)
        if self.at_work is not None:
            await asyncio.shield(asyncio.ensure_future(self.at_work))
        if self.status != 200:
            return web.Response(status=self.status)
        return web.json_response({"utterances": self.script(turn)})
