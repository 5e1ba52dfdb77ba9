"""Signing on, the greeting, signing off and erasing."""

from __future__ import annotations

from dataclasses import replace

from aiohttp.test_utils import TestClient, TestServer

from bot.portal.app import create_app
from tests.portal.client import Portal, problem
from tests.portal.fake_engine import FakeEngine
from tests.portal.world import Clock, World


async def test_who_signs_on_for_the_first_time_is_greeted(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    assert [message["from"] for message in mette.messages] == ["bot"]
    assert engine.turns[-1]["payload"] == "/greeting{}"


async def test_a_second_window_shows_the_same_conversation_without_a_new_greeting(portal: Portal) -> None:
    first = await portal.sign_on()
    await first.say("hej")
    second = await portal.sign_on()
    assert second.conversation == first.conversation
    assert [message["text"] for message in second.messages][-1] == "Du skrev: hej"
    assert (await first.get(first.path())).status == 200


async def test_after_a_day_there_is_a_new_greeting_on_the_old_conversation(portal: Portal, clock: Clock) -> None:
    await portal.sign_on()
    clock.forward(hours=24)
    later = await portal.sign_on()
    assert [message["from"] for message in later.messages] == ["bot", "bot"]


async def test_without_an_engine_one_can_still_sign_on(portal: Portal, engine: FakeEngine) -> None:
    await engine.stop()
    mette = await portal.sign_on()
    assert mette.messages[0]["cards"][0]["actions"][0]["title"] == "Prøv igen"


async def test_the_session_ends_on_time(portal: Portal, clock: Clock) -> None:
    mette = await portal.sign_on()
    clock.forward(hours=9)
    assert await problem(await mette.get(mette.path())) == "login-needed"


async def test_signing_off_ends_the_session(portal: Portal) -> None:
    mette = await portal.sign_on()
    assert (await portal.client.delete("/api/session", headers=mette.headers)).status == 204
    assert (await mette.get(mette.path())).status == 401


async def test_nobody_signs_on_as_somebody_who_is_not_offered(portal: Portal) -> None:
    for person in ("aase", "findes-ikke", "", 7):
        response = await portal.client.post("/api/session", json={"demo_user": person})
        assert response.status in (400, 401)
        await problem(response)


async def test_outside_the_demo_there_are_no_demo_people(world: World) -> None:
    app = create_app(replace(world.settings, demo=False), world)
    async with TestClient(TestServer(app)) as client:
        assert (await client.get("/api/demo/people")).status == 404
        assert (await client.post("/api/session", json={"demo_user": "mette"})).status == 400
        assert "data-demo-login" not in await (await client.get("/")).text()


async def test_erasing_tells_what_went_and_goes_on_with_a_new_session(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    await mette.say("noget privat")
    old_thread = engine.turns[-1]["thread"]
    response = await portal.client.delete(mette.path(), headers=mette.headers)
    body = await response.json()
    assert body["erased"]["messages"] == 3
    assert (await mette.get(mette.path())).status == 401
    mette.token, mette.conversation = body["session"], body["conversation"]
    assert await mette.transcript() == []
    await mette.say("hej igen")
    assert engine.turns[-1]["thread"] != old_thread
