"""Told in Teams that there is something: neither what nor about whom, once, and only who wants to be told."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.access.model import EmploymentRow
from bot.database.engine import reading, writing
from bot.notices.model import TeamsContactRow
from tests.portal.client import Portal
from tests.portal.teams.chat import Chat
from tests.portal.teams.local_microsoft import buttons, everything_in
from tests.portal.world import MEMBER, Clock, World

SECRET = "Sygemelding af Åse Bæk"


def tell(world: World, key: str = "case:1") -> None:
    assert world.notices.tell(MEMBER, "test", key, SECRET)


async def told(chat: Chat) -> list[str]:
    """What is said unasked in the next round."""
    before = len(chat.connector.messages)
    await chat.teams.push.run_once()
    return [everything_in(message) for message in chat.connector.messages[before:]]


@pytest.fixture
async def away(chat: Chat) -> Chat:
    """Somebody who has the assistant in Teams, and has no window of it open."""
    await chat.say("hej")
    return chat


async def test_a_person_with_news_is_told_that_there_is_some_and_no_more(
    away: Chat, world: World, clock: Clock
) -> None:
    tell(world)
    clock.forward(minutes=2)
    (message,) = await told(away)
    assert "Der er nyt til dig" in message
    assert SECRET not in message and "Åse" not in message
    assert away.connector.sent[-1]["to"] == "a:mette-chat"
    assert buttons(away.connector.sent[-1]) == {"Åbn portalen": {"url": "https://portal.kommunen.example/assistent"}}


async def test_it_is_said_once_and_again_for_what_is_newer(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    clock.forward(minutes=2)
    assert len(await told(away)) == 1
    clock.forward(hours=5)
    assert await told(away) == []
    tell(world, "case:2")
    clock.forward(minutes=2)
    assert len(await told(away)) == 1
    assert len(world.notices.unseen(MEMBER)) == 2  # it is still news in the portal


async def test_what_is_shown_in_an_open_window_is_not_told_in_teams(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    assert await told(away) == []  # a window in another process may still show it
    world.notices.take(MEMBER)
    clock.forward(minutes=2)
    assert await told(away) == []


async def test_nobody_is_told_while_a_window_is_open_here(
    away: Chat, widget: Portal, world: World, clock: Clock
) -> None:
    signed = await widget.sign_on()
    async with away.client.get(signed.path("/events"), headers=signed.headers) as stream:
        assert stream.status == 200
        tell(world)
        clock.forward(minutes=2)
        assert await told(away) == []


async def test_whoever_wants_no_reminders_gets_none(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    world.notices.set_reminders(MEMBER, False)
    clock.forward(minutes=2)
    assert await told(away) == []


async def test_whoever_has_never_written_in_teams_is_not_told_there(chat: Chat, world: World, clock: Clock) -> None:
    tell(world)
    clock.forward(minutes=2)
    assert await told(chat) == []


async def test_whoever_has_left_is_not_told(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    with writing(world.conversations._sessions) as session:
        session.execute(
            sa.update(EmploymentRow)
            .where(EmploymentRow.person_id == MEMBER)
            .values(valid_to=sa.func.date("2026-01-01"))
        )
    clock.forward(minutes=2)
    assert await told(away) == []


async def test_where_teams_says_that_the_chat_is_no_more_it_is_forgotten(
    away: Chat, world: World, clock: Clock
) -> None:
    tell(world)
    clock.forward(minutes=2)
    away.connector.status = 403
    assert await told(away) == []
    with reading(world.conversations._sessions) as session:
        assert session.scalars(sa.select(TeamsContactRow)).all() == []


async def test_a_message_that_did_not_get_through_is_tried_again(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    clock.forward(minutes=2)
    away.connector.status = 502
    assert await told(away) == []
    away.connector.status = 200
    assert len(await told(away)) == 1


async def test_two_processes_tell_once(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    clock.forward(minutes=2)
    before = len(away.connector.messages)
    await asyncio.gather(*(away.teams.push.run_once() for _ in range(4)))
    assert len(away.connector.messages) == before + 1


async def test_a_tenant_that_is_no_longer_served_is_not_told(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    with writing(world.conversations._sessions) as session:
        session.execute(sa.update(TeamsContactRow).values(tenant_id="gone"))
    clock.forward(minutes=2)
    assert await told(away) == []


async def test_nothing_is_sent_to_an_address_that_is_not_listed(away: Chat, world: World, clock: Clock) -> None:
    tell(world)
    with writing(world.conversations._sessions) as session:
        session.execute(sa.update(TeamsContactRow).values(service_url="https://evil.example/"))
    clock.forward(minutes=2)
    assert await told(away) == []
