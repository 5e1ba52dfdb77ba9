"""The host portal's token: signature, names, times, and used once; checked against a real key server."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from bot.portal.app import create_app
from bot.portal.sign_on import signing_keys
from bot.settings import HostPortal, Settings
from tests.portal.client import problem
from tests.portal.world import Clock, World

ISSUER, AUDIENCE = "https://portal.kommunen.example", "serviceassistenten"


class KeyServer:
    """Publishes the public halves of its keys; while `silent` is cleared it does not answer."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        self.fetched = 0
        self.status = 200
        self.moved = False
        self.padding = ""
        self.for_encryption: set[str] = set()
        self.silent = asyncio.Event()
        self.silent.set()
        self.elsewhere = 0

    def add(self, kid: str, key: Any) -> Any:
        self.keys[kid] = key
        return key

    async def serve(self, _: web.Request) -> web.Response:
        self.fetched += 1
        await self.silent.wait()
        if self.moved:
            raise web.HTTPFound("/evil")
        return self.published()

    def published(self) -> web.Response:
        published = [{"kty": "oct", "k": "AAAA", "kid": "first", "use": "enc"}, {"kty": "?"}, 7]
        for kid, key in self.keys.items():
            family = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
            published.append(
                {
                    **family.to_jwk(key.public_key(), as_dict=True),
                    "kid": kid,
                    "use": "enc" if kid in self.for_encryption else "sig",
                }
            )
        return web.json_response({"keys": published, "padding": self.padding}, status=self.status)

    async def serve_elsewhere(self, _: web.Request) -> web.Response:
        self.elsewhere += 1
        return self.published()


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
async def keys() -> AsyncIterator[tuple[KeyServer, str]]:
    server = KeyServer()
    app = web.Application()
    app.router.add_get("/jwks", server.serve)
    app.router.add_get("/evil", server.serve_elsewhere)
    async with TestServer(app) as running:
        yield server, str(running.make_url("/jwks"))
        server.silent.set()


def with_host(settings: Settings, jwks_url: str) -> Settings:
    return replace(settings, host_portal=HostPortal(jwks_url, ISSUER, AUDIENCE))


@pytest.fixture
async def client(world: World, keys: tuple[KeyServer, str], rsa_key: rsa.RSAPrivateKey) -> AsyncIterator[TestClient]:
    keys[0].add("first", rsa_key)
    async with TestClient(TestServer(create_app(with_host(world.settings, keys[1]), world))) as client:
        yield client


def token(clock: Clock, key: Any, kid: str | None = "first", algorithm: str = "RS256", **changes: Any) -> str:
    headers = {**({"kid": kid} if kid else {}), **changes.pop("headers", {})}
    now = int(clock().timestamp())
    claims = {"sub": "mette", "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 120, "jti": "once"}
    claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode(claims, key, algorithm, headers=headers)


@contextmanager
def any_secret() -> Iterator[None]:
    """PyJWT itself refuses to sign with a public key; an attacker's library does not."""
    kept = jwt.algorithms.HMACAlgorithm.prepare_key
    jwt.algorithms.HMACAlgorithm.prepare_key = lambda _, key: key  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        jwt.algorithms.HMACAlgorithm.prepare_key = kept  # type: ignore[method-assign]


def another_process(world: World) -> World:
    """The same database, seen by services of its own."""
    other = World(world.settings, world.clock)
    other.__dict__["knowledge"] = world.knowledge
    return other


async def sign_on(client: TestClient, one: str) -> int:
    return (await client.post("/api/session", json={"token": one})).status


async def test_a_good_token_signs_on_once(client: TestClient, clock: Clock, rsa_key: Any) -> None:
    good = token(clock, rsa_key)
    response = await client.post("/api/session", json={"token": good})
    assert response.status == 200
    assert (await response.json())["user"]["name"] == "Mette Holm"
    again = await client.post("/api/session", json={"token": good})
    assert await problem(again) == "login-refused"


async def test_of_several_at_once_with_one_token_one_signs_on(client: TestClient, clock: Clock, rsa_key: Any) -> None:
    good = token(clock, rsa_key)
    assert sorted(await asyncio.gather(*(sign_on(client, good) for _ in range(5)))) == [200, 401, 401, 401, 401]


async def test_a_token_counts_once_in_all_processes_and_after_a_restart(
    world: World, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any
) -> None:
    keys[0].add("first", rsa_key)
    settings, good = with_host(world.settings, keys[1]), token(clock, rsa_key)
    async with (
        TestClient(TestServer(create_app(settings, world))) as one,
        TestClient(TestServer(create_app(settings, another_process(world)))) as two,
    ):
        assert sorted(await asyncio.gather(sign_on(one, good), sign_on(two, good))) == [200, 401]
    async with TestClient(TestServer(create_app(settings, another_process(world)))) as restarted:
        clock.forward(seconds=140)  # within the leeway it would still do
        assert await sign_on(restarted, good) == 401


async def test_a_used_token_is_remembered_as_long_as_it_could_pass(
    client: TestClient, world: World, clock: Clock, rsa_key: Any
) -> None:
    now = int(clock().timestamp())
    longest = token(clock, rsa_key, iat=now + 29, exp=now + 329)
    assert await sign_on(client, longest) == 200
    clock.forward(seconds=358)
    world.sessions.purge()
    assert await sign_on(client, longest) == 401
    assert await sign_on(client, token(clock, rsa_key, iat=now + 29, exp=now + 329, jti="new")) == 200


@pytest.mark.parametrize(
    ("skew", "status"),
    [(-29, 200), (-31, 401), (149, 200), (151, 401)],
    ids=["behind", "too far", "ahead", "too far ahead"],
)
async def test_clocks_may_differ_by_half_a_minute_both_ways(
    client: TestClient, clock: Clock, rsa_key: Any, skew: int, status: int
) -> None:
    good = token(clock, rsa_key)  # for two minutes from now on by the host portal's clock
    clock.forward(seconds=skew)
    assert await sign_on(client, good) == status


async def test_es256_signs_on_too(client: TestClient, clock: Clock, keys: tuple[KeyServer, str]) -> None:
    key = keys[0].add("ec", ec.generate_private_key(ec.SECP256R1()))
    assert await sign_on(client, token(clock, key, "ec", "ES256")) == 200


async def test_every_refusal_looks_the_same(client: TestClient, clock: Clock, rsa_key: Any, keys: Any) -> None:
    now = int(clock().timestamp())
    stranger = rsa.generate_private_key(65537, 2048)
    public = rsa_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    keys[0].add("second", rsa.generate_private_key(65537, 2048))
    sealing = keys[0].add("sealing", rsa.generate_private_key(65537, 2048))
    keys[0].for_encryption.add("sealing")
    good = token(clock, rsa_key).split(".")
    with any_secret():
        confused = token(clock, public, "first", "HS256")
    tokens = {
        "expired": token(clock, rsa_key, exp=now - 60, iat=now - 120),
        "not yet": token(clock, rsa_key, iat=now + 300, exp=now + 400),
        "nbf": token(clock, rsa_key, nbf=now + 300),
        "lives too long": token(clock, rsa_key, exp=now + 301),
        "issuer": token(clock, rsa_key, iss="https://evil.example"),
        "no issuer": token(clock, rsa_key, iss=None),
        "audience": token(clock, rsa_key, aud="another"),
        "audience like ours": token(clock, rsa_key, aud=AUDIENCE + "x"),
        "no audience": token(clock, rsa_key, aud=None),
        "no jti": token(clock, rsa_key, jti=None),
        "long jti": token(clock, rsa_key, jti="x" * 201),
        "no sub": token(clock, rsa_key, sub=None),
        "no exp": token(clock, rsa_key, exp=None),
        "time as text": token(clock, rsa_key, iat="now"),
        "time that is no number": token(clock, rsa_key, exp=float("nan")),
        "endless": token(clock, rsa_key, exp=float("inf")),
        "true": token(clock, rsa_key, iat=True, exp=True),
        "forged": token(clock, stranger),
        "unknown key": token(clock, stranger, "other"),
        "no kid of two": token(clock, rsa_key, None),
        "another's kid": token(clock, rsa_key, "second"),
        "a key for something else": token(clock, sealing, "sealing"),
        "kid is a path": token(clock, stranger, "../../dev/null"),
        "kid is empty": token(clock, stranger, ""),
        "its own key": token(clock, stranger, headers={"jwk": {"kty": "RSA"}}),
        "keys elsewhere": token(clock, stranger, "other", headers={"jku": keys[1].replace("jwks", "evil")}),
        "certificate elsewhere": token(clock, stranger, "other", headers={"x5u": keys[1].replace("jwks", "evil")}),
        "critical": token(clock, rsa_key, headers={"crit": ["unheard-of"], "unheard-of": 1}),
        "unsigned": jwt.encode({"sub": "mette"}, None, "none"),
        "symmetric": token(clock, "x" * 64, "first", "HS256"),
        "signed with the public key": confused,
        "signature away": ".".join([*good[:2], ""]),
        "other alg": ".".join([header(alg="none", kid="first"), *good[1:]]),
        "alg in capitals": ".".join([header(alg="NONE", kid="first"), good[1], ""]),
        "no alg": ".".join([header(kid="first"), *good[1:]]),
        "kid is a list": ".".join([header(alg="RS256", kid=["first"]), *good[1:]]),
        "deep header": ".".join([base64.urlsafe_b64encode(b"[" * 9000).decode(), *good[1:]]),
        "nobody": token(clock, rsa_key, sub="findes-ikke", jti="a"),
        "rubbish": "a.b.c",
        "one part": "abc",
        "long": "a." + "b" * 15_000,
        "æøå": "æ.ø.å",
    }
    answers = {}
    for name, one in tokens.items():
        response = await client.post("/api/session", json={"token": one})
        answers[name] = (response.status, await response.text())
    assert set(answers.values()) == {answers["expired"]}, answers
    assert answers["expired"][0] == 401
    assert keys[0].elsewhere == 0


def header(**values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


async def test_a_huge_token_is_not_even_looked_at(client: TestClient, keys: tuple[KeyServer, str]) -> None:
    assert await sign_on(client, "a." + "b" * 100_000) == 400
    assert keys[0].fetched == 0


async def test_a_portal_with_one_key_need_not_name_it(client: TestClient, clock: Clock, rsa_key: Any) -> None:
    assert await sign_on(client, token(clock, rsa_key, None)) == 200


async def test_certificates_in_the_header_are_no_hindrance(client: TestClient, clock: Clock, rsa_key: Any) -> None:
    headers = {"x5c": ["MII" + "A" * 2000], "x5t": "abc", "ver": "1.0"}
    assert await sign_on(client, token(clock, rsa_key, headers=headers)) == 200


# --- rotation


async def test_a_rotated_key_is_fetched_and_the_old_one_no_longer_counts(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys, "PAUSE", -1)
    assert await sign_on(client, token(clock, rsa_key)) == 200
    del keys[0].keys["first"]
    second = keys[0].add("second", rsa.generate_private_key(65537, 2048))
    assert await sign_on(client, token(clock, second, "second", jti="another")) == 200
    assert keys[0].fetched == 2
    assert await sign_on(client, token(clock, rsa_key, jti="third")) == 401


async def test_a_key_that_is_withdrawn_stops_counting_after_ten_minutes(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await sign_on(client, token(clock, rsa_key)) == 200
    del keys[0].keys["first"]
    keys[0].add("second", rsa.generate_private_key(65537, 2048))
    monkeypatch.setattr(signing_keys, "KEPT", -1)  # the ten minutes are over
    monkeypatch.setattr(signing_keys, "PAUSE", -1)
    assert await sign_on(client, token(clock, rsa_key, jti="another")) == 401


async def test_unknown_keys_do_not_make_us_ask_the_key_server_each_time(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any
) -> None:
    for number in range(5):
        assert await sign_on(client, token(clock, rsa_key, f"unknown-{number}")) == 401
    assert keys[0].fetched == 1


async def test_a_key_server_that_fails_does_not_lock_people_out(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await sign_on(client, token(clock, rsa_key)) == 200
    monkeypatch.setattr(signing_keys, "KEPT", -1)
    monkeypatch.setattr(signing_keys, "PAUSE", -1)
    keys[0].status = 503
    assert await sign_on(client, token(clock, rsa_key, jti="another")) == 200
    assert keys[0].fetched == 2
    monkeypatch.setattr(signing_keys, "KEPT_AT_MOST", -1)  # a day is over
    assert await sign_on(client, token(clock, rsa_key, jti="third")) == 401


async def test_a_key_server_that_never_answered_refuses(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any
) -> None:
    keys[0].status = 503
    assert await sign_on(client, token(clock, rsa_key)) == 401


async def test_a_document_that_never_ends_is_given_up(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any
) -> None:
    keys[0].padding = "x" * 300_000
    assert await sign_on(client, token(clock, rsa_key)) == 401


async def test_keys_come_from_the_configured_address_and_from_nowhere_else(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any
) -> None:
    keys[0].moved = True
    assert await sign_on(client, token(clock, rsa_key)) == 401
    assert keys[0].elsewhere == 0


async def test_a_key_server_that_hangs_holds_up_nobody_with_a_known_key(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys, "PAUSE", -1)
    assert await sign_on(client, token(clock, rsa_key)) == 200
    keys[0].silent.clear()
    unknown = asyncio.create_task(sign_on(client, token(clock, rsa_key, "unknown", jti="a")))
    while keys[0].fetched < 2:
        await asyncio.sleep(0)
    monkeypatch.setattr(signing_keys, "KEPT", -1)  # even if theirs would be due to be fetched
    assert await sign_on(client, token(clock, rsa_key, jti="b")) == 200
    assert not unknown.done()
    keys[0].silent.set()
    assert await unknown == 401


async def test_a_key_server_that_hangs_is_given_up(
    client: TestClient, clock: Clock, keys: tuple[KeyServer, str], rsa_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys, "PATIENCE", 0.1)
    keys[0].silent.clear()
    assert await sign_on(client, token(clock, rsa_key)) == 401
