"""The event stream: what comes on its own, and nothing twice or never."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientResponse

from bot.access.model import EmploymentRow
from bot.clock import today
from bot.messages.message import Utterance
from tests.portal.client import Portal, Signed
from tests.portal.world import Clock, World


async def events(response: ClientResponse, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(8):
        while len(found) < count:
            line = (await response.content.readline()).decode()
            if line.startswith("data:"):
                found.append(json.loads(line[5:]))
    return found


async def test_what_is_said_in_another_window_arrives(portal: Portal) -> None:
    first, second = await portal.sign_on(), await portal.sign_on()
    async with first.client.get(first.path("/events"), headers=first.headers) as stream:
        assert stream.content_type == "text/event-stream"
        await stream.content.readline()
        await second.say("hej")
        assert [event["text"] for event in await events(stream, 2)] == ["hej", "Du skrev: hej"]


async def test_what_was_missed_comes_first(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    last = (await mette.say("hej"))[-1]["id"]
    world.conversations.add_messages(mette.conversation, [Utterance(text="Din sag er løst.")], sender="system")
    headers = {**mette.headers, "Last-Event-ID": last}
    async with mette.client.get(mette.path("/events"), headers=headers) as stream:
        (event,) = await events(stream, 1)
    assert (event["text"], event["from"]) == ("Din sag er løst.", "system")


async def test_the_stream_only_tells_its_own_conversation(portal: Portal) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    async with mette.client.get(mette.path("/events"), headers=mette.headers) as stream:
        await stream.content.readline()
        await lone.say("hemmeligt")
        await mette.say("hej")
        assert [event["text"] for event in await events(stream, 2)] == ["hej", "Du skrev: hej"]


async def test_a_stream_counts_while_it_is_open(portal: Portal) -> None:
    mette: Signed = await portal.sign_on()
    async with mette.client.get(mette.path("/events"), headers=mette.headers) as stream:
        await stream.content.readline()
        assert "serviceassistent_event_streams 1.0" in await (await mette.client.get("/metrics")).text()


async def test_a_stream_ends_with_its_session_and_tells_nothing_more(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    async with mette.client.get(mette.path("/events"), headers=mette.headers) as stream:
        await stream.content.readline()
        world.sessions.revoke(mette.token)
        world.conversations.add_messages(mette.conversation, [Utterance(text="Din sag er løst.")], sender="system")
        async with asyncio.timeout(8):
            rest = await stream.content.read()
    assert b"data:" not in rest


async def test_whoever_leaves_is_out_after_midnight_though_the_session_would_last(
    portal: Portal, world: World, clock: Clock
) -> None:
    clock.forward(hours=13)  # 23:30 in Denmark, on their last day
    with world.engine.begin() as connection:
        rows = sa.update(EmploymentRow).where(EmploymentRow.person_id == "mette")
        connection.execute(rows.values(valid_to=today(clock)))
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    world.leavers.run_once()
    assert (await mette.get(mette.path())).status == 200
    clock.forward(hours=1)
    world.leavers.run_once()
    assert (await mette.get(mette.path())).status == 401
    assert (await lone.get(lone.path())).status == 200
