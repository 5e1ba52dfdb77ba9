"""The portal while a person waits for 1st line or talks with them: who answers, who hears, what is left to the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.handover.types import Package
from bot.messages.message import Utterance
from bot.portal.app import create_app
from bot.portal.context import CONTEXT
from bot.portal.engine_client import Patience
from tests.portal.client import Portal, problem
from tests.portal.fake_engine import FakeEngine, say
from tests.portal.first_line import LONE, METTE, OMAR, Stream, Supporter, ask, open_desk
from tests.portal.world import World


@pytest.fixture
async def server(world: World) -> AsyncIterator[TestServer]:
    open_desk(world)
    app = create_app(world.settings, world, patience=Patience(answer=2, restart=1, poll=0.02))
    async with TestServer(app) as server:
        yield server


@pytest.fixture
async def portal(server: TestServer) -> AsyncIterator[Portal]:
    async with TestClient(server) as client:
        yield Portal(client)


@pytest.fixture
async def omar(server: TestServer, world: World) -> AsyncIterator[Supporter]:
    supporter = await Supporter.sign_on(server, world)
    yield supporter
    await supporter.close()


@pytest.fixture
async def lone(server: TestServer, world: World) -> AsyncIterator[Supporter]:
    supporter = await Supporter.sign_on(server, world, LONE)
    yield supporter
    await supporter.close()


async def test_what_is_typed_in_the_queue_goes_along_and_that_is_said_once(
    portal: Portal, world: World, engine: FakeEngine
) -> None:
    mette = await portal.sign_on()
    ask(world, mette.conversation)
    turns = len(engine.turns)
    first = await mette.say("Det er min lønseddel")
    assert [message["from"] for message in first] == ["bot"]
    assert "skrevet med" in first[0]["text"]
    assert await mette.say("fra februar") == []
    assert len(engine.turns) == turns
    assert [m["text"] for m in await mette.transcript() if m["from"] == "user"] == [
        "Det er min lønseddel", "fra februar",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["fortryd", "Fortryd tak!", "forlad køen", "jeg vil ud af køen", "lige meget"])
async def test_words_for_leaving_go_to_the_engine_as_the_button_would(
    portal: Portal, world: World, engine: FakeEngine, text: str
) -> None:
    mette = await portal.sign_on()
    ask(world, mette.conversation)
    await mette.say(text)
    assert (engine.turns[-1]["payload"], engine.turns[-1]["text"]) == ("/leave_queue{}", None)


@pytest.mark.parametrize("text", ["stop min løn", "jeg fortryder min opsigelse", "afbryd forbindelsen til Word"])
async def test_other_words_do_not_leave_the_queue(portal: Portal, world: World, engine: FakeEngine, text: str) -> None:
    mette = await portal.sign_on()
    ask(world, mette.conversation)
    turns = len(engine.turns)
    await mette.say(text)
    assert len(engine.turns) == turns


async def test_buttons_that_only_show_something_work_while_one_waits_and_others_say_why_not(
    portal: Portal, world: World, engine: FakeEngine
) -> None:
    engine.script = lambda turn: [say("Her", {"type": "choices", "actions": [
        {"title": "Mine sager", "payload": "/my_cases{}"}, {"title": "Begynd", "payload": '/start_report{"id": "a"}'},
    ]})]  # fmt: skip
    mette = await portal.sign_on()
    await mette.say("hej")
    ask(world, mette.conversation)
    turns = len(engine.turns)
    await mette.send(payload="/my_cases{}")
    assert len(engine.turns) == turns + 1
    answer = await (await mette.send(payload='/start_report{"id": "a"}')).json()
    assert len(engine.turns) == turns + 1
    assert "venter" in answer["messages"][0]["text"]


async def test_the_talk_goes_both_ways_and_the_bot_is_silent(
    portal: Portal, world: World, omar: Supporter, engine: FakeEngine
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    turns = len(engine.turns)
    assert await mette.say("Er du der?") == []
    said = await omar.do(handover, "messages", text="Ja, hvad drejer det sig om?")
    assert said["message"]["author"] == "Omar Yıldız"
    assert len(engine.turns) == turns
    assert [(m["from"], m.get("author")) for m in (await mette.transcript())[-2:]] == [
        ("user", None), ("agent", "Omar Yıldız"),
    ]  # fmt: skip


async def test_a_message_that_is_sent_again_is_there_once_and_nobody_else_answers_it(
    portal: Portal, world: World, omar: Supporter
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    for _ in range(2):
        assert (await (await mette.send(text="Hallo", client_id="c1")).json())["messages"] == []
    await omar.do(handover, "messages", text="Hej", client_id="s1")
    await omar.do(handover, "messages", text="Hej", client_id="s1")
    await omar.do(handover, "close", outcome="solved", text="")
    assert (await (await mette.send(text="Hallo", client_id="c1")).json())["messages"] == []
    texts = [m["text"] for m in await mette.transcript()]
    assert (texts.count("Hallo"), texts.count("Hej")) == (1, 1)


async def test_taken_while_the_bot_was_thinking_the_bot_keeps_its_answer_to_itself(
    portal: Portal, world: World, omar: Supporter, engine: FakeEngine
) -> None:
    mette = await portal.sign_on()
    engine.at_work = asyncio.get_running_loop().create_future()
    asked = asyncio.create_task(mette.say("Hvad er fristen?"))
    while not engine.turns or engine.turns[-1]["text"] != "Hvad er fristen?":
        await asyncio.sleep(0.01)
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    engine.at_work.set_result(None)
    assert await asked == []
    view = await omar.json(f"/handovers/{handover}")
    assert "Hvad er fristen?" in [message["text"] for message in view["messages"]]


async def test_given_back_the_bot_answers_again(portal: Portal, world: World, omar: Supporter) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    await omar.do(handover, "give_back", text="Prøv emnesiden")
    assert (await mette.say("tak"))[0]["text"] == "Du skrev: tak"


async def test_the_person_ends_the_talk_with_the_button(portal: Portal, world: World, omar: Supporter) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    answer = await (await mette.send(payload="/leave_queue{}")).json()
    assert "afsluttet" in answer["messages"][0]["text"]
    refused = await omar.post(f"/handovers/{handover}/messages", text="Hov", client_id="x")
    assert (refused.status, await problem(refused)) == (409, "not-yours")


async def test_nobody_is_greeted_by_the_bot_in_the_middle_of_a_talk(
    portal: Portal, world: World, omar: Supporter, engine: FakeEngine
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    world.clock.forward(hours=9)  # type: ignore[attr-defined]
    turns = len(engine.turns)
    await portal.sign_on()
    assert len(engine.turns) == turns


async def test_the_client_is_told_who_has_the_conversation(portal: Portal, world: World, omar: Supporter) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    standing = (await (await mette.get(mette.path())).json())["handover"]
    assert standing == {"state": "waiting", "place": 1, "name": None}
    stream = Stream(await mette.get(mette.path("/events")))
    await omar.do(handover, "take")
    assert await stream.next("handover") == {"state": "talking", "place": None, "name": "Omar Yıldız"}
    await omar.do(handover, "close", outcome="solved", text="")
    assert await stream.next("handover") is None


async def test_typing_is_shown_both_ways_and_kept_nowhere(portal: Portal, world: World, omar: Supporter) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    hers, his = Stream(await mette.get(mette.path("/events"))), await omar.events()
    await his.next("state")
    before = await mette.transcript()
    await omar.do(handover, "typing")
    assert await hers.next("typing") == {"name": "Omar Yıldız"}
    await mette.post(mette.path("/typing"), {})
    assert await his.next("typing") == {"handover": handover, "name": "Mette Holm"}
    assert await mette.transcript() == before


async def test_the_desks_stream_begins_with_everything_and_tells_of_what_comes(
    portal: Portal, world: World, omar: Supporter
) -> None:
    mette = await portal.sign_on()
    stream = await omar.events()
    assert (await stream.next("state"))["queue"] == []
    handover = ask(world, mette.conversation)
    assert [item["id"] for item in (await stream.next("queue"))["items"]] == [handover]
    await omar.do(handover, "take")
    assert [item["id"] for item in (await stream.next("mine"))["items"]] == [handover]
    await mette.say("Hej Omar")
    told = await stream.next("message")
    assert (told["handover"], told["message"]["text"]) == (handover, "Hej Omar")
    again = await omar.events()
    (mine,) = (await again.next("state"))["mine"]
    assert (mine["unread"], mine["last"]) == (1, "Hej Omar")
    await omar.do(handover, "read", message=told["message"]["id"])
    assert (await omar.json())["mine"][0]["unread"] == 0


async def test_two_supporters_take_the_same_and_one_is_told_who_was_first(
    portal: Portal, world: World, omar: Supporter, lone: Supporter
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    answers = await asyncio.gather(*(one.post(f"/handovers/{handover}/take", key="k") for one in (omar, lone)))
    assert sorted(answer.status for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status == 409)
    assert "har taget samtalen" in (await refused.json())["detail"]


async def test_only_supporters_on_the_desks_own_page_get_in(
    portal: Portal, server: TestServer, world: World, omar: Supporter
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    assert (await portal.client.get("/api/desk", headers=mette.headers)).status == 401  # a widget's token is none here
    asker = await Supporter.sign_on(server, world, METTE)
    assert (await asker.get("")).status == 403
    await asker.close()
    url = f"/api/desk/handovers/{handover}/take"
    foreign = {"Origin": "https://evil.example", "X-Form-Token": omar.token}
    bare = {"Origin": omar.window.origin}
    for headers in (foreign, bare, {**bare, "X-Form-Token": "0" * 64}):
        refused = await omar.window.client.post(url, json={}, headers=headers)
        assert (refused.status, await problem(refused)) == (403, "not-our-page")
    assert world.conversations.owner(mette.conversation) == "queue"


async def test_what_is_not_ones_own_does_not_exist(
    portal: Portal, world: World, omar: Supporter, lone: Supporter
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    for path in (f"/handovers/{handover}", f"/handovers/{handover}/messages", "/handovers/unknown"):
        assert (await lone.get(path)).status == 404
    assert (await lone.post("/handovers/unknown/take")).status == 404
    assert (await omar.post(f"/handovers/{handover}/unknown")).status == 404


async def test_deleting_the_conversation_ends_the_talk_and_takes_the_package_along(
    portal: Portal, world: World, omar: Supporter
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation, package=Package(asked="hemmeligt"))
    await omar.do(handover, "take")
    await omar.do(handover, "note", text="hemmeligt notat")
    response = await mette.client.delete(mette.path(), headers=mette.headers)
    assert response.status == 200
    assert (await omar.get(f"/handovers/{handover}")).status == 404
    assert world.conversations.owner(mette.conversation) == "bot"
    assert (await omar.json())["mine"] == []
    assert OMAR in world.presence.present()


async def test_news_of_cases_waits_until_the_talk_is_over(
    portal: Portal, world: World, omar: Supporter, server: TestServer
) -> None:
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    turns = server.app[CONTEXT].turns
    assert await turns.interject(mette.conversation, lambda: [Utterance(text="Nyt i din sag")]) == []
    await omar.do(handover, "close", outcome="solved", text="")
    assert len(await turns.interject(mette.conversation, lambda: [Utterance(text="Nyt i din sag")])) == 1


async def test_a_busy_desk_gives_signs_of_life_too(
    portal: Portal, world: World, omar: Supporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.portal.desk.streams.BEAT", 0.05)
    mette = await portal.sign_on()
    handover = ask(world, mette.conversation)
    await omar.do(handover, "take")
    stream = await omar.events()
    await stream.next("state")
    world.clock.forward(seconds=40)  # type: ignore[attr-defined]
    while world.presence.last_seen([OMAR])[OMAR] < world.clock():
        await mette.post(mette.path("/typing"), {})  # something to tell in every moment
        await stream.next("typing")
    assert OMAR in world.presence.present()
