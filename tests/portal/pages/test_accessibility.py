"""The accessibility statement: open to all, with what the law asks for, and found from every page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from bot.knowledge.loader import load_knowledge
from bot.settings import PROJECT
from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine
from tests.portal.world import Clock, World, make_world, settings_for


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = load_knowledge(PROJECT / "knowledge")
    return world


async def test_it_says_what_the_law_asks_for(portal: Portal, world: World) -> None:
    response = await portal.client.get("/tilgaengelighed")
    assert response.status == 200
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", await response.text())).split())
    for needed in ("lov nr. 692 af 8. juni 2018", "EN 301 549", "overholder standarden delvist", "23. november 2026"):
        assert needed in text
    assert world.knowledge.org("support") in text  # whom to write to
    assert "Digitaliseringsstyrelsen fører tilsyn" in text  # and where to complain


@pytest.mark.parametrize("path", ["/", "/emner", "/emner/koerselsgodtgoerelse", "/log-ind"])
async def test_every_page_leads_to_it(portal: Portal, path: str) -> None:
    html = await (await portal.client.get(path)).text()
    footer = html[html.index("<footer class") :]
    assert '<a href="/tilgaengelighed">Tilgængelighedserklæring</a>' in footer
