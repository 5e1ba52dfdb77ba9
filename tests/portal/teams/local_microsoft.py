"""What Microsoft runs, on this computer: the Bot Connector's keys and tokens, and the service that answers go to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.portal.teams.tokens import ISSUER

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
OTHER_TENANT = "aaaaaaaa-bbbb-cccc-dddd-ffffffffffff"
SERVICE_URL = "https://smba.trafficmanager.net/emea/"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key by its name: made once, since making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """Signs as the connector does; the keys are fetched by real HTTP."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.keys: dict[str, tuple[rsa.RSAPrivateKey, list[str]]] = {}
        self.fetched = 0
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        self.add_key("key-1", ["msteams", "webchat"])
        app = web.Application()
        app.router.add_get("/keys", self._serve)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/keys"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    def add_key(self, kid: str, endorsements: list[str]) -> None:
        self.keys[kid] = (key(kid), endorsements)

    async def _serve(self, _: web.Request) -> web.Response:
        self.fetched += 1
        keys = []
        for kid, (private, endorsements) in self.keys.items():
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key()))
            keys.append({**public, "kid": kid, "use": "sig", "endorsements": endorsements})
        return web.json_response({"keys": keys})

    def token(self, kid: str = "key-1", signed_with: rsa.RSAPrivateKey | None = None, **changes: Any) -> str:
        """A token as it should be, with changes; a claim that is None is left out."""
        now = int(self._clock().timestamp())
        claims = {"iss": ISSUER, "aud": APP_ID, "serviceurl": SERVICE_URL, "nbf": now - 60, "exp": now + 3600}
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        return jwt.encode(claims, signed_with or self.keys[kid][0], algorithm="RS256", headers={"kid": kid})


class Connector:
    """Takes what the assistant sends, as Teams does."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.updated: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.status = 200
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/v3/conversations/{conversation}/activities", self._take)
        app.router.add_post("/v3/conversations/{conversation}/activities/{activity}", self._take)
        app.router.add_put("/v3/conversations/{conversation}/activities/{activity}", self._update)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if self.status != 200:
            return web.Response(status=self.status, text="no")
        activity = await request.json()
        self.tokens.add(request.headers.get("Authorization", ""))
        activity["to"] = request.match_info["conversation"]
        self.sent.append(activity)
        return web.json_response({"id": f"sent-{len(self.sent)}"})

    async def _update(self, request: web.Request) -> web.Response:
        self.updated[request.match_info["activity"]] = await request.json()
        return web.json_response({"id": request.match_info["activity"]})

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What was said; without the dots that show somebody is writing."""
        return [activity for activity in self.sent if activity["type"] == "message"]


def activity(**changes: Any) -> dict[str, Any]:
    """A message in a private chat as Teams sends it, with changes."""
    made = {
        "type": "message",
        "id": uuid.uuid4().hex,
        "timestamp": "2026-03-02T09:30:00.000Z",
        "serviceUrl": SERVICE_URL,
        "channelId": "msteams",
        "from": {"id": "29:mette", "name": "Mette Holm", "aadObjectId": "0a0a0a0a-0000-0000-0000-00000000000a"},
        "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "a:mette-chat"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Serviceassistenten"},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "da-DK",
    }
    return {name: value for name, value in (made | changes).items() if value is not None}


def everything_in(sent: dict[str, Any]) -> str:
    """All that a message says, cards included."""
    return json.dumps(sent, ensure_ascii=False)


def buttons(sent: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message's cards: title -> what pressing it sends (or where it leads)."""
    found: dict[str, dict[str, Any]] = {}

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == "Action.Submit":
                found[node["title"]] = node["data"]
            elif node.get("type") == "Action.OpenUrl":
                found[node["title"]] = {"url": node["url"]}
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    for attachment in sent.get("attachments", []):
        walk(attachment["content"])
    return found
