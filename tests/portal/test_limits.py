"""How much one person, or one address, may ask for: people never notice, a loop is stopped, and nobody else pays."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_network

import pytest
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request

from bot.knowledge.loader import load_knowledge
from bot.portal.address import address_of
from bot.portal.app import create_app
from bot.portal.rate_limit import Limits, RateLimit
from bot.settings import PROJECT, BadSetting, Settings
from tests.portal.client import Portal, problem
from tests.portal.world import World

PROXIES = (ip_network("10.0.0.0/8"),)


@pytest.fixture
def informed(world: World) -> World:
    """With the real topic pages, so that there is something to search."""
    world.__dict__["knowledge"] = load_knowledge(PROJECT / "knowledge")
    return world


@dataclass
class Watch:
    """Seconds that only pass when the test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def portal_with(world: World, **limits: RateLimit) -> AsyncIterator[Portal]:
    standard = replace(Limits.standard(Watch()), **limits)
    async with TestClient(TestServer(create_app(world.settings, world, limits=standard))) as client:
        yield Portal(client)


def limit(now: Callable[[], float]) -> RateLimit:
    return RateLimit(2, 0.5, now)


async def test_a_message_too_many_is_refused_kindly_and_nothing_of_it_is_stored(world: World) -> None:
    watch = Watch()
    async with portal_with(world, messages=limit(watch)) as portal:
        mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
        await mette.say("et")
        await mette.say("to")
        refused = await mette.send(text="tre", client_id="3")
        assert (refused.status, refused.headers["Retry-After"]) == (429, "2")
        assert await problem(refused) == "too-many-requests"
        assert (await refused.json())["detail"] == (
            "Du har sendt mange beskeder på kort tid. Vent 2 sekunder, og prøv igen. Intet er gået tabt."
        )
        assert [m["text"] for m in await mette.transcript() if m["from"] == "user"] == ["et", "to"]
        await lone.say("andre mærker det ikke")
        watch.seconds += 2
        assert (await mette.send(text="tre", client_id="3")).status == 200


async def test_the_limit_is_the_persons_however_many_windows_they_have(world: World) -> None:
    async with portal_with(world, messages=limit(Watch())) as portal:
        first, second = await portal.sign_on(), await portal.sign_on()
        await first.say("et")
        await second.say("to")
        assert (await first.send(text="tre")).status == 429


async def test_files_have_a_limit_of_their_own(world: World) -> None:
    watch = Watch(1.0)
    async with portal_with(world, uploads=limit(watch)) as portal:
        mette = await portal.sign_on()
        for _ in range(2):
            assert (await mette.upload("a.txt", b"tekst", "text/plain")).status != 429
        refused = await mette.upload("a.txt", b"tekst", "text/plain")
        watch.seconds += 1
        almost = await mette.upload("a.txt", b"tekst", "text/plain")
        assert refused.status == almost.status == 429
        assert "mange filer" in (await refused.json())["detail"]
        assert "Vent 1 sekund, og" in (await almost.json())["detail"]
        assert (await mette.send(text="hej")).status == 200


async def test_searching_the_open_pages_is_limited_by_address_and_reading_them_is_not(informed: World) -> None:
    async with portal_with(informed, searches=limit(Watch())) as portal:
        look = {"headers": {"Accept": "text/html"}}
        for query in ("løn", "orlov"):
            assert (await portal.client.get(f"/emner?soeg={query}", **look)).status == 200
        refused = await portal.client.get("/emner?soeg=kørsel", **look)
        assert (refused.status, refused.headers["Retry-After"]) == (429, "2")
        assert "Der er søgt mange gange på kort tid herfra." in await refused.text()
        assert (await portal.client.get("/emner", **look)).status == 200


async def test_behind_a_proxy_each_client_has_its_own_limit(informed: World) -> None:
    local = (ip_network("127.0.0.0/8"),)
    informed.settings = replace(informed.settings, proxies=local)
    async with portal_with(informed, searches=limit(Watch())) as portal:
        found = [
            (await portal.client.get("/emner?soeg=løn", headers={"X-Forwarded-For": address})).status
            for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")
        ]
    assert found == [200, 200, 429, 200]


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("192.0.2.9", ["198.51.100.1"], "192.0.2.9"),  # nobody that we trust says so
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.66, 198.51.100.1"], "198.51.100.1"),  # the first is what the client made up
        ("10.0.0.1", ["192.0.2.66", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),  # two proxies in a row
        ("10.0.0.1", ["vrøvl"], "vrøvl"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
    ],
)
def test_the_address_is_the_last_one_that_is_no_proxy_of_ours(peer: str, told: list[str], address: str) -> None:
    request = make_mocked_request("GET", "/", [("X-Forwarded-For", line) for line in told]).clone(remote=peer)
    assert address_of(request, PROXIES) == address


def test_proxies_are_given_as_networks() -> None:
    assert Settings.from_environment({"TRUSTED_PROXIES": "10.0.0.0/8 ::1"}).proxies == (
        ip_network("10.0.0.0/8"),
        ip_network("::1"),
    )
    with pytest.raises(BadSetting, match="TRUSTED_PROXIES"):
        Settings.from_environment({"TRUSTED_PROXIES": "proxy.example"})


def test_the_standard_limits_are_switched_off_by_a_burst_of_none() -> None:
    limits = Limits.standard(Watch(), burst=0)
    assert all(limits.messages.wait("mette") == 0 for _ in range(10_000))
