"""What people are told without asking: while they look, between turns, and once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.access.types import Person
from bot.actions import smalltalk
from bot.dialogue.payloads import button
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Turn
from bot.knowledge.loader import load_knowledge
from bot.messages.message import Utterance
from bot.portal.app import create_app
from bot.portal.context import CONTEXT
from bot.portal.engine_client import Patience
from bot.portal.push import NoticePush
from bot.settings import PROJECT
from tests.portal.api.test_events import events
from tests.portal.case_worker import OMAR, send, settle, staff
from tests.portal.client import Portal, Signed
from tests.portal.fake_engine import FakeEngine, echo, say
from tests.portal.world import MEMBER, Clock, World

NEVER = 3600.0
SEE = button("Se forløbet", "open_course", course="c1")
OFF = "/reminders_off{}"


@pytest.fixture
async def portal(world: World) -> AsyncIterator[Portal]:
    """The portal, whose push only runs when the test says so."""
    app = create_app(world.settings, world, patience=Patience(answer=5, restart=1, poll=0.02), push_every=NEVER)
    async with TestClient(TestServer(app)) as client:
        yield Portal(client)


def push_of(portal: Portal, world: World) -> NoticePush:
    context = portal.client.app[CONTEXT]
    return NoticePush(world, context.db, context.hub, context.turns)


def tell(world: World, number: int = 1, person: str = MEMBER) -> None:
    assert world.notices.tell(person, "part_handed", f"handed:{number}", f"Lone har givet dig del {number}.", [SEE])


def look(signed: Signed) -> Any:
    return signed.client.get(signed.path("/events"), headers=signed.headers)


async def opened(stream: ClientResponse) -> None:
    await stream.content.readline()


async def test_it_arrives_on_an_open_stream_as_a_message_that_makes_sense_alone(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    async with look(mette) as stream:
        await opened(stream)
        tell(world)
        assert await push_of(portal, world).run_once() == 1
        (event,) = await events(stream, 1)
    assert (event["from"], event["text"]) == ("system", "Lone har givet dig del 1.")
    (card,) = event["cards"]
    assert (card["type"], card["level"], card["text"]) == ("notice", "info", event["text"])
    assert [(a["title"], a["payload"], a["style"]) for a in card["actions"]] == [
        ("Se forløbet", SEE.payload, "secondary"),
        ("Slå påmindelser fra", OFF, "link"),
    ]


async def test_its_buttons_count_as_offered(portal: Portal, world: World, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    assert (await mette.send(payload=SEE.payload)).status == 409
    async with look(mette) as stream:
        await opened(stream)
        tell(world)
        await push_of(portal, world).run_once()
    for payload in (SEE.payload, OFF):
        assert (await mette.send(payload=payload)).status == 200
        assert engine.turns[-1]["payload"] == payload


async def test_it_is_said_once_and_only_to_who_is_meant(portal: Portal, world: World) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    async with look(mette) as theirs, look(lone) as others:
        await opened(theirs)
        await opened(others)
        tell(world)
        assert [await push_of(portal, world).run_once() for _ in range(3)] == [1, 0, 0]
    assert [m["from"] for m in await mette.transcript()] == ["bot", "system"]
    assert [m["from"] for m in await lone.transcript()] == ["bot"]


async def test_whoever_does_not_look_is_not_told_yet(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    async with look(mette) as stream:
        await opened(stream)
    push = push_of(portal, world)
    context = portal.client.app[CONTEXT]
    async with asyncio.timeout(8):
        while context.hub.listening():  # until the server has seen that the client is gone
            await context.turns.greet(await context.db(world.sessions.resolve, mette.token))
            context.hub.wake(mette.conversation)
    tell(world)
    assert await push.run_once() == 0
    assert world.notices.waiting_people() == [MEMBER]


async def test_several_come_as_one_message_with_the_first_five(portal: Portal, world: World, clock: Clock) -> None:
    mette = await portal.sign_on()
    async with look(mette) as stream:
        await opened(stream)
        for number in range(1, 8):
            tell(world, number)
            clock.forward(seconds=1)
        assert await push_of(portal, world).run_once() == 1
        (event,) = await events(stream, 1)
    lines = event["text"].splitlines()
    assert lines[:6] == ["Nyt til dig:", *(f"- Lone har givet dig del {n}." for n in (7, 6, 5, 4, 3))]
    assert lines[-1].startswith("og 2 mere.")
    titles = [action["title"] for action in event["cards"][0]["actions"]]
    assert titles == ["Se forløbet", "Mine sager", "Mine forløb", "Slå påmindelser fra"]
    assert await push_of(portal, world).run_once() == 0


async def test_two_portals_on_one_database_say_it_once(portal: Portal, world: World) -> None:
    """The person has a window open in each."""
    app = create_app(world.settings, world, push_every=NEVER)
    async with TestClient(TestServer(app)) as client:
        other = Portal(client)
        first, second = await portal.sign_on(), await other.sign_on()
        async with look(first) as one, look(second) as two:
            await opened(one)
            await opened(two)
            for number in range(5):
                tell(world, number)
                said = await asyncio.gather(push_of(portal, world).run_once(), push_of(other, world).run_once())
                assert sum(said) == 1
        assert [m["from"] for m in await first.transcript()] == ["bot", *["system"] * 5]


async def test_it_never_comes_into_the_middle_of_a_turn(portal: Portal, world: World, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    push = push_of(portal, world)
    async with look(mette) as stream:
        await opened(stream)
        engine.at_work = asyncio.get_running_loop().create_future()
        turn = asyncio.create_task(mette.say("hej"))
        async with asyncio.timeout(8):
            while len(engine.turns) < 2:  # the greeting, and what is now under way
                await asyncio.sleep(0)
        tell(world)
        assert await push.run_once() == 0
        engine.at_work.set_result(None)
        engine.at_work = None
        await turn
        assert await push.run_once() == 1
        assert [event["from"] for event in await events(stream, 3)] == ["user", "bot", "system"]


async def test_a_turn_that_begins_while_it_is_said_comes_after_it(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    turns = portal.client.app[CONTEXT].turns
    found, going_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def find() -> list[Utterance]:
        loop.call_soon_threadsafe(found.set)
        asyncio.run_coroutine_threadsafe(going_on.wait(), loop).result(8)
        return [Utterance(text="Nyt")]

    said = asyncio.create_task(turns.interject(mette.conversation, find))
    await found.wait()
    turn = asyncio.create_task(mette.say("hej"))
    for _ in range(20):  # time enough to store what was typed, if it did not wait
        assert [m["from"] for m in await mette.transcript()] == ["bot"]
    going_on.set()
    await asyncio.gather(said, turn)
    assert [m["text"] for m in (await mette.transcript())[1:]] == ["Nyt", "hej", "Du skrev: hej"]


async def test_what_the_greeting_told_is_not_pushed_too(portal: Portal, world: World, engine: FakeEngine) -> None:
    def greeted(turn: dict[str, Any]) -> list[dict[str, Any]]:
        if turn["payload"] != "/greeting{}":
            return echo(turn)
        mette = Person(MEMBER, "Mette Holm", "Pædagog", "boern", "Børnehuset", "")
        asked = Turn(mette, "c", "", "greeting", ConversationState(), world.local_day(world.clock()))
        (said,) = smalltalk.greeting(world, asked).utterances
        return [say(said.text, *(card.model_dump(mode="json") for card in said.cards))]

    engine.script = greeted
    tell(world)
    mette = await portal.sign_on()
    assert "Lone har givet dig del 1." in mette.messages[0]["text"]
    async with look(mette) as stream:
        await opened(stream)
        assert await push_of(portal, world).run_once() == 0
    assert len(await mette.transcript()) == 1


async def test_a_notice_is_no_talk_so_the_next_day_still_begins_with_a_greeting(
    portal: Portal, world: World, clock: Clock
) -> None:
    mette = await portal.sign_on()
    clock.forward(hours=9)
    world.conversations.add_messages(mette.conversation, [Utterance(text="Nyt")], sender="system")
    again = await portal.sign_on()
    assert [m["from"] for m in again.messages] == ["bot", "system", "bot"]


async def test_it_comes_by_itself_and_goes_on_after_a_failure(world: World) -> None:
    waiting, calls = world.notices.waiting_people, []

    def failing_at_first(among: Any = None) -> list[str]:
        calls.append(among)
        if len(calls) == 1:
            raise RuntimeError("no database")
        return waiting(among)

    world.notices.waiting_people = failing_at_first  # type: ignore[method-assign]
    app = create_app(world.settings, world, push_every=0.02)
    async with TestClient(TestServer(app)) as client:
        mette = await Portal(client).sign_on()
        async with look(mette) as stream:
            await opened(stream)
            tell(world)
            (event,) = await events(stream, 1)
    assert event["text"] == "Lone har givet dig del 1."
    assert len(calls) > 1


async def test_a_case_that_is_told_to_be_solved_is_asked_about_and_the_answer_counts_as_offered(
    world: World, engine: FakeEngine
) -> None:
    world.__dict__["knowledge"] = load_knowledge(PROJECT / "knowledge")
    staff(world)
    number = send(world).number
    world.desk.take(OMAR, number)
    world.desk.solve(OMAR, number, "Pengene kommer med næste løn.")
    settle(world)
    world.notices.tell_of("case_news")
    async with TestClient(TestServer(create_app(world.settings, world, push_every=NEVER))) as client:
        portal = Portal(client)
        mette = await portal.sign_on()
        async with look(mette) as stream:
            await opened(stream)
            assert await push_of(portal, world).run_once() == 2
            news, question = await events(stream, 2)
            assert number in news["text"]
            (card,) = question["cards"]
            assert (card["type"], [action["title"] for action in card["actions"]]) == (
                "feedback",
                ["Ja", "Delvist", "Nej"],
            )
            yes = card["actions"][0]["payload"]
            assert (await mette.send(payload=yes)).status == 200
            assert engine.turns[-1]["payload"] == yes
            tell(world)
            assert await push_of(portal, world).run_once() == 1  # other news is told without a question
