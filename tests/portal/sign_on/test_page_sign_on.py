"""Signing on to the pages, and off again; what the cookie opens and what it does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer
from sqlalchemy.orm import Session

from bot.access.model import EmploymentRow
from bot.portal.app import create_app
from bot.portal.rate_limit import Limits
from bot.portal.sign_on.local_path import local_path
from bot.portal.sign_on.page_session import cookie_name
from tests.portal.client import Portal, problem
from tests.portal.fake_engine import FakeEngine
from tests.portal.page_client import Window
from tests.portal.world import LEADER, MEMBER, STRANGER, Clock, World

COOKIE = "serviceassistent"


@pytest.fixture
async def server(world: World) -> AsyncIterator[TestServer]:
    async with TestServer(create_app(world.settings, world)) as server:
        yield server


@pytest.fixture
async def window(server: TestServer) -> AsyncIterator[Window]:
    window = Window(server)
    yield window
    await window.client.close()


async def test_a_page_of_ones_own_sends_to_sign_on_and_back(window: Window) -> None:
    response = await window.client.get("/forloeb/x?besked=givet", allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/log-ind?videre=/forloeb/x%3Fbesked%3Dgivet"
    page = await window.open(response.headers["Location"])
    assert page.heading == "Hvem vil du være?"
    after = await window.press(page, "Mette Holm")
    assert after.path == "/forloeb/x?besked=givet"


async def test_the_header_says_who_is_signed_on(window: Window) -> None:
    page = await window.sign_on(MEMBER, "/assistent")
    front = await window.open("/")
    assert "Logget ind som Mette Holm" in front.text
    assert "Log ud" in front.labels()
    assert "data-demo-login" not in front.html
    assert page.status == 200


async def test_the_cookie_is_for_this_host_and_not_for_scripts(window: Window, world: World) -> None:
    response = await window.post("/log-ind", {"person": MEMBER, "videre": "/"})
    flags = {part.strip() for part in response.headers["Set-Cookie"].split(";")}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert "Secure" not in flags  # the demo is plain HTTP on this computer only


async def test_outside_the_demo_the_cookie_needs_https(world: World) -> None:
    settings = replace(world.settings, demo=False)
    assert cookie_name(settings).startswith("__Host-")
    async with TestServer(create_app(settings, world)) as server:
        window = Window(server)
        page = await window.open("/log-ind?videre=/forloeb")
        assert page.heading == "Login på siderne er ikke sat op"
        assert "Mette" not in page.html
        assert (await window.post("/log-ind", {"person": MEMBER})).status == 404
        assert "Set-Cookie" not in (await window.client.post("/api/session", json={"demo_user": MEMBER})).headers
        await window.client.close()


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example/x",
        "javascript:alert(1)", "evil.example", "", "/\t/evil.example", "/\n/evil.example", " //evil.example",
        "/./evil", "/.//evil.example", "/a//evil", "/%0d%0aSet-Cookie:x=1\r\nX: y", "/log-ud", "/log-ind",
        "/api/session", "/" + "a" * 2000, "/ø",
    ],
)  # fmt: skip
async def test_one_only_goes_on_to_a_page_of_this_house(window: Window, wanted: str) -> None:
    assert local_path(wanted) == "/"
    response = await window.post("/log-ind", {"person": MEMBER, "videre": wanted})
    assert response.headers["Location"] == "/"


@pytest.mark.parametrize("wanted", ["/", "/forloeb", "/forloeb/a_b-1", "/emner?soeg=barsel%20nu#x", "/?a=//b"])
def test_pages_of_this_house_are_gone_on_to(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize("person", ["aase", "findes-ikke", ""])
async def test_nobody_becomes_somebody_who_is_not_offered(window: Window, person: str) -> None:
    response = await window.post("/log-ind", {"person": person})
    assert response.status == 403
    assert "Set-Cookie" not in response.headers


async def test_another_site_signs_nobody_on_and_nobody_off(window: Window) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "null"}):
        refused = await window.post("/log-ind", {"person": STRANGER}, **headers)
        assert refused.status == 403
        assert "Set-Cookie" not in refused.headers
    await window.sign_on(MEMBER)
    for headers in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "same-site"}):
        refused = await window.post("/log-ud", {}, **headers)
        assert refused.status == 403
        assert "Set-Cookie" not in refused.headers
    assert "Mette Holm" in (await window.open("/")).text


async def test_what_the_browser_says_goes_before_what_an_origin_looks_like(window: Window) -> None:
    response = await window.post("/log-ind", {"person": MEMBER}, Sec_Fetch_Site="cross-site", Origin=window.origin)
    assert response.status == 403
    assert (await window.post("/log-ind", {"person": MEMBER}, Sec_Fetch_Site="same-origin")).status == 303


async def test_the_cookie_opens_nothing_of_the_api(window: Window) -> None:
    await window.sign_on(MEMBER)
    token = window.cookies[COOKIE]
    assert await problem(await window.client.get("/api/cases")) == "login-needed"
    bearer = {"Authorization": f"Bearer {token}"}
    assert await problem(await window.client.get("/api/cases", headers=bearer)) == "login-needed"
    assert await problem(await window.client.delete("/api/session", headers=bearer)) == "login-needed"


async def test_the_bearer_opens_no_page(window: Window, server: TestServer) -> None:
    mette = await Portal(window.client).sign_on(MEMBER)
    window.client.session.cookie_jar.clear()
    plain = await window.client.get("/forloeb", headers=mette.headers, allow_redirects=False)
    assert plain.status == 303
    window.client.session.cookie_jar.update_cookies({COOKIE: mette.token}, window.client.make_url("/"))
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303


async def test_signing_on_in_the_widget_signs_the_pages_on_too(window: Window) -> None:
    response = await window.client.post(
        "/api/session", json={"demo_user": LEADER}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert "HttpOnly" in response.headers["Set-Cookie"]
    assert "Lone Østergaard" in (await window.open("/forloeb")).text


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://portal.kommunen.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_from_elsewhere_the_widget_signs_on_for_itself_only(window: Window, headers: dict[str, str]) -> None:
    response = await window.client.post("/api/session", json={"demo_user": LEADER}, headers=headers)
    assert response.status == 200
    assert "Set-Cookie" not in response.headers


async def test_signing_off_in_the_widget_signs_the_pages_off(window: Window) -> None:
    signed = await window.client.post("/api/session", json={"demo_user": MEMBER}, headers={"Origin": window.origin})
    bearer = {"Authorization": f"Bearer {(await signed.json())['session']}"}
    kept = window.cookies[COOKIE]
    assert (await window.client.delete("/api/session", headers=bearer)).status == 204
    assert COOKIE not in window.cookies
    window.client.session.cookie_jar.update_cookies({COOKIE: kept}, window.client.make_url("/"))
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303


async def test_signing_off_in_the_widget_leaves_another_persons_pages_alone(window: Window) -> None:
    other = await Portal(window.client).sign_on(MEMBER)
    await window.sign_on(LEADER)
    assert (await window.client.delete("/api/session", headers=other.headers)).status == 204
    assert "Lone Østergaard" in (await window.open("/")).text


async def test_signing_off_on_a_page_signs_the_widget_off(window: Window) -> None:
    signed = await window.client.post("/api/session", json={"demo_user": MEMBER}, headers={"Origin": window.origin})
    bearer = {"Authorization": f"Bearer {(await signed.json())['session']}"}
    assert (await window.client.get("/api/cases", headers=bearer)).status == 200
    after = await window.press(await window.open("/forloeb"), "Log ud")
    assert "Du er logget ud." in after.text
    assert COOKIE not in window.cookies
    assert (await window.client.get("/api/cases", headers=bearer)).status == 401


async def test_after_erasing_the_talk_signing_off_still_reaches_both(window: Window) -> None:
    signed = await window.client.post("/api/session", json={"demo_user": MEMBER}, headers={"Origin": window.origin})
    body = await signed.json()
    old = {"Authorization": f"Bearer {body['session']}"}
    erased = await window.client.delete(f"/api/conversations/{body['conversation']}", headers=old)
    new = {"Authorization": f"Bearer {(await erased.json())['session']}"}
    await window.press(await window.open("/forloeb"), "Log ud")
    assert (await window.client.get("/api/cases", headers=new)).status == 401


async def test_the_session_ends_with_the_working_day(window: Window, clock: Clock) -> None:
    await window.sign_on(MEMBER)
    clock.forward(hours=9)
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303


async def test_who_is_not_employed_any_more_sees_no_page(window: Window, world: World) -> None:
    await window.sign_on(MEMBER)
    with Session(world.engine) as session:
        session.execute(sa.delete(EmploymentRow).where(EmploymentRow.person_id == MEMBER))
        session.commit()
    assert (await window.client.get("/forloeb", allow_redirects=False)).status == 303
    assert (await window.post("/log-ud", {})).status == 303
    assert COOKIE not in window.cookies


async def test_the_assistant_signs_on_with_a_ticket_of_the_page_once(
    window: Window, engine: FakeEngine, clock: Clock
) -> None:
    page = await window.sign_on(MEMBER)
    form = {"token": page.button("Log ud").fields["token"]}
    given = await window.post("/assistent/adgang", form)
    ticket = (await given.json())["token"]
    assert given.headers["Cache-Control"] == "no-store"
    signed = await window.client.post("/api/session", json={"token": ticket})
    assert (await signed.json())["user"]["name"] == "Mette Holm"
    assert "Set-Cookie" not in signed.headers
    again = await window.client.post("/api/session", json={"token": ticket})
    assert await problem(again) == "login-refused"
    assert await problem(await window.client.get("/api/cases", headers={"Authorization": f"Bearer {ticket}"}))
    late = (await (await window.post("/assistent/adgang", form)).json())["token"]
    clock.forward(minutes=2)
    assert (await window.client.post("/api/session", json={"token": late})).status == 401


async def test_the_ticket_is_given_to_our_own_page_only(window: Window) -> None:
    page = await window.sign_on(MEMBER)
    token = page.button("Log ud").fields["token"]
    assert (await window.post("/assistent/adgang", {"token": token}, Origin="https://evil.example")).status == 403
    assert (await window.post("/assistent/adgang", {"token": "x"})).status == 403
    assert (await window.post("/assistent/adgang", {})).status == 403
    assert (await window.client.get("/assistent/adgang")).status == 405


async def test_the_assistant_of_a_ticket_is_signed_off_with_the_page(window: Window) -> None:
    page = await window.sign_on(MEMBER)
    form = {"token": page.button("Log ud").fields["token"]}
    ticket = (await (await window.post("/assistent/adgang", form)).json())["token"]
    bearer = (await (await window.client.post("/api/session", json={"token": ticket})).json())["session"]
    await window.press(page, "Log ud")
    response = await window.client.get("/api/cases", headers={"Authorization": f"Bearer {bearer}"})
    assert response.status == 401


async def test_a_form_of_before_counts_no_more_after_a_new_sign_on(window: Window) -> None:
    page = await window.sign_on(MEMBER)
    await window.sign_on(MEMBER)
    stale = page.button("Slå påmindelser fra")
    response = await window.post(stale.action, stale.fields)
    assert response.status == 403
    assert "Åbn siden igen" in await response.text()


async def test_what_is_ones_own_is_kept_nowhere_on_the_way(window: Window) -> None:
    public = await window.client.get("/")
    assert public.headers["Cache-Control"] == "no-cache"
    assert public.headers["Referrer-Policy"] == "no-referrer"
    await window.sign_on(MEMBER)
    own = await window.client.get("/")
    assert own.headers["Cache-Control"] == "private, no-store"
    assert own.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=nowhere", b"person=mette"),
        ("application/x-www-form-urlencoded", b"person=\xff\xfe%ff%00"),
        ("multipart/form-data", b"person=mette"),
        ("multipart/form-data; boundary=x", b"--y\r\nnothing"),
        ("application/json", b"{}"),
    ],
)
async def test_what_is_no_form_is_refused_and_breaks_nothing(window: Window, kind: str, body: bytes) -> None:
    headers = {"Content-Type": kind, "Origin": window.origin, "Accept": "text/html"}
    for path in ("/log-ind", "/log-ud", "/forloeb"):
        response = await window.client.post(path, data=body, headers=headers, allow_redirects=False)
        assert response.status < 500
    await window.sign_on(MEMBER)
    response = await window.client.post("/forloeb", data=body, headers=headers, allow_redirects=False)
    assert response.status in (400, 403)


async def test_too_many_pages_are_refused_in_words(world: World) -> None:
    app = create_app(world.settings, world, limits=Limits.standard(lambda: 0.0, burst=3))
    async with TestServer(app) as server:
        window = Window(server)
        await window.sign_on(MEMBER)
        await window.open("/forloeb")
        await window.open("/forloeb")
        page = await window.open("/forloeb")
        assert page.status == 429
        assert page.heading == "Det går lidt for stærkt"
        await window.client.close()
