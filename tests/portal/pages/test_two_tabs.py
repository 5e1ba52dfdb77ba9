"""Drafts in two tabs and two sessions, through HTTP: nothing is overwritten unseen, and it goes on elsewhere.

The engine is a stand-in that chooses the action as the rules do; the actions, the services and the portal are real.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.actions import report, smalltalk
from bot.actions.registry import CAPABILITIES
from bot.cases.types import Draft
from bot.clock import today
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply
from bot.dialogue.turn import Turn as SpokenTurn
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from bot.settings import PROJECT
from tests.portal.client import Portal, Signed
from tests.portal.fake_engine import FakeEngine, Turn
from tests.portal.world import MEMBER, Clock, World, make_world, settings_for

PAY = "manglende-eller-forkert-loen"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    world.background_jobs = list  # type: ignore[method-assign]
    engine.script = lambda turn: speak(world, turn)
    return world


@pytest.fixture
async def portal(world: World) -> AsyncIterator[Portal]:
    app = create_app(world.settings, world, patience=Patience(answer=5, restart=1, poll=0.02))
    async with TestClient(TestServer(app)) as client:
        yield Portal(client)


def speak(world: World, sent: Turn) -> list[dict[str, Any]]:
    """What the action server would answer."""
    conversation = world.conversations.by_thread(sent["thread"])
    assert conversation is not None
    person = world.access.person(conversation.person_id)
    assert person is not None
    intent, _, parameters = (sent["payload"] or "/inform{}").removeprefix("/").partition("{")
    turn = SpokenTurn(
        person=person,
        conversation_id=conversation.id,
        text=sent["text"] or "",
        intent="resume_draft" if sent["text"] == "fortsæt" else intent,
        state=ConversationState.model_validate(conversation.state or {}),
        today=today(world.clock),
        payload=json.loads("{" + parameters) if sent["payload"] else None,
        values=sent["values"],
        message_id=sent["turn"],
    )
    if intent == "greeting":
        reply = smalltalk.greeting(world, turn)
    elif turn.state.flow == "report" and turn.intent not in ("start_report", "resume_draft"):
        reply = report.validate(world, turn)
        turn.note = reply.note or {}
    else:
        reply = CAPABILITIES[f"action_{turn.intent}"](world, turn)
    if turn.state.flow == "report" and not reply.rejected:
        reply.utterances += report.ask(world, turn).utterances
    world.conversations.save_state(turn.conversation_id, turn.state.model_dump(mode="json"))
    return [utterance.model_dump(mode="json") for utterance in (reply or Reply()).utterances]


def draft_of(world: World) -> Draft:
    (draft,) = world.drafts.open_for(MEMBER)
    return draft


async def begin(world: World, portal: Portal) -> tuple[Signed, dict[str, Any]]:
    """Someone who is asked the first questions of a report; the card that asks."""
    tab = await portal.sign_on(MEMBER)
    world.drafts.start(MEMBER, PAY, tab.conversation, {})
    return tab, card(await tab.say("fortsæt"))


def card(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The last card that asks something."""
    return next(c for m in reversed(messages) for c in m["cards"] if c["type"] in ("form", "question"))


def submit(asking: dict[str, Any]) -> str:
    """The payload that carries the card's values."""
    if asking["type"] == "form":
        return str(asking["submit"]["payload"])
    return next(str(one["payload"]) for one in asking["actions"] if one["payload"].startswith("/submit_values"))


def period(first: str, last: str) -> dict[str, Any]:
    return {"periode": {"from": first, "to": last}}


async def test_the_second_tab_does_not_overwrite_what_the_first_has_answered(world: World, portal: Portal) -> None:
    one, asking = await begin(world, portal)
    two = await portal.sign_on(MEMBER)
    seen = card(await two.transcript())
    assert seen == asking  # both tabs show the same question
    await one.send(payload=submit(asking), values=period("2026-02-01", "2026-02-10"))
    late = await two.send(payload=submit(seen), values=period("2026-01-01", "2026-01-31"))
    assert late.status == 200
    answers = (await late.json())["messages"]
    assert "er allerede besvaret, måske i et andet vindue" in answers[0]["text"]
    assert draft_of(world).answers["periode"] == {"from": "2026-02-01", "to": "2026-02-10"}
    assert card(answers)["type"] in ("form", "question")  # and it goes on where the draft stands


async def test_both_at_the_same_instant_leave_one_whole_answer(world: World, portal: Portal) -> None:
    one, asking = await begin(world, portal)
    two = await portal.sign_on(MEMBER)
    values = [period("2026-02-01", "2026-02-10"), period("2026-01-01", "2026-01-31")]
    answers = await asyncio.gather(
        one.send(payload=submit(asking), values=values[0]), two.send(payload=submit(asking), values=values[1])
    )
    assert [answer.status for answer in answers] == [200, 200]
    texts = [(await answer.json())["messages"][0]["text"] for answer in answers]
    assert sum("er allerede besvaret" in text for text in texts) == 1
    assert {"periode": draft_of(world).answers["periode"]} in values


async def test_the_same_answer_from_both_is_no_conflict(world: World, portal: Portal) -> None:
    one, asking = await begin(world, portal)
    two = await portal.sign_on(MEMBER)
    values = period("2026-02-01", "2026-02-10")
    await one.send(payload=submit(asking), values=values)
    answer = await two.send(payload=submit(asking), values=values)
    assert "er allerede besvaret" not in (await answer.json())["messages"][0]["text"]


async def test_a_draft_goes_on_in_another_session_after_the_first_has_ended(world: World, portal: Portal) -> None:
    one, asking = await begin(world, portal)
    await one.send(payload=submit(asking), values=period("2026-02-01", "2026-02-10"))
    ended = await portal.client.delete("/api/session", headers=one.headers)
    assert ended.status in (200, 204)
    elsewhere = await portal.sign_on(MEMBER)
    went_on = card(await elsewhere.say("fortsæt"))
    asked = [field["field"] for field in went_on.get("fields", [went_on])]
    assert "periode" not in asked
    assert draft_of(world).answers["periode"]["to"] == "2026-02-10"
