"""Signing on to the pages by a real provider: there and back, with its keys rotated, and off again."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy.orm import Session

from bot.access.model import EmploymentRow
from bot.portal.app import create_app
from bot.portal.sign_on import signing_keys
from tests.portal.client import Portal
from tests.portal.page_client import Shown, Window
from tests.portal.sign_on.conftest import with_oidc
from tests.portal.sign_on.provider import LocalProvider
from tests.portal.world import LEADER, MEMBER, STRANGER, Clock, World

COOKIE = "serviceassistent"


async def sent_away(window: Window, path: str) -> str:
    """Opens a page of one's own, and is led to the provider: its address."""
    first = await window.client.get(path, allow_redirects=False)
    assert first.status == 303
    second = await window.client.get(first.headers["Location"], allow_redirects=False)
    assert second.status == 303
    return second.headers["Location"]


async def chosen(address: str, person: str, **form: str) -> str:
    """Says at the provider who one is: where it sends the browser back to, as a path of the portal."""
    async with ClientSession() as elsewhere:
        fields = form or {"sub": f"konto-{person}"}
        answer = await elsewhere.post(address, data=fields, allow_redirects=False)
        assert answer.status == 302, await answer.text()
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


async def sign_on(window: Window, person: str = MEMBER, path: str = "/forloeb") -> Shown:
    back = await chosen(await sent_away(window, path), person)
    return await window.follow(await window.client.get(back, allow_redirects=False))


async def test_one_is_led_to_the_provider_and_back_to_the_page_one_wanted(window: Window) -> None:
    page = await sign_on(window, path="/forloeb?besked=givet&å=1")
    assert page.path == "/forloeb?besked=givet&%C3%A5=1"
    assert "Logget ind som Mette Holm" in page.text


async def test_the_request_carries_pkce_state_and_nonce_and_nothing_of_the_page(
    window: Window, provider: LocalProvider
) -> None:
    address = await sent_away(window, "/sager/SAG-12345")
    assert address.startswith(f"{provider.issuer}/oauth2/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{window.origin}/log-ind/svar"
    assert asked["scope"] == "openid profile"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) == 43
    assert "SAG-12345" not in address


async def test_two_windows_sign_on_side_by_side_and_the_last_one_holds(window: Window) -> None:
    mette, lone = await sent_away(window, "/forloeb"), await sent_away(window, "/forloeb?to=1")
    await window.open(await chosen(mette, MEMBER))
    first = window.cookies[COOKIE]
    page = await window.open(await chosen(lone, LEADER))
    assert page.path == "/forloeb?to=1"
    assert "Lone Østergaard" in page.text
    assert list(window.cookies) == [COOKIE]
    window.cookies_set(COOKIE, first)
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303


async def test_a_session_that_was_there_before_is_not_taken_over(window: Window) -> None:
    window.cookies_set(COOKIE, "page.planted-by-somebody-else")
    await sign_on(window)
    assert window.cookies[COOKIE] != "page.planted-by-somebody-else"
    window.cookies_set(COOKIE, "page.planted-by-somebody-else")
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303


async def test_the_cookie_of_the_attempt_is_short_and_goes_with_it(window: Window) -> None:
    response = await window.client.get("/log-ind?videre=/forloeb", allow_redirects=False)
    flags = {part.strip() for part in response.headers["Set-Cookie"].split(";")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"} <= flags
    assert "Secure" not in flags  # plain HTTP on this computer only
    await window.open(await chosen(response.headers["Location"], MEMBER))
    assert list(window.cookies) == [COOKIE]


async def test_elsewhere_than_on_this_computer_the_cookies_need_https(known: World, provider: LocalProvider) -> None:
    settings = with_oidc(known.settings, provider.issuer, 1)
    assert settings.oidc is not None
    settings = replace(settings, oidc=replace(settings.oidc, portal_url="https://portalen.kommunen.example"))
    async with TestServer(create_app(settings, known)) as server:
        window = Window(server)
        response = await window.client.get("/log-ind", allow_redirects=False)
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("__Host-log-ind-")
        assert "; Secure" in cookie
        asked = parse_qs(urlsplit(response.headers["Location"]).query)
        assert asked["redirect_uri"] == ["https://portalen.kommunen.example/log-ind/svar"]
        await window.client.close()


async def test_windows_beyond_the_fourth_push_out_the_oldest(window: Window, clock: Clock) -> None:
    addresses = []
    for _ in range(5):
        addresses.append(await sent_away(window, "/forloeb"))
        clock.forward(seconds=1)
    assert len(window.cookies) == 4
    assert (await window.open(await chosen(addresses[0], MEMBER))).heading == "Du blev ikke logget ind"
    assert (await window.open(await chosen(addresses[4], MEMBER))).path == "/forloeb"


async def test_keys_that_are_rotated_meanwhile_are_fetched(
    window: Window, provider: LocalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys, "PAUSE", -1)
    await sign_on(window)
    window.client.session.cookie_jar.clear()
    provider.rotate()
    assert "Mette Holm" in (await sign_on(window)).text
    assert provider.fetched.count("/jwks") == 2
    assert provider.fetched.count("/.well-known/openid-configuration") == 1


async def test_the_employee_id_may_be_in_a_claim_of_its_own(known: World, provider: LocalProvider) -> None:
    port = unused_port()
    settings = with_oidc(known.settings, provider.issuer, port, person_claim="medarbejder")
    async with TestServer(create_app(settings, known), port=port) as server:
        window = Window(server)
        assert "Lone Østergaard" in (await sign_on(window, LEADER)).text
        await window.client.close()


async def test_whom_the_house_does_not_know_is_told_so_and_may_choose_another_account(window: Window) -> None:
    page = await window.open(await chosen(await sent_away(window, "/sager"), "fremmed"))
    assert page.status == 403
    assert page.heading == "Vi kender ikke din konto"
    assert "ring til" in page.text
    assert COOKIE not in window.cookies
    assert 'href="/log-ind?videre=/sager&amp;anden=1"' in page.html
    again = await window.client.get("/log-ind?videre=/sager&anden=1", allow_redirects=False)
    assert "prompt=select_account" in again.headers["Location"]


async def test_whoever_has_left_is_not_signed_on(window: Window, known: World) -> None:
    address = await sent_away(window, "/forloeb")
    with Session(known.engine) as session:
        session.execute(sa.delete(EmploymentRow).where(EmploymentRow.person_id == MEMBER))
        session.commit()
    assert (await window.open(await chosen(address, MEMBER))).heading == "Vi kender ikke din konto"


async def test_saying_no_at_the_provider_is_told_plainly(window: Window) -> None:
    page = await window.open(await chosen(await sent_away(window, "/sager"), "", action="deny"))
    assert page.status == 403
    assert page.heading == "Du blev ikke logget ind"
    assert page.link("Prøv igen") == "/log-ind?videre=/"  # this provider forgets the state then, as none should
    assert "access_denied" not in page.html


async def test_going_back_to_the_answer_after_signing_on_leads_to_the_front_page(window: Window) -> None:
    back = await chosen(await sent_away(window, "/forloeb"), MEMBER)
    await window.open(back)
    response = await window.client.get(back, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/")


async def test_who_is_signed_on_is_not_led_to_the_provider_again(window: Window) -> None:
    await sign_on(window)
    response = await window.client.get("/log-ind?videre=/sager", allow_redirects=False)
    assert response.headers["Location"] == "/sager"


async def test_pages_that_are_open_to_all_offer_to_sign_on(window: Window) -> None:
    assert (await window.open("/log-ind?farvel")).link("Log ind") == "/log-ind?videre=/"
    assert 'login-url="/log-ind?videre=/%3Ffra%3Dmail"' in (await window.open("/?fra=mail")).html


async def test_a_form_that_comes_too_late_does_not_lead_to_the_provider_but_says_so(window: Window) -> None:
    response = await window.post("/forloeb", {"token": "x"})
    page = await window.follow(response)
    assert page.status == 403
    assert page.heading == "Du er ikke længere logget ind"
    assert 'href="/log-ind?videre=/forloeb"' in page.html


async def test_the_demos_sign_on_is_not_there(window: Window) -> None:
    assert (await window.post("/log-ind", {"person": STRANGER, "videre": "/"})).status == 404
    assert COOKIE not in window.cookies


# --- signing off


async def bearer(window: Window, page: Shown) -> dict[str, str]:
    """The assistant on the page, signed on by a ticket of the page's session."""
    ticket = await window.post("/assistent/adgang", window.form_token(page))
    session = await window.client.post("/api/session", json=await ticket.json())
    return {"Authorization": f"Bearer {(await session.json())['session']}"}


async def test_signing_off_ends_the_pages_the_assistant_and_the_providers_session(
    window: Window, provider: LocalProvider
) -> None:
    page = await sign_on(window)
    kept, assistant = window.cookies[COOKIE], await bearer(window, page)
    assert (await window.client.get("/api/cases", headers=assistant)).status == 200
    left = await window.press(page, "Log ud")
    assert left.heading == "Du er logget ud her"
    address = left.link("Fortsæt")
    assert f'content="0;url={address.replace("&", "&amp;")}"' in left.html
    assert address.startswith(f"{provider.issuer}/oauth2/end_session?")
    assert parse_qs(urlsplit(address).query) == {
        "client_id": ["portalen"], "post_logout_redirect_uri": [f"{window.origin}/log-ud/farvel"]
    }  # fmt: skip
    assert (await window.client.get("/api/cases", headers=assistant)).status == 401
    window.cookies_set(COOKIE, kept)
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303


async def test_afterwards_one_is_not_signed_on_again_by_itself(window: Window) -> None:
    page = await window.open("/log-ud/farvel")
    assert (page.status, page.path) == (200, "/log-ind?farvel")
    assert "Du er logget ud." in page.text
    assert page.link("Log ind igen") == "/log-ind?videre=/"
    assert window.cookies == {}


async def test_a_session_that_ends_at_the_provider_ends_here_too(window: Window, provider: LocalProvider) -> None:
    page = await sign_on(window)
    assistant = await bearer(window, page)
    elsewhere = Portal(window.client)
    for wrong in ("?sid=session-lone", "?sid=session-mette&iss=https://evil.example", "", "?sid=session-mette&sid=x"):
        assert (await elsewhere.client.get(f"/log-ud/forkanal{wrong}")).status == 200
        assert (await window.client.get("/api/cases", headers=assistant)).status == 200
    await elsewhere.client.get(f"/log-ud/forkanal?sid=session-mette&iss={provider.issuer}")
    assert (await window.client.get("/api/cases", headers=assistant)).status == 401
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303


async def test_without_demo_and_provider_the_pages_say_that_sign_on_is_not_set_up(known: World) -> None:
    async with TestServer(create_app(replace(known.settings, demo=False), known)) as server:
        window = Window(server)
        page = await window.open("/sager")
        assert page.heading == "Login på siderne er ikke sat op"
        assert "OIDC_ISSUER" in page.text
        for path in ("/log-ind/svar?code=x&state=y", "/log-ud/forkanal?sid=x"):
            assert (await window.client.get(path)).status == 404
        assert (await window.post("/log-ud/bagkanal", {"logout_token": "x"})).status == 404
        await window.client.close()
