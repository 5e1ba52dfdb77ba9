"""The event stream: what comes on its own, and nothing twice or never."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import sqlalchemy as sa
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.access.model import EmploymentRow
from bot.clock import today
from bot.messages.message import Utterance
from bot.portal.app import create_app
from bot.portal.context import CONTEXT
from bot.portal.streams import MOST_A_PERSON, MOST_AT_ONCE, Streams
from tests.portal.client import Portal, Signed
from tests.portal.fake_engine import FakeEngine, say
from tests.portal.world import Clock, World


async def events(response: ClientResponse, count: int, kind: str = "message") -> list[Any]:
    """What the next events of that kind hold; those of other kinds are passed over."""
    found: list[Any] = []
    now = ""
    async with asyncio.timeout(8):
        while len(found) < count:
            line = (await response.content.readline()).decode()
            if line.startswith("event:"):
                now = line[6:].strip()
            elif line.startswith("data:") and now == kind:
                found.append(json.loads(line[5:]))
    return found


async def test_whoever_comes_back_is_told_who_has_the_conversation(portal: Portal) -> None:
    mette = await portal.sign_on()
    last = (await mette.say("hej"))[-1]["id"]
    async with mette.client.get(mette.path("/events"), headers={**mette.headers, "Last-Event-ID": last}) as stream:
        assert await events(stream, 1, "handover") == [None]


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


def streams_of(portal: Portal) -> Streams:
    return portal.client.app[CONTEXT].streams


async def opened(signed: Signed, **headers: str) -> ClientResponse:
    stream = await signed.get(signed.path("/events"), headers=headers)
    await stream.content.readline()
    return stream


async def ended(stream: ClientResponse) -> bytes:
    """What still came before the stream ended; fails if it does not end."""
    async with asyncio.timeout(8):
        return await stream.content.read()


async def test_however_much_was_missed_all_of_it_comes_once_and_in_order(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    last = (await mette.say("hej"))[-1]["id"]
    texts = [f"Nummer {number}" for number in range(2 * MOST_AT_ONCE + 1)]
    world.conversations.add_messages(mette.conversation, [Utterance(text=text) for text in texts])
    stream = await opened(mette, **{"Last-Event-ID": last})
    assert [event["text"] for event in await events(stream, len(texts))] == texts
    await mette.say("tak")
    assert [event["text"] for event in await events(stream, 2)] == ["tak", "Du skrev: tak"]


async def test_what_another_process_stores_arrives_by_one_query_for_everybody(portal: Portal, world: World) -> None:
    people = [await portal.sign_on(name) for name in ("mette", "lone", "omar")]
    windows = [await opened(person) for person in people]
    statements: list[str] = []
    sa.event.listen(world.engine, "before_cursor_execute", lambda *event: statements.append(event[2]))
    await streams_of(portal).look()
    looks = [statement for statement in statements if "last_seq" in statement]
    assert looks
    assert {look.count("?") for look in looks} == {len(people)}
    for person in people:
        world.conversations.add_messages(person.conversation, [Utterance(text=f"Til {person.conversation}")])
    for person, window in zip(people, windows, strict=True):
        assert [event["text"] for event in await events(window, 1)] == [f"Til {person.conversation}"]


async def test_windows_at_two_portals_on_one_database_show_the_same(portal: Portal, world: World) -> None:
    async with TestClient(TestServer(create_app(world.settings, world))) as client:
        here, there = await portal.sign_on(), await Portal(client).sign_on()
        windows = [await opened(here), await opened(there)]
        said = ["hej", "Du skrev: hej", "farvel", "Du skrev: farvel"]
        await here.say("hej")
        await there.say("farvel")
        for window in windows:
            assert [event["text"] for event in await events(window, 4)] == said


async def test_nothing_is_asked_of_the_database_while_nobody_listens(portal: Portal, world: World) -> None:
    statements: list[str] = []
    sa.event.listen(world.engine, "before_cursor_execute", lambda *event: statements.append(event[2]))
    await streams_of(portal).look()
    await streams_of(portal).check()
    assert not [statement for statement in statements if "last_seq" in statement or "token_hash" in statement]


async def test_whoever_does_not_read_is_cut_off_and_harms_nobody(portal: Portal, engine: FakeEngine) -> None:
    engine.script = lambda turn: [say("æ" * 200_000)]  # far more than the buffers on the way hold
    streams_of(portal).patience = 0.5
    mette = await portal.sign_on()
    reads = await opened(mette)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(deaf, ("127.0.0.1", portal.client.port))
    request = f"GET {mette.path('/events')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {mette.token}\r\n\r\n"
    await loop.sock_sendall(deaf, request.encode())
    assert (await loop.sock_recv(deaf, 1000)).startswith(b"HTTP/1.1 200")
    for _ in range(20):
        await mette.say("hej")
        assert len(await events(reads, 2)) == 2
    async with asyncio.timeout(8):
        while "serviceassistent_event_streams 1.0" not in await (await mette.client.get("/metrics")).text():
            await asyncio.sleep(0)
    deaf.close()


async def test_a_window_that_is_gone_is_noticed_though_nothing_is_said(portal: Portal) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    gone = await opened(mette)
    kept = await opened(lone)
    gone.close()
    streams = streams_of(portal)
    async with asyncio.timeout(8):
        while len(streams.hub.listening()) > 1:
            await streams.look()
    assert list(streams.hub.listening()) == ["lone"]
    await lone.say("hej")
    assert len(await events(kept, 2)) == 2


async def test_a_silent_stream_is_kept_alive(portal: Portal) -> None:
    streams_of(portal).heartbeat = 0.02
    stream = await opened(await portal.sign_on())
    async with asyncio.timeout(8):
        while (await stream.content.readline()) != b": still here\n":
            pass


async def test_with_too_many_windows_the_oldest_gives_way(portal: Portal) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    others = await opened(lone)
    oldest, *rest = [await opened(mette) for _ in range(MOST_A_PERSON + 1)]
    await ended(oldest)
    await mette.say("hej")
    await lone.say("hej")
    for stream in (*rest, others):
        assert len(await events(stream, 2)) == 2


async def test_signing_off_ends_the_streams_of_that_session_alone_and_at_once(portal: Portal) -> None:
    first, second = await portal.sign_on(), await portal.sign_on()
    theirs, others = await opened(first), await opened(second)
    assert (await portal.client.delete("/api/session", headers=first.headers)).status == 204
    assert b"data:" not in await ended(theirs)
    await second.say("hej")
    assert len(await events(others, 2)) == 2


async def test_a_session_that_was_ended_elsewhere_ends_its_streams_in_silence(portal: Portal, world: World) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    theirs, others = await opened(mette), await opened(lone)
    world.sessions.revoke(mette.token)
    await streams_of(portal).check()
    assert b"data:" not in await ended(theirs)
    await lone.say("hej")
    assert len(await events(others, 2)) == 2


async def test_the_stream_of_who_leaves_ends_that_day(portal: Portal, world: World, clock: Clock) -> None:
    clock.forward(hours=13)  # 23:30 in Denmark, on their last day
    mette = await portal.sign_on()
    stream = await opened(mette)
    with world.engine.begin() as connection:
        rows = sa.update(EmploymentRow).where(EmploymentRow.person_id == "mette")
        connection.execute(rows.values(valid_to=today(clock)))
    await streams_of(portal).check()
    await mette.say("farvel")
    assert len(await events(stream, 2)) == 2
    clock.forward(hours=1)
    await streams_of(portal).check()
    await ended(stream)


async def test_erasing_the_conversation_ends_the_old_streams(portal: Portal) -> None:
    mette = await portal.sign_on()
    stream = await opened(mette)
    assert (await portal.client.delete(mette.path(), headers=mette.headers)).status == 200
    assert b"data:" not in await ended(stream)
