"""A turn: stored, shielded, answered once, and never lost."""

from __future__ import annotations

import asyncio

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.model import MessageRow
from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine, Turn, say
from tests.portal.world import World


async def test_the_answer_holds_the_replies_and_what_was_stored(portal: Portal) -> None:
    mette = await portal.sign_on()
    body = await (await mette.send(text=" hej ")).json()
    assert body["sent"]["text"] == "hej"
    assert body["sent"]["from"] == "user"
    assert [message["text"] for message in body["messages"]] == ["Du skrev: hej"]
    assert [message["from"] for message in await mette.transcript()] == ["bot", "user", "bot"]


async def test_a_repeat_gives_the_same_replies_and_asks_the_engine_once(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    first = await mette.say("hej", client_id="same")
    turns = len(engine.turns)
    assert await mette.say("hej", client_id="same") == first
    assert len(engine.turns) == turns


async def test_a_repeat_while_the_first_is_worked_on_waits_for_its_replies(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    gate = asyncio.get_running_loop().create_future()
    engine.at_work = gate
    both = [asyncio.create_task(mette.say("hej", client_id="same")) for _ in range(2)]
    await _until(lambda: len(engine.turns) == 2)  # the greeting and this one
    gate.set_result(None)
    first, second = await asyncio.gather(*both)
    assert first == second
    assert len(engine.turns) == 2


async def test_two_messages_at_the_same_instant_are_answered_one_after_the_other(
    portal: Portal, engine: FakeEngine
) -> None:
    mette = await portal.sign_on()
    at_once = 0
    most = 0

    async def work() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    class Working:
        def __await__(self):  # type: ignore[no-untyped-def]
            return work().__await__()

    engine.at_work = Working()
    texts = [f"besked {number}" for number in range(8)]
    answers = await asyncio.gather(*(mette.say(text) for text in texts))
    assert [answer[0]["text"] for answer in answers] == [f"Du skrev: {text}" for text in texts]
    assert most == 1
    assert len(await mette.transcript()) == 1 + 2 * len(texts)


async def test_a_client_that_goes_away_still_gets_its_answer_stored(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    gate = asyncio.get_running_loop().create_future()
    engine.at_work = gate
    request = asyncio.create_task(mette.say("hej", client_id="a"))
    await _until(lambda: len(engine.turns) == 2)
    request.cancel()
    gate.set_result(None)
    assert (await mette.say("hej", client_id="a"))[0]["text"] == "Du skrev: hej"
    assert len(engine.turns) == 2


async def test_a_cpr_number_is_shielded_everywhere(portal: Portal, engine: FakeEngine, world: World) -> None:
    mette = await portal.sign_on()
    answer = await mette.say("Barnets cpr er 610124-1234, tak")
    assert "1234" not in str(engine.turns)
    assert answer[0]["text"] == "Du skrev: Barnets cpr er ••••••-••••, tak"
    assert "1234" not in str(await mette.transcript())
    with Session(world.engine) as session:
        assert not any("1234" in text for text in session.scalars(select(MessageRow.text)))


FORM = {
    "type": "form",
    "title": "Om barnet",
    "submit": {"title": "Fortsæt", "payload": "/submit_values{}", "style": "primary"},
    "fields": [
        {"field": "dato", "label": "Født", "hint": "date"},
        {"field": "cpr", "label": "CPR", "hint": "cpr"},
        {"field": "hvem", "label": "Medarbejder", "hint": "person"},
        {"field": "type", "label": "Hvilken art?", "hint": "choice", "options": [{"value": "a", "label": "Adoption"}]},
        {"field": "tid", "label": "Periode", "hint": "period"},
        {"field": "tom", "label": "Andet", "hint": "text", "required": False},
    ],
}
VALUES = {
    "dato": "2026-01-05",
    "cpr": "6501241234",
    "hvem": "mette",
    "type": "a",
    "tid": {"from": "2026-03-01", "to": None},
    "tom": None,
}


async def test_a_forms_values_read_as_a_message_and_reach_the_engine(portal: Portal, engine: FakeEngine) -> None:
    engine.script = lambda turn: [say("Udfyld", FORM)] if turn["text"] == "form" else [say("Tak")]
    mette = await portal.sign_on()
    await mette.say("form")
    sent = (await (await mette.send(payload="/submit_values{}", values=VALUES)).json())["sent"]
    assert sent["text"] == (
        "Født: 5. januar 2026\nCPR: ••••••-••••\nMedarbejder: Mette Holm\n"
        "Hvilken art? Adoption\nPeriode: fra 1. marts 2026"
    )
    values = engine.turns[-1]["values"]
    assert values["cpr"].startswith("⟦cpr:")
    assert {**values, "cpr": VALUES["cpr"]} == VALUES


async def test_a_guessed_person_is_not_named(portal: Portal, engine: FakeEngine) -> None:
    engine.script = lambda turn: [say("Udfyld", FORM)]
    mette = await portal.sign_on()
    await mette.say("form")
    sent = (await (await mette.send(payload="/submit_values{}", values={"hvem": "omar"})).json())["sent"]
    assert "Omar Y" not in sent["text"]


async def test_an_engine_that_restarts_in_the_middle_costs_nothing(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    engine.is_ready, engine.status = False, 503
    request = asyncio.create_task(mette.say("hej"))
    await _until(lambda: len(engine.turns) == 2)  # the greeting, and the attempt that failed
    engine.is_ready, engine.status = True, 200
    assert (await request)[0]["text"] == "Du skrev: hej"


async def test_an_action_server_that_restarts_costs_nothing(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    attempts: list[str] = []

    def empty_at_first(turn: Turn) -> list[dict[str, object]]:
        attempts.append(turn["turn"])
        return [] if len(attempts) == 1 else [say("Her igen")]

    engine.script = empty_at_first
    assert (await mette.say("hej"))[0]["text"] == "Her igen"
    assert attempts[0] == attempts[1]  # the same turn, so that the actions can see that it is repeated


async def test_when_the_engine_stays_away_the_user_is_told_and_can_send_again(
    portal: Portal, engine: FakeEngine
) -> None:
    mette = await portal.sign_on()
    await engine.stop()
    failed = await mette.say("min løn mangler")
    assert failed[0]["cards"][0]["level"] == "error"
    assert [message["text"] for message in await mette.transcript()][-2] == "min løn mangler"
    await engine.start()
    again = failed[0]["cards"][0]["actions"][0]
    body = await (await mette.send(payload=again["payload"])).json()
    assert body["messages"][0]["text"] == "Du skrev: min løn mangler"


async def test_the_longest_message_can_be_sent_again_too(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    engine.is_ready, engine.status = False, 503
    failed = await mette.say("æ" * 10_000)
    engine.is_ready, engine.status = True, 200
    body = await (await mette.send(payload=failed[0]["cards"][0]["actions"][0]["payload"])).json()
    assert body["messages"][0]["text"].endswith("æ")
    assert engine.turns[-1]["text"] == "æ" * 10_000


async def test_sending_values_again_after_a_failure_sends_the_same_values(portal: Portal, engine: FakeEngine) -> None:
    engine.script = lambda turn: [say("Udfyld", FORM)] if turn["text"] == "form" else [say("Tak")]
    mette = await portal.sign_on()
    await mette.say("form")
    engine.is_ready, engine.status = False, 503
    failed = (await (await mette.send(payload="/submit_values{}", values=VALUES)).json())["messages"]
    first = engine.turns[-1]["values"]
    engine.is_ready, engine.status = True, 200
    again = failed[0]["cards"][0]["actions"][0]["payload"]
    assert (await (await mette.send(payload=again)).json())["messages"][0]["text"] == "Tak"
    assert engine.turns[-1]["values"] == first
    assert engine.turns[-1]["payload"] == "/submit_values{}"


async def test_an_answer_that_breaks_the_contract_is_a_failure_not_a_crash(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    engine.script = lambda turn: [{"text": "x", "cards": [{"type": "unknown"}]}]
    assert (await mette.say("hej"))[0]["cards"][0]["level"] == "error"


async def _until(condition) -> None:  # type: ignore[no-untyped-def]
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)
