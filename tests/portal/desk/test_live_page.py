"""The page of the live talks: what it is given, and that a broken file of phrases does not close it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.desk_phrases import load_desk_phrases, phrase_problems
from bot.settings import PROJECT
from tests.portal.desk.conftest import As
from tests.portal.page_client import Shown
from tests.portal.support import DRIVE, RIKKE, waits
from tests.portal.world import MEMBER, World


def given(page: Shown) -> dict[str, Any]:
    found = re.search(r'data-desk="([^"]*)"', page.html)
    assert found
    return dict(json.loads(unescape(found[1])))


async def test_the_page_knows_who_looks_and_what_can_be_said_and_reported(signed_on: As) -> None:
    page = await (await signed_on(RIKKE)).open("/desk")
    desk = given(page)
    assert desk["me"] == {"id": RIKKE, "name": "Rikke Storm"}
    assert [phrase["title"] for phrase in desk["phrases"]] == [
        phrase.title for phrase in load_desk_phrases(PROJECT / "knowledge")
    ]
    assert {"id": DRIVE, "title": "Kørselsgodtgørelse i egen bil"} in desk["solutions"]


async def test_nothing_of_those_who_wait_stands_in_the_page_itself(world: World, signed_on: As) -> None:
    waits(world)
    page = await (await signed_on(RIKKE)).open("/desk")
    assert "Mette Holm" not in page.html
    assert "kørepenge" not in page.html


@pytest.mark.parametrize("broken", ["- id: [", "- title: without the rest", "words"])
async def test_phrases_that_cannot_be_read_leave_the_desk_open(
    world: World, signed_on: As, tmp_path: Path, broken: str
) -> None:
    (tmp_path / "desk_phrases.yml").write_text(broken)
    object.__setattr__(world.settings, "knowledge_dir", tmp_path)
    page = await (await signed_on(RIKKE)).open("/desk")
    assert page.status == 200
    assert given(page)["phrases"] == []


def test_our_own_phrases_are_in_order() -> None:
    phrases = load_desk_phrases(PROJECT / "knowledge")
    assert len(phrases) >= 8
    assert list(phrase_problems(phrases)) == []


async def test_a_field_of_the_users_report_finds_only_whom_the_user_may_report_for(world: World, signed_on: As) -> None:
    handover = waits(world, MEMBER)
    window = await signed_on(RIKKE)
    path = f"/api/desk/handovers/{handover.id}/people?q=lone"
    assert (await window.client.get(path)).status == 404  # it is in the queue
    world.supporters.take(RIKKE, handover.id)
    assert await (await window.client.get(path)).json() == []
    found = await (await window.client.get(path.replace("lone", "mette"))).json()
    assert [one["name"] for one in found] == ["Mette Holm"]
