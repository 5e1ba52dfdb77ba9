"""Talking with the assistant in Teams: the same person, the same conversation, and the rules of the place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.audit.model import AuditRow
from bot.conversations.model import MessageRow
from bot.database.engine import reading
from bot.notices.model import TeamsContactRow
from bot.portal.teams.words import IN_TEAMS
from tests.browser.samples import CARDS
from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine, Turn, echo, say
from tests.portal.teams.chat import Chat
from tests.portal.teams.local_microsoft import APP_ID, TENANT, buttons, everything_in
from tests.portal.world import World

Script = Callable[[Turn], list[dict[str, Any]]]
SUBMIT = {"title": "Fortsæt", "payload": '/submit_values{"fields": ["dato"]}', "style": "primary"}
FORM = {
    "type": "form",
    "title": "Kørsel",
    "fields": [
        {"field": "dato", "label": "Dato", "hint": "date"},
        {"field": "periode", "label": "Periode", "hint": "period"},
        {"field": "dele", "label": "Dele", "hint": "multi", "options": [{"value": "a", "label": "A"}]},
        {"field": "note", "label": "Note", "hint": "text", "required": False},
    ],
    "submit": SUBMIT,
}


def answering(**cards: dict[str, Any]) -> Script:
    """Answers a word with the card of that name, and everything else as the echo does."""
    return lambda turn: [say("Her:", cards[turn["text"]])] if turn["text"] in cards else echo(turn)


def stored(world: World) -> list[str]:
    with reading(world.conversations._sessions) as session:
        return list(session.scalars(sa.select(MessageRow.text).order_by(MessageRow.seq)))


async def test_begun_in_the_widget_and_continued_in_teams(chat: Chat, widget: Portal, engine: FakeEngine) -> None:
    signed = await widget.sign_on()
    await signed.say("jeg har kørt i egen bil")
    (reply,) = await chat.say("hvad så nu?")
    assert reply["text"] == "Du skrev: hvad så nu?"
    assert [message["text"] for message in await signed.transcript()] == [
        "Hej! Jeg er en AI-assistent.",
        "jeg har kørt i egen bil",
        "Du skrev: jeg har kørt i egen bil",
        "hvad så nu?",
        "Du skrev: hvad så nu?",
    ]
    threads = {turn["thread"] for turn in engine.turns}
    assert len(threads) == 2  # each sign-on has its own; the conversation is one


async def test_a_button_offered_in_the_widget_can_be_pressed_in_teams_and_the_other_way(
    chat: Chat, widget: Portal, engine: FakeEngine
) -> None:
    (offer,) = await chat.say("knap")
    signed = await widget.sign_on()
    payload = (await signed.transcript())[-1]["cards"][0]["actions"][0]["payload"]
    assert (await signed.send(payload=payload)).status == 200
    await chat.press(offer, "Videre")
    assert [turn["payload"] for turn in engine.turns if turn["payload"]] == [payload, payload]


async def test_the_session_is_audited_once_a_working_day(chat: Chat, world: World) -> None:
    await chat.say("hej")
    await chat.say("hej igen")
    with reading(world.conversations._sessions) as session:
        grounds = list(session.scalars(sa.select(AuditRow.ground).where(AuditRow.action == "sign_on")))
    assert grounds == ["teams"]


async def test_only_a_button_that_was_offered_counts(chat: Chat, engine: FakeEngine) -> None:
    (reply,) = await chat.deliver(value={"knap": "0" * 24, "besked": "x"})
    assert "tidligere del af samtalen" in reply["text"]
    (reply,) = await chat.deliver(value={"knap": '/videre{"id": "a"}'})  # a payload is no button
    assert "tidligere del af samtalen" in reply["text"]
    assert engine.turns == []


async def test_a_pressed_button_is_a_turn_and_its_card_loses_its_buttons(chat: Chat, engine: FakeEngine) -> None:
    (offer,) = await chat.say("knap")
    await chat.press(offer, "Videre")
    assert engine.turns[-1]["payload"] == '/videre{"id": "a"}'
    anew = chat.connector.updated[chat.id_of(offer)]
    assert buttons(anew) == {}
    assert "✓ Videre" in everything_in(anew)


async def test_a_form_is_filled_in_on_its_card(chat: Chat, engine: FakeEngine) -> None:
    engine.script = answering(kørsel=FORM)
    (form,) = await chat.say("kørsel")
    await chat.press(
        form,
        "Fortsæt",
        **{"felt:dato": "2026-03-01", "felt:periode:from": "2026-03-01", "felt:dele": "a", "felt:note": "  ", "x": "y"},
    )
    assert engine.turns[-1]["values"] == {
        "dato": "2026-03-01",
        "periode": {"from": "2026-03-01", "to": None},
        "dele": ["a"],
        "note": None,
    }
    assert "Dato: 1. marts 2026" in everything_in(chat.connector.updated[chat.id_of(form)])


async def test_a_stranger_is_told_so_and_nothing_is_kept(chat: Chat, world: World, engine: FakeEngine) -> None:
    (reply,) = await chat.say("hej", **{"from": {"id": "29:x", "aadObjectId": "ffffffff-0000-0000-0000-000000000000"}})
    assert reply["text"].startswith("Jeg kan ikke finde dig")
    (reply,) = await chat.say("hej", **{"from": {"id": "29:x"}})
    assert reply["text"].startswith("Jeg kan ikke finde dig")
    assert stored(world) == [] and engine.turns == []
    with reading(world.conversations._sessions) as session:
        assert session.scalars(sa.select(TeamsContactRow)).all() == []


@pytest.mark.parametrize("kind", ["channel", "groupChat", None])
async def test_in_a_channel_nothing_is_talked_of(
    chat: Chat, world: World, engine: FakeEngine, kind: str | None
) -> None:
    room = {"id": "19:team", "tenantId": TENANT, "isGroup": True} | ({"conversationType": kind} if kind else {})
    (reply,) = await chat.say("<at>Serviceassistenten</at> hvad med sag 2026-000123?", conversation=room)
    assert "private samtaler" in reply["text"]
    assert f"https://teams.microsoft.com/l/chat/0/0?users=28:{APP_ID}" in reply["text"]
    (pressed,) = await chat.deliver(value={"knap": "x"}, conversation=room)
    assert pressed["text"] == reply["text"]
    assert stored(world) == [] and engine.turns == []


async def test_an_error_inside_a_turn_is_told_plainly(
    chat: Chat, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("database password is hunter2")

    monkeypatch.setattr(world.conversations, "transcript", broken)
    (reply,) = await chat.say("hej")
    assert reply["text"].startswith("Det gik galt hos mig")
    assert all("hunter2" not in everything_in(sent) for sent in chat.connector.sent)


async def test_an_engine_that_is_down_is_told_as_in_the_widget(chat: Chat, engine: FakeEngine) -> None:
    engine.status = 500
    (reply,) = await chat.say("hej")
    assert "Jeg kan ikke svare lige nu" in everything_in(reply)
    engine.status = 200
    (again,) = await chat.press(reply, "Prøv igen")
    assert again["text"] == "Du skrev: hej"


async def test_too_many_messages_are_refused_kindly(chat: Chat, engine: FakeEngine) -> None:
    said = [(await chat.say(f"nummer {number}"))[0]["text"] for number in range(45)]
    assert said[0] == "Du skrev: nummer 0"
    assert "Vent" in said[-1]


async def test_what_cannot_be_read_is_told(chat: Chat, engine: FakeEngine) -> None:
    (reply,) = await chat.deliver(attachments=[{"contentType": "image/png", "contentUrl": "https://x.example/a.png"}])
    assert "papirclipsen" in reply["text"]
    (reply,) = await chat.say("   ")
    assert "Jeg kan kun læse tekst" in reply["text"]
    (reply,) = await chat.say("x" * 10_001)
    assert "10.001 tegn" in reply["text"]
    assert engine.turns == []


async def test_dots_are_shown_while_an_answer_takes_its_time(chat: Chat, engine: FakeEngine) -> None:
    async def until_dots() -> None:
        while not any(sent["type"] == "typing" for sent in chat.connector.sent):
            await asyncio.sleep(0.01)

    engine.at_work = asyncio.ensure_future(until_dots())
    (reply,) = await chat.say("hej")
    assert reply["text"] == "Du skrev: hej"


async def test_every_card_of_the_assistant_reaches_teams(chat: Chat, engine: FakeEngine) -> None:
    engine.script = lambda turn: [say("Her:", CARDS["handover"][1])]
    (reply,) = await chat.say("ring til mig")
    (card,) = reply["attachments"]
    assert card["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert reply["summary"] == "Her:"


@pytest.mark.parametrize(
    "order", [["installationUpdate", "conversationUpdate"], ["conversationUpdate", "installationUpdate"]]
)
async def test_whoever_adds_the_assistant_is_welcomed_once(chat: Chat, order: list[str]) -> None:
    what = {
        "installationUpdate": {"type": "installationUpdate", "action": "add"},
        "conversationUpdate": {"type": "conversationUpdate", "membersAdded": [{"id": f"28:{APP_ID}"}]},
    }
    said = [message for kind in order for message in await chat.deliver(**what[kind])]
    assert [message["text"] for message in said] == [
        "Hej! Jeg er en AI-assistent.",
        IN_TEAMS,
    ]


async def test_somebody_who_talked_in_the_widget_just_now_is_not_greeted_anew(chat: Chat, widget: Portal) -> None:
    await (await widget.sign_on()).say("hej")
    first, _ = await chat.deliver(type="installationUpdate", action="add")
    assert first["text"].startswith("Her kan vi fortsætte")


async def test_whoever_removes_the_assistant_is_forgotten_and_can_come_back(chat: Chat, world: World) -> None:
    await chat.deliver(type="installationUpdate", action="add")
    assert await chat.deliver(type="installationUpdate", action="remove") == []
    with reading(world.conversations._sessions) as session:
        assert session.scalars(sa.select(TeamsContactRow)).all() == []
    assert len(await chat.deliver(type="installationUpdate", action="add")) == 2


async def test_other_activities_are_let_be(chat: Chat, engine: FakeEngine) -> None:
    for kind in ("messageReaction", "typing", "event", "endOfConversation"):
        assert await chat.deliver(type=kind) == []
    assert engine.turns == []
