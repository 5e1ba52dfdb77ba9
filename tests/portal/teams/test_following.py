"""Talking with 1st line in Teams: what a supporter writes arrives there too, once."""

from __future__ import annotations

from bot.messages.message import Utterance
from tests.portal.client import Portal
from tests.portal.teams.chat import Chat
from tests.portal.world import MEMBER, Clock, World


def supporter_says(world: World, text: str) -> None:
    conversation = world.conversations.for_person(MEMBER)
    world.conversations.add_messages(conversation.id, [Utterance(text=text)], sender="agent")


async def heard(chat: Chat) -> list[str]:
    """What arrives in Teams on its own."""
    before = len(chat.connector.messages)
    await chat.teams.following.run_once()
    return [message["text"] for message in chat.connector.messages[before:]]


async def test_what_a_supporter_writes_arrives_once_and_in_order(chat: Chat, world: World) -> None:
    await chat.say("jeg vil tale med et menneske")
    supporter_says(world, "Hej, det er Lars.")
    supporter_says(world, "Hvad kan jeg hjælpe med?")
    assert await heard(chat) == ["Hej, det er Lars.", "Hvad kan jeg hjælpe med?"]
    assert await heard(chat) == []
    await chat.say("min løn er forkert")
    supporter_says(world, "Det ser jeg på.")
    assert await heard(chat) == ["Det ser jeg på."]


async def test_the_answer_of_the_bot_and_what_one_writes_oneself_do_not_come_again(
    chat: Chat, widget: Portal, world: World
) -> None:
    await chat.say("hej")
    await (await widget.sign_on()).say("og her i widgetten")
    assert await heard(chat) == []


async def test_whoever_has_not_written_in_teams_for_long_is_not_written_to_there(
    chat: Chat, world: World, clock: Clock
) -> None:
    await chat.say("hej")
    clock.forward(hours=3)
    supporter_says(world, "Er du der?")
    assert await heard(chat) == []


async def test_a_message_that_cannot_be_delivered_keeps_no_other_back(chat: Chat, world: World) -> None:
    await chat.say("hej")
    supporter_says(world, "første")
    chat.connector.status = 502
    assert await heard(chat) == []
    chat.connector.status = 200
    supporter_says(world, "anden")
    assert await heard(chat) == ["anden"]
