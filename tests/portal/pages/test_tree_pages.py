"""The editors' pages of the question trees: for editors only, with numbers, the drawing, and the same in words."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy.orm import Session

from bot.access.model import GrantRow, RoleRow
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.knowledge.tree_schema import Tree
from bot.portal.app import create_app
from bot.settings import PROJECT
from tests.portal.fake_engine import FakeEngine
from tests.portal.page_client import Window
from tests.portal.world import LEADER, MEMBER, STRANGER, Clock, World, make_world, settings_for

SINCE = date(2020, 1, 1)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def tree(knowledge: Knowledge) -> Tree:
    return knowledge.trees["fravaer"]


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    with Session(world.engine) as session:
        session.add(RoleRow(id="r-2", person_id=STRANGER, role="redaktoer", unit_id="vej", valid_from=SINCE))
        session.add(GrantRow(id="g-1", person_id=MEMBER, task="edit_knowledge", unit_id="boern", valid_from=SINCE))
        session.commit()
    return world


@pytest.fixture
async def window(world: World) -> AsyncIterator[Window]:
    async with TestServer(create_app(world.settings, world)) as server:
        window = Window(server)
        yield window
        await window.client.close()


def walk(world: World, tree: Tree, *, times: int, ends: bool) -> None:
    """Runs that take the first answer of the first question, and end with it or stop at what follows."""
    way = tree.start.options[0]
    for _ in range(times):
        outcome = "person" if ends else None
        world.tree_runs.record(None, tree.id, [(tree.start.id, way.id)], None if ends else way.node, outcome)


@pytest.mark.parametrize("path", ["/redaktion/traeer", "/redaktion/traeer/fravaer", "/redaktion/traeer/findes-ikke"])
async def test_others_than_editors_are_told_which_role_it_needs_and_how_to_get_it(window: Window, path: str) -> None:
    await window.sign_on(LEADER)
    page = await window.open(path)
    assert page.status == 403
    assert "kræver rollen Redaktør" in page.text
    assert 'href="/emner/rolle-i-serviceplatformen"' in page.html
    assert (await window.open("/emner/rolle-i-serviceplatformen")).status == 200
    assert "/redaktion" not in (await window.open("/forloeb")).html


@pytest.mark.parametrize("editor", [STRANGER, MEMBER])  # by role, and by the single task
async def test_editors_find_their_way_from_every_page(window: Window, editor: str) -> None:
    page = await window.sign_on(editor)
    assert 'href="/redaktion/traeer"' in page.html
    assert (await window.open("/redaktion/traeer")).status == 200


async def test_the_list_has_every_tree_with_its_numbers(
    window: Window, world: World, knowledge: Knowledge, tree: Tree, clock: Clock
) -> None:
    walk(world, tree, times=3, ends=True)
    walk(world, tree, times=1, ends=False)
    clock.forward(hours=2)
    await window.sign_on(STRANGER)
    page = await window.open("/redaktion/traeer")
    assert set(re.findall(r'href="/redaktion/traeer/([a-z]+)"', page.html)) == set(knowledge.trees)
    solutions = {option.solution for node in tree.nodes for option in node.options if option.solution}
    assert re.search(
        rf"{tree.title} Flest stopper ved “[^”]+”: 1 gang, 100 % .*? Løsninger {len(solutions)} ", page.text
    )
    assert "Gennemløb 4" in page.text
    assert page.text.count("Ikke brugt i perioden") == len(knowledge.trees) - 1


async def test_what_is_older_than_thirty_days_does_not_count(
    window: Window, world: World, tree: Tree, clock: Clock
) -> None:
    walk(world, tree, times=2, ends=True)
    clock.forward(days=31)
    await window.sign_on(STRANGER)
    assert "Gennemløb 2" not in (await window.open("/redaktion/traeer")).text


async def test_a_tree_is_drawn_and_told_with_the_shares_of_real_runs(
    window: Window, world: World, tree: Tree, clock: Clock
) -> None:
    walk(world, tree, times=2, ends=True)
    walk(world, tree, times=1, ends=False)
    world.tree_runs.record(None, tree.id, [], tree.start.id, None)
    clock.forward(hours=2)
    await window.sign_on(STRANGER)
    page = await window.open(f"/redaktion/traeer/{tree.id}")
    assert page.heading == tree.title
    assert page.html.count("<svg xmlns") == 1
    outline = page.html[page.html.index('id="liste"') :]
    first = tree.start.options[0]
    assert re.search(rf'{re.escape(first.label)} <span class="share">75 %</span>', outline)
    assert "25 % stopper her" in outline
    assert "100 % stopper her" in outline
    assert f"“{tree.start.question}” 1 gang, 25 % af dem" in page.text


async def test_the_list_in_words_has_every_question_every_answer_and_every_end(
    window: Window, knowledge: Knowledge
) -> None:
    await window.sign_on(STRANGER)
    for name, tree in knowledge.trees.items():
        page = await window.open(f"/redaktion/traeer/{name}")
        outline = page.html[page.html.index('id="liste"') :]
        told = type(page)(200, "", outline).text
        for node in tree.nodes:
            assert node.question in told
            for option in node.options:
                assert option.label in told
                if option.solution:
                    assert f'href="/emner/{option.solution}"' in outline
                if option.tree:
                    assert f'href="/redaktion/traeer/{option.tree}"' in outline


async def test_without_runs_nothing_is_said_of_shares(window: Window) -> None:
    await window.sign_on(STRANGER)
    page = await window.open("/redaktion/traeer/root")
    assert not re.search(r"\d %", page.text)
    assert "Her stopper folk" not in page.text


async def test_a_tree_that_does_not_exist_leads_to_the_list(window: Window) -> None:
    await window.sign_on(STRANGER)
    page = await window.open("/redaktion/traeer/findes-ikke")
    assert page.status == 404
    assert 'href="/redaktion/traeer"' in page.html
    assert "<style" not in (await window.open("/redaktion/traeer/root")).html
