"""The host portal's token: signature, names, times, and used once; checked against a real key server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.portal.app import create_app
from bot.settings import HostPortal
from tests.portal.client import problem
from tests.portal.world import Clock, World

ISSUER, AUDIENCE = "https://portal.kommunen.example", "serviceassistenten"


class KeyServer:
    """Publishes the public halves of its keys."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        self.fetched = 0

    def add(self, kid: str, key: Any) -> Any:
        self.keys[kid] = key
        return key

    async def serve(self, _: web.Request) -> web.Response:
        self.fetched += 1
        published = []
        for kid, key in self.keys.items():
            family = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
            published.append({**family.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"})
        return web.json_response({"keys": published})


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
async def keys() -> AsyncIterator[tuple[KeyServer, str]]:
    server = KeyServer()
    app = web.Application()
    app.router.add_get("/jwks", server.serve)
    async with TestServer(app) as running:
        yield server, str(running.make_url("/jwks"))


@pytest.fixture
async def client(world: World, keys: tuple[KeyServer, str], rsa_key: rsa.RSAPrivateKey) -> AsyncIterator[TestClient]:
    keys[0].add("first", rsa_key)
    host = HostPortal(keys[1], ISSUER, AUDIENCE)
    async with TestClient(TestServer(create_app(replace(world.settings, host_portal=host), world))) as client:
        yield client


def token(clock: Clock, key: Any, kid: str | None = "first", algorithm: str = "RS256", **changes: Any) -> str:
    now = int(clock().timestamp())
    claims = {"sub": "mette", "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 120, "jti": "once"}
    claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode(claims, key, algorithm, headers={"kid": kid} if kid else None)


async def test_a_good_token_signs_on_once(client: TestClient, clock: Clock, rsa_key: Any) -> None:
    good = token(clock, rsa_key)
    response = await client.post("/api/session", json={"token": good})
    assert response.status == 200
    assert (await response.json())["user"]["name"] == "Mette Holm"
    again = await client.post("/api/session", json={"token": good})
    assert await problem(again) == "login-refused"


async def test_es256_signs_on_too(client: TestClient, clock: Clock, keys: tuple[KeyServer, str]) -> None:
    key = keys[0].add("ec", ec.generate_private_key(ec.SECP256R1()))
    assert (await client.post("/api/session", json={"token": token(clock, key, "ec", "ES256")})).status == 200


async def test_every_refusal_looks_the_same(client: TestClient, clock: Clock, rsa_key: Any) -> None:
    now = int(clock().timestamp())
    stranger = rsa.generate_private_key(65537, 2048)
    tokens = {
        "expired": token(clock, rsa_key, exp=now - 60, iat=now - 120),
        "not yet": token(clock, rsa_key, iat=now + 300, exp=now + 400),
        "nbf": token(clock, rsa_key, nbf=now + 300),
        "lives too long": token(clock, rsa_key, exp=now + 301),
        "issuer": token(clock, rsa_key, iss="https://evil.example"),
        "audience": token(clock, rsa_key, aud="another"),
        "no jti": token(clock, rsa_key, jti=None),
        "no exp": token(clock, rsa_key, exp=None),
        "time as text": token(clock, rsa_key, iat="now"),
        "forged": token(clock, stranger),
        "unknown key": token(clock, stranger, "other"),
        "no kid": token(clock, rsa_key, None),
        "unsigned": jwt.encode({"sub": "mette"}, None, "none"),
        "symmetric": token(clock, "x" * 64, "first", "HS256"),
        "nobody": token(clock, rsa_key, sub="findes-ikke", jti="a"),
        "rubbish": "a.b.c",
        "long": "a." + "b" * 15_000,
    }
    answers = {}
    for name, one in tokens.items():
        response = await client.post("/api/session", json={"token": one})
        answers[name] = (response.status, await response.text())
    assert set(answers.values()) == {answers["expired"]}, answers
    assert answers["expired"][0] == 401


async def test_a_rotated_key_is_fetched(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.portal.sign_on.host_jwt.KEYS_PAUSE", -1)
    assert (await client.post("/api/session", json={"token": token(clock, rsa_key)})).status == 200
    second = keys[0].add("second", rsa.generate_private_key(65537, 2048))
    good = token(clock, second, "second", jti="another")
    assert (await client.post("/api/session", json={"token": good})).status == 200
    assert keys[0].fetched == 2


async def test_unknown_keys_do_not_make_us_ask_the_key_server_each_time(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.portal.sign_on.host_jwt.KEYS_PAUSE", 3600)
    for number in range(5):
        await client.post("/api/session", json={"token": token(clock, rsa_key, f"unknown-{number}")})
    assert keys[0].fetched == 1
