"""The CPR shield at the portal's door: what was asked for decides how a text is read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.privacy.cpr import DISPLAY
from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine, say
from tests.portal.world import World

PDF = b"%PDF-1.7\n..."


def asks(hint: str, field: str) -> dict[str, Any]:
    action = {"title": "Fortsæt", "payload": "/submit_values{}", "style": "primary"}
    return {"type": "question", "field": field, "label": "Hvad er nummeret?", "hint": hint, "actions": [action]}


async def asked(portal: Portal, engine: FakeEngine, hint: str, field: str) -> Any:
    engine.script = lambda turn: [say("Hvad er nummeret?", asks(hint, field))]
    mette = await portal.sign_on()
    await mette.say("begynd")
    return mette


async def test_an_answer_to_a_question_for_a_cpr_number_may_be_written_in_any_way(
    portal: Portal, engine: FakeEngine
) -> None:
    mette = await asked(portal, engine, "cpr", "cpr")
    await mette.say("det er 61 01 90 12 34")
    assert engine.turns[-1]["text"].startswith("det er ⟦cpr:")
    await mette.say("610 190 1234")
    assert engine.turns[-1]["text"].startswith("⟦cpr:")


async def test_a_mistyped_answer_leaves_no_digit_with_the_engine_or_in_the_database(
    portal: Portal, engine: FakeEngine
) -> None:
    mette = await asked(portal, engine, "cpr", "cpr")
    await mette.say("det er 97 13 90 12 34")
    assert engine.turns[-1]["text"] == "det er •• •• •• •• ••"
    assert "97 13" not in str(await mette.transcript())


async def test_a_question_in_between_is_understood_with_its_digits(portal: Portal, engine: FakeEngine) -> None:
    mette = await asked(portal, engine, "cpr", "cpr")
    await mette.say("hvad er fristen, hvis det var før den 12.03.2026?")
    assert engine.turns[-1]["text"] == "hvad er fristen, hvis det var før den 12.03.2026?"


async def test_an_account_number_that_was_asked_for_reaches_the_engine(portal: Portal, engine: FakeEngine) -> None:
    mette = await asked(portal, engine, "text", "kontonummer")
    await mette.say("6101901234")
    assert engine.turns[-1]["text"] == "6101901234"
    await mette.send(payload="/submit_values{}", values={"kontonummer": "6101901234"})
    assert engine.turns[-1]["values"] == {"kontonummer": "6101901234"}
    await mette.send(payload="/submit_values{}", values={"kontonummer": "610190-1234"})
    assert engine.turns[-1]["values"]["kontonummer"].startswith("⟦cpr:")  # no account is written so


@pytest.mark.parametrize(
    ("hint", "field", "text"),
    [
        ("period", "periode", "671283 1019"),
        ("period", "periode", "det er 6\u200b71283\u00a01019"),
        ("text", "kontonummer", "den tilhører 6101901234, tror jeg"),
        ("text", "ordrenummer", "610190-1234"),
        ("amount", "beloeb", "6101901234"),
        ("text", "begrundelse", "6101901234"),
    ],
)
async def test_no_other_question_lets_a_cpr_number_through(
    portal: Portal, engine: FakeEngine, hint: str, field: str, text: str
) -> None:
    mette = await asked(portal, engine, hint, field)
    await mette.say(text)
    assert "⟦cpr:" in engine.turns[-1]["text"]
    await mette.send(payload="/submit_values{}", values={field: text})
    assert "⟦cpr:" in engine.turns[-1]["values"][field]


async def test_a_files_name_is_stored_without_its_number(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    body = await (await mette.upload("attest_610190-1234.pdf", PDF)).json()
    assert body["name"] == f"attest_{DISPLAY}.pdf"
    assert world.attachments.describe("mette", [body["id"]])[0].name == f"attest_{DISPLAY}.pdf"


async def test_erasing_leaves_the_engines_memory_of_every_window_behind(portal: Portal, engine: FakeEngine) -> None:
    one, other = await portal.sign_on(), await portal.sign_on()
    await other.say("noget privat")
    before = engine.turns[-1]["thread"]
    erased = await (await portal.client.delete(one.path(), headers=one.headers)).json()
    assert erased["text"].startswith("Samtalen er slettet: ")
    assert "databeskyttelsesrådgiver" in erased["text"]
    await other.say("hej igen")
    assert engine.turns[-1]["thread"] != before
