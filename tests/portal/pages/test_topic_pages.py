"""The topic pages: the overview with its search, each topic's page, and what the widget says of where one stands."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from bot.knowledge.loader import Knowledge
from bot.portal.pages.open_pages import STATIC
from bot.settings import PROJECT
from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine
from tests.portal.world import Clock, World, make_world, settings_for


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """A copy of the project's own, so that a test may change a page."""
    folder = tmp_path_factory.mktemp("pages") / "knowledge"
    shutil.copytree(PROJECT / "knowledge", folder)
    return Knowledge(folder, interval=0)


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    return world


async def page(portal: Portal, path: str, status: int = 200) -> str:
    response = await portal.client.get(path)
    assert response.status == status
    return await response.text()


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


async def test_the_overview_has_every_topic_under_its_area(portal: Portal, knowledge: Knowledge) -> None:
    html = await page(portal, "/emner")
    assert len(set(re.findall(r'href="/emner/([a-z0-9-]+)"', html))) == len(knowledge.solutions)
    for area in knowledge.areas.values():
        assert f'<a href="#{area.id}">' in html
        assert f'id="{area.id}"' in html


async def test_results_are_passages_with_marked_words_that_lead_to_their_place(
    portal: Portal, knowledge: Knowledge
) -> None:
    html = await page(portal, "/emner?soeg=k%C3%B8rsel+p%C3%A5+cykel")
    results = html[html.index('class="results"') : html.index('id="alle"')]
    assert "<mark>" in results
    solution_id, anchor = re.findall(r'<h3><a href="/emner/([a-z0-9-]+)#([a-z0-9-]+)">', results)[0]
    assert solution_id == "koerselsgodtgoerelse"
    topic = knowledge.topic(solution_id)
    assert topic is not None
    assert topic.section(anchor) is not None


async def test_what_was_searched_for_stays_in_the_box_and_is_only_text(portal: Portal) -> None:
    html = await page(portal, "/emner?soeg=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert "<script>alert" not in html
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html


async def test_no_result_says_so_and_what_to_do_next(portal: Portal, knowledge: Knowledge) -> None:
    html = await page(portal, "/emner?soeg=blomkarse+qwxyz")
    assert "Ingen resultater for “blomkarse qwxyz”" in text_of(html)
    assert 'data-ask="blomkarse qwxyz"' in html
    assert 'data-ask="Jeg vil gerne tale med et menneske"' in html
    assert knowledge.org("support") in text_of(html)


@pytest.mark.parametrize("query", ["", "   ", "%00%01", "a" * 3000, "%F0%9F%98%80", "NEAR(%20%22"])
async def test_odd_searches_are_answered_with_the_overview(portal: Portal, query: str) -> None:
    assert "Alle emner" in await page(portal, f"/emner?soeg={query}")


async def test_a_page_has_its_sections_process_neighbours_sources_owner_and_date(portal: Portal) -> None:
    html = await page(portal, "/emner/koerselsgodtgoerelse")
    shown = text_of(html)
    for anchor in ("kort-fortalt", "saadan-goer-du", "lovgrundlag", "ofte-stillede-spoergsmaal"):
        assert f'<section id="{anchor}">' in html
        assert f'href="#{anchor}"' in html
    process = html[html.index('<ol class="steps"') : html.index("</ol>")]
    assert process.count("<li") == 5
    assert "Lederen godkender" in process
    assert "normalt 2-5 arbejdsdage" in process
    assert 'href="/emner/rejseafregning"' in html
    assert "Satser for 2026" in shown
    assert "Siden holdes af Løn og Personale og bliver læst igennem igen senest 15. januar 2027" in shown


async def test_guidance_without_a_form_has_no_process(portal: Portal) -> None:
    assert 'class="steps"' not in await page(portal, "/emner/skattekort")


async def test_an_unknown_page_leads_to_the_overview(portal: Portal) -> None:
    html = await page(portal, "/emner/findes-ikke", status=404)
    assert "Siden findes ikke" in html
    assert 'role="search"' in html


@pytest.mark.parametrize("path", ["/emner", "/emner?soeg=ferie", "/emner/koerselsgodtgoerelse"])
async def test_topic_pages_have_no_inline_script_or_style(portal: Portal, path: str) -> None:
    html = await page(portal, path)
    assert "<style" not in html
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", html))
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        assert (await portal.client.get(address)).status == 200, address


async def test_a_changed_page_is_live_without_a_restart(portal: Portal, knowledge: Knowledge) -> None:
    file = knowledge.path / "topics" / "rejser" / "koerselsgodtgoerelse.md"
    written = file.read_text(encoding="utf-8")
    file.write_text(written.replace("Kører du i arbejdet", "Med tandhjulsbane: kører du", 1), encoding="utf-8")
    assert "Med tandhjulsbane" in await page(portal, "/emner/koerselsgodtgoerelse")
    assert 'href="/emner/koerselsgodtgoerelse#kort-fortalt"' in await page(portal, "/emner?soeg=tandhjulsbane")


async def test_the_page_that_a_message_comes_from_reaches_the_engine(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    await mette.say("hvad er fristen?", topic="koerselsgodtgoerelse")
    assert engine.turns[-1]["topic"] == "koerselsgodtgoerelse"
    messages = await mette.say("knap")
    payload = messages[0]["cards"][0]["actions"][0]["payload"]
    assert engine.turns[-1]["topic"] is None
    await mette.send(payload=payload, topic="koerselsgodtgoerelse")
    assert engine.turns[-1]["topic"] == "koerselsgodtgoerelse"


@pytest.mark.parametrize("topic", ["findes-ikke", "", None, 7, ["koerselsgodtgoerelse"], "x" * 5000])
async def test_a_page_that_is_no_solution_counts_as_none(portal: Portal, engine: FakeEngine, topic: object) -> None:
    mette = await portal.sign_on()
    await mette.say("hvad er fristen?", topic=topic)
    assert engine.turns[-1]["topic"] is None


def test_the_widget_draws_the_line_of_steps_as_the_pages_do() -> None:
    pages = (STATIC / "pages" / "steps.css").read_text(encoding="utf-8").partition("\n")[2]
    widget = (STATIC / "widget" / "styles" / "steps.js").read_text(encoding="utf-8").split("`")[1]
    assert pages.strip() == widget.strip()
