"""What somebody might try at the provider's way in, and a provider that does wrong or nothing at all."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from cryptography.hazmat.primitives import serialization

from bot.portal.app import create_app
from bot.portal.sign_on import oidc_provider, signing_keys
from tests.portal.page_client import Shown, Window
from tests.portal.sign_on.conftest import with_oidc
from tests.portal.sign_on.crooked_provider import KEY, STRANGE_KEY, CrookedProvider
from tests.portal.world import Clock, World

COOKIE = "serviceassistent"


@pytest.fixture
async def crook() -> AsyncIterator[CrookedProvider]:
    crook = CrookedProvider()
    async with crook.server:
        yield crook
        crook.silent.set()


@pytest.fixture
async def server(known: World, crook: CrookedProvider) -> AsyncIterator[TestServer]:
    port = unused_port()
    async with TestServer(create_app(with_oidc(known.settings, crook.issuer, port), known), port=port) as server:
        yield server


async def sent(window: Window, path: str = "/forloeb") -> str:
    response = await window.client.get(f"/log-ind?videre={path}", allow_redirects=False)
    assert response.status == 303, await response.text()
    return response.headers["Location"]


async def attempt(window: Window, crook: CrookedProvider) -> Shown:
    return await window.open(crook.approve(await sent(window)))


def refused(window: Window, page: Shown) -> bool:
    """The plain page with a way on, nothing technical, and nobody signed on."""
    assert page.heading in ("Du blev ikke logget ind", "Du kunne ikke logges ind")
    assert page.link("Prøv igen").startswith("/log-ind?videre=/")
    for word in ("token", "nonce", "issuer", "Error", "invalid", "code"):
        assert word not in page.text
    return COOKIE not in window.cookies and page.status in (403, 503)


async def test_the_honest_provider_signs_on(window: Window, crook: CrookedProvider) -> None:
    page = await attempt(window, crook)
    assert "Mette Holm" in page.text
    assert crook.asked[0]["authorization"] == "Basic " + base64.b64encode(b"portalen:hemmelig").decode()
    assert "client_secret" not in crook.asked[0]


# --- the browser


async def test_an_answer_counts_only_in_the_browser_that_asked(
    window: Window, server: TestServer, crook: CrookedProvider
) -> None:
    evil = Window(server)
    address = crook.approve(await sent(evil))
    assert refused(window, await window.open(address))  # a link that signs the victim on as somebody else
    await sent(window)
    assert refused(window, await window.open(address))
    assert crook.asked == []
    await evil.client.close()


async def test_an_answer_counts_once_also_from_two_windows_at_once(window: Window, crook: CrookedProvider) -> None:
    back = crook.approve(await sent(window))
    cookies = dict(window.cookies)
    answers = await asyncio.gather(*(window.client.get(back, allow_redirects=False) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [303, 403, 403, 403]
    assert len(crook.asked) == 1
    window.client.session.cookie_jar.clear()
    for name, value in cookies.items():  # kept by whoever has read the browser's cookies and address bar
        window.cookies_set(name, value)
    assert refused(window, await window.open(back))
    assert len(crook.asked) == 1


async def test_it_counts_once_in_whichever_process_it_comes(
    window: Window, known: World, crook: CrookedProvider
) -> None:
    settings = with_oidc(known.settings, crook.issuer, 1)
    back = crook.approve(await sent(window))
    cookies = dict(window.cookies)
    assert "Mette" in (await window.open(back)).text
    async with TestServer(create_app(settings, known)) as other:
        elsewhere = Window(other)
        for name, value in cookies.items():
            elsewhere.cookies_set(name, value)
        assert refused(elsewhere, await elsewhere.open(back))
        await elsewhere.client.close()


async def test_an_answer_after_ten_minutes_is_too_late(window: Window, crook: CrookedProvider, clock: Clock) -> None:
    back = crook.approve(await sent(window))
    clock.forward(minutes=10, seconds=1)
    assert refused(window, await window.open(back))
    assert crook.asked == []


@pytest.mark.parametrize(
    "tampered", ["/log-ind/svar", "/log-ind/svar?state=x", "/log-ind/svar?code=x", "twice", "none"]
)
async def test_an_answer_that_is_not_whole_is_refused(window: Window, crook: CrookedProvider, tampered: str) -> None:
    back = crook.approve(await sent(window))
    tampered = {"twice": f"{back}&state=x", "none": back.replace("code=", "kode=")}.get(tampered, tampered)
    assert refused(window, await window.open(tampered))
    assert crook.asked == []


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/log-ud"])
async def test_one_only_goes_on_to_a_page_of_this_house(window: Window, crook: CrookedProvider, wanted: str) -> None:
    response = await window.client.get(crook.approve(await sent(window, wanted)), allow_redirects=False)
    assert response.headers["Location"] == "/"


async def test_a_cookie_that_was_written_over_does_not_lead_away_either(window: Window, crook: CrookedProvider) -> None:
    address = await sent(window)
    ((name, value),) = window.cookies.items()
    secret, begun, _ = value.split(".")
    for wanted in (b"https://evil.example", b"//evil.example", b"\xff\xfe"):
        window.cookies_set(name, f"{secret}.{begun}.{base64.urlsafe_b64encode(wanted).rstrip(b'=').decode()}")
        response = await window.client.get(crook.approve(address), allow_redirects=False)
        if response.status == 303:
            assert response.headers["Location"] == "/"
        address = await fresh(window)
        ((name, value),) = ((n, v) for n, v in window.cookies.items() if n.startswith("log-ind"))
        secret, begun, _ = value.split(".")


async def fresh(window: Window) -> str:
    """Forgets who is signed on, and begins again."""
    window.client.session.cookie_jar.clear()
    return await sent(window)


# --- the answer and the token


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"}, {"iss": None}, {"aud": "another"}, {"aud": None}, {"aud": []},
        {"aud": ["portalen", "another"]}, {"aud": ["portalen", "another"], "azp": "another"}, {"azp": "another"},
        {"aud": "another", "azp": "portalen"},
        {"nonce": "x"}, {"nonce": None}, {"sub": None}, {"sub": 7}, {"exp": None}, {"iat": None}, {"exp": "soon"},
        {"exp": float("nan")}, {"oid": None}, {"oid": ["x"]}, {"oid": ""}, {"oid": {"x": 1}},
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_with_a_wrong_claim_signs_nobody_on(
    window: Window, crook: CrookedProvider, claims: dict[str, Any]
) -> None:
    crook.claims = claims
    assert refused(window, await attempt(window, crook))
    assert crook.issued == 1


async def test_a_token_for_several_counts_where_it_was_made_for_us(window: Window, crook: CrookedProvider) -> None:
    crook.claims = {"aud": ["portalen", "another"], "azp": "portalen"}
    assert "Mette Holm" in (await attempt(window, crook)).text


async def test_clocks_may_differ_by_half_a_minute_and_no_more(
    window: Window, crook: CrookedProvider, clock: Clock
) -> None:
    start = clock.now
    for seconds, well in ((-25, True), (-40, False), (325, True), (340, False)):
        clock.now = start
        clock.forward(seconds=seconds)
        window.client.session.cookie_jar.clear()
        page = await attempt(window, crook)
        assert ("Mette Holm" in page.text) is well, seconds


async def test_a_token_that_is_not_valid_yet_signs_nobody_on(window: Window, crook: CrookedProvider) -> None:
    crook.claims = {"nbf": int(Clock.real().timestamp()) + 120}
    assert refused(window, await attempt(window, crook))


async def test_signatures_are_the_providers_own(window: Window, crook: CrookedProvider) -> None:
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    crook.key = STRANGE_KEY
    assert refused(window, await attempt(window, crook))
    crook.headers = {"jwk": jwt.algorithms.RSAAlgorithm.to_jwk(STRANGE_KEY.public_key(), as_dict=True)}
    assert refused(window, await attempt(window, crook))
    crook.headers = {"jku": f"{crook.issuer}/evil", "x5u": f"{crook.issuer}/evil"}
    assert refused(window, await attempt(window, crook))
    assert "/evil" not in crook.paths
    crook.headers, crook.key, crook.algorithm = {}, None, "none"
    assert refused(window, await attempt(window, crook))
    encode = jwt.algorithms.HMACAlgorithm.prepare_key
    try:  # PyJWT itself refuses to sign with a public key; others do not
        jwt.algorithms.HMACAlgorithm.prepare_key = lambda _, key: key
        crook.key, crook.algorithm = public, "HS256"
        assert refused(window, await attempt(window, crook))
    finally:
        jwt.algorithms.HMACAlgorithm.prepare_key = encode


async def test_an_answer_of_another_issuer_is_refused(window: Window, crook: CrookedProvider) -> None:
    assert refused(window, await window.open(crook.approve(await sent(window), iss="https://evil.example")))
    assert crook.asked == []
    assert "Mette" in (await window.open(crook.approve(await sent(window), iss=crook.issuer))).text


async def test_a_provider_that_names_itself_must_do_so(window: Window, crook: CrookedProvider) -> None:
    crook.document = {"authorization_response_iss_parameter_supported": True}
    assert refused(window, await attempt(window, crook))
    assert crook.asked == []


# --- the provider


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"}, {"issuer": "https://login.example/{tenantid}/v2.0"}, {"jwks_uri": None},
        {"token_endpoint": "http://login.example/token"}, {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": 7}, {"authorization_endpoint": "https://user@login.example/"},
    ],
    ids=str,
)  # fmt: skip
async def test_a_discovery_document_that_is_not_its_own_or_not_safe_leads_nowhere(
    window: Window, crook: CrookedProvider, document: dict[str, Any]
) -> None:
    crook.document = document
    page = await window.open("/log-ind?videre=/sager")
    assert refused(window, page)
    assert page.status == 503
    assert page.link("Prøv igen") == "/log-ind?videre=/sager"


async def test_when_the_provider_is_there_again_so_is_the_sign_on(
    window: Window, crook: CrookedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc_provider, "PAUSE", -1)
    crook.document = {"issuer": "https://evil.example"}
    assert (await window.open("/log-ind")).status == 503
    crook.document = {}
    assert "Mette" in (await attempt(window, crook)).text


@pytest.mark.parametrize(
    "answer",
    [
        web.json_response({"error": "invalid_grant", "error_description": "Mette"}, status=400),
        web.json_response({}),
        web.json_response({"id_token": 7}),
        web.json_response([]),
        web.Response(text="<html>"),
        web.Response(text="[" * 100_000),
        web.Response(body=b"x" * 300_000),
        web.Response(status=307, headers={"Location": "/evil"}),
    ],
    ids=["error", "empty", "number", "list", "page", "deep", "huge", "elsewhere"],
)
async def test_a_code_that_gives_no_token_is_told_plainly(
    window: Window, crook: CrookedProvider, answer: web.Response, capsys: pytest.CaptureFixture[str]
) -> None:
    crook.token_answer = answer
    assert refused(window, await attempt(window, crook))
    assert "/evil" not in crook.paths  # the code and the secret go to the provider alone
    logged = capsys.readouterr().out
    assert "sign-on refused" in logged
    assert "Mette" not in logged


async def test_a_public_client_sends_its_name_and_no_secret(known: World, crook: CrookedProvider) -> None:
    port = unused_port()
    settings = with_oidc(known.settings, crook.issuer, port, client_secret="")
    async with TestServer(create_app(settings, known), port=port) as server:
        window = Window(server)
        assert "Mette" in (await attempt(window, crook)).text
        assert crook.asked[0]["client_id"] == "portalen"
        assert crook.asked[0]["authorization"] is None
        await window.client.close()


async def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(
    window: Window, crook: CrookedProvider
) -> None:
    crook.document = {"token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"]}
    assert "Mette" in (await attempt(window, crook)).text
    assert crook.asked[0]["client_secret"] == "hemmelig"
    assert crook.asked[0]["authorization"] is None


async def test_a_provider_that_hangs_is_given_up_and_holds_up_nobody_who_is_signed_on(
    window: Window, server: TestServer, crook: CrookedProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys, "PATIENCE", 0.3)
    assert "Mette" in (await attempt(window, crook)).text
    other = Window(server)
    crook.hangs = {"/token"}
    crook.silent.clear()
    waiting = asyncio.create_task(attempt(other, crook))
    assert (await window.open("/forloeb")).status == 200
    assert not waiting.done()
    page = await waiting
    assert (page.status, page.heading) == (503, "Du kunne ikke logges ind")
    await other.client.close()


# --- the provider's word that a session has ended


EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}


async def test_the_providers_word_ends_the_session_once(window: Window, crook: CrookedProvider) -> None:
    crook.claims = {"sid": "s-1"}
    await attempt(window, crook)
    wrong = [
        crook.signed(sid="s-1", jti="a"),  # no event
        crook.signed("n", sid="s-1", jti="b", events=EVENT),  # an ID token, or like one
        crook.signed(jti="c", events=EVENT),
        crook.signed(sid="s-1", events=EVENT),
        crook.signed(sid="s-1", jti="d", events=EVENT, aud="another"),
        crook.signed(sid="s-1", jti="e", events=EVENT, exp=1),
        crook.signed(sid="s-1", jti="f", events=[*EVENT]),
        "x",
        "",
    ]
    for token in wrong:
        assert (await window.client.post("/log-ud/bagkanal", data={"logout_token": token})).status == 400
    assert (await window.client.post("/log-ud/bagkanal", json=[1])).status == 400
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 200
    good = crook.signed(sid="s-1", jti="g", events=EVENT)
    assert (await window.client.post("/log-ud/bagkanal", data={"logout_token": good})).status == 200
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303
    await fresh(window)
    await attempt(window, crook)
    assert (await window.client.post("/log-ud/bagkanal", data={"logout_token": good})).status == 400
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 200


async def test_the_providers_name_for_the_session_is_kept_as_a_hash_only(
    window: Window, crook: CrookedProvider, known: World
) -> None:
    crook.claims = {"sid": "s-secret"}
    await attempt(window, crook)
    with known.engine.connect() as connection:
        (kept,) = connection.execute(sa.text("SELECT provider_session FROM sessions")).one()
    assert kept == hashlib.sha256(b"s-secret").hexdigest()


async def test_a_provider_without_a_place_to_sign_off_leaves_it_at_this_house(
    window: Window, crook: CrookedProvider
) -> None:
    page = await window.press(await attempt(window, crook), "Log ud")
    assert page.path == "/log-ind?farvel"
    assert "Du er logget ud." in page.text


async def test_another_site_signs_nobody_off(window: Window, crook: CrookedProvider) -> None:
    page = await attempt(window, crook)
    fields = {"token": window.form_token(page)["token"]}
    assert (await window.post("/log-ud", fields, Origin="https://evil.example")).status == 403
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 200
