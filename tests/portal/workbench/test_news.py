"""A page of the workbench can ask whether something new has come; asking tells nothing else, and opens nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any

from bot.audit.trail import AuditFilter
from tests.portal.case_worker import ESBEN, IRIS, OMAR, SICK, send, settle
from tests.portal.page_client import Window
from tests.portal.world import MEMBER, World

BENCH = "/sagsbehandling"
SignOn = Callable[[str], Awaitable[Window]]


class Page:
    """A page with what it tells its script."""

    def __init__(self, window: Window, html: str) -> None:
        self.window = window
        found = re.search(r'data-news="([^"]*)" data-mark="([^"]*)" data-page="([^"]*)"', html)
        assert found
        self.url, self.mark, self.page = (unescape(one) for one in found.groups())

    async def asked(self) -> Any:
        answer = await self.window.client.get(self.url, allow_redirects=False)
        return answer.status, (await answer.json()).get("mark")

    async def has_news(self) -> bool:
        status, mark = await self.asked()
        assert status == 200
        return bool(mark != self.mark)


async def opened(window: Window, path: str) -> Page:
    return Page(window, (await window.open(path)).html)


async def test_the_queue_has_news_when_a_case_comes_or_is_taken(world: World, signed_on: SignOn) -> None:
    number = send(world).number
    omar = await signed_on(OMAR)
    page = await opened(omar, BENCH)
    assert not await page.has_news()
    send(world)
    assert await page.has_news()
    page = await opened(omar, page.page)
    assert not await page.has_news()
    world.desk.take(ESBEN, number)
    assert await page.has_news()


async def test_the_queue_is_asked_with_the_filter_that_it_shows(world: World, signed_on: SignOn) -> None:
    numbers = [send(world).number for _ in range(27)]
    omar = await signed_on(OMAR)
    found, second = await opened(omar, f"{BENCH}?soeg={numbers[0]}"), await opened(omar, f"{BENCH}?side=2")
    assert second.page == f"{BENCH}?side=2"
    send(world)
    assert not await found.has_news()
    assert await second.has_news()


async def test_an_item_has_news_of_what_parties_and_colleagues_do(world: World, signed_on: SignOn) -> None:
    number = send(world).number
    omar = await signed_on(OMAR)

    async def told_of(happens: Callable[[], object]) -> bool:
        page = await opened(omar, f"{BENCH}/{number}?besked=taget")
        assert page.page == f"{BENCH}/{number}"
        assert not await page.has_news()
        happens()
        settle(world)
        return await page.has_news()

    assert await told_of(lambda: world.desk.note(ESBEN, number, "Ring først."))
    assert await told_of(lambda: world.cases.comment(MEMBER, number, "Det haster."))
    assert await told_of(lambda: world.desk.take(ESBEN, number))
    assert await told_of(lambda: world.desk.ask(ESBEN, number, "Hvilken måned?"))
    assert await told_of(lambda: world.cases.answer(MEMBER, number, "Marts"))
    assert not await told_of(lambda: world.desk.take(ESBEN, number))


async def test_of_a_case_that_one_does_not_handle_nothing_is_told(world: World, signed_on: SignOn) -> None:
    number = send(world).number
    iris = await signed_on(IRIS)
    for asked in (number, "2026-999999"):
        answer = await iris.client.get(f"{BENCH}/{asked}/nyt")
        assert (answer.status, await answer.json()) == (404, {})
    mette = await signed_on(MEMBER)
    for path in (f"{BENCH}/nyt", f"{BENCH}/{number}/nyt"):
        assert (await mette.client.get(path)).status == 403


async def test_who_is_signed_off_is_sent_to_sign_on(world: World, signed_on: SignOn) -> None:
    number = send(world).number
    omar = await signed_on(OMAR)
    page = await opened(omar, f"{BENCH}/{number}")
    omar.client.session.cookie_jar.clear()
    assert (await omar.client.get(page.url, allow_redirects=False)).status == 303


async def test_asking_is_no_opening_of_a_sensitive_case(world: World, signed_on: SignOn) -> None:
    number = send(world, solution=SICK).number
    omar = await signed_on(OMAR)
    before = len(world.audit_trail.find(AuditFilter(case=number)))
    assert (await omar.client.get(f"{BENCH}/{number}/nyt")).status == 200
    assert len(world.audit_trail.find(AuditFilter(case=number))) == before
