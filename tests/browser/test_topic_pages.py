"""The topic pages in a real browser: searching without scripts, narrow screens, paper, and the widget beside a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from tests.browser.conftest import LivePortal
from tests.browser.page import Screen

Open = Callable[..., Screen]
PAGE = "/emner/koerselsgodtgoerelse"  # five steps
LONG = "/emner/tilbagebetaling-af-loen"  # six


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def screen(chromium: Any, live: LivePortal, knowledge: Knowledge) -> Iterator[Open]:
    live.world.__dict__["knowledge"] = knowledge
    contexts: list[Any] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Screen:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, locale="da-DK", **options))
        return Screen(contexts[-1], live.url)

    yield make
    for context in contexts:
        context.close()


def dots(one: Screen) -> list[tuple[float, float]]:
    """Where the steps begin, as (x, y), all at the same moment: a message that appears is still moving."""
    places = one.page.locator(".steps > li").evaluate_all(
        "steps => steps.map((step) => step.getBoundingClientRect()).map((box) => [box.x, box.y])"
    )
    return [(round(x), round(y)) for x, y in places]


def test_one_searches_and_follows_a_result_without_scripts(screen: Open) -> None:
    one = screen(java_script_enabled=False).open("/emner")
    one.page.get_by_label("Søg i emnesiderne").fill("kørsel på cykel")
    one.page.get_by_role("button", name="Søg", exact=True).click()
    expect(one.page.get_by_label("Søg i emnesiderne")).to_have_value("kørsel på cykel")
    results = one.page.get_by_role("region", name="om “kørsel på cykel”")
    expect(results.locator("mark").first).to_be_visible()
    results.get_by_role("link", name="Kørselsgodtgørelse i egen bil").click()
    expect(one.page.get_by_role("heading", level=1, name="Kørselsgodtgørelse i egen bil")).to_be_visible()


@pytest.mark.parametrize("path", ["/emner", "/emner?soeg=barsel", "/emner?soeg=qwxyz", PAGE, LONG])
def test_the_pages_fit_320_pixels_and_break_no_policy(screen: Open, path: str) -> None:
    one = screen(width=320).open(path)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert one.complaints == []


@pytest.mark.parametrize("path", ["/emner?soeg=barsel", PAGE])
def test_headings_follow_each_other_and_landmarks_are_named(screen: Open, path: str) -> None:
    one = screen().open(path)
    levels = one.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    expect(one.page.get_by_role("main")).to_have_count(1)
    expect(one.page.get_by_role("search")).to_have_count(1)
    names = one.page.locator("nav").evaluate_all("all => all.map((nav) => nav.getAttribute('aria-label'))")
    assert len(set(names)) == len(names)
    assert all(names)


def test_the_process_is_a_list_that_lies_on_wide_screens_and_stands_on_narrow_ones(screen: Open) -> None:
    wide, narrow = screen().open(PAGE), screen(width=320).open(PAGE)
    expect(wide.page.get_by_role("region", name="Forløbet").get_by_role("listitem")).to_have_count(5)
    assert len({y for _, y in dots(wide)}) == 1
    assert [x for x, _ in dots(wide)] == sorted({x for x, _ in dots(wide)})
    assert len({x for x, _ in dots(narrow)}) == 1
    assert [y for _, y in dots(narrow)] == sorted({y for _, y in dots(narrow)})


@pytest.mark.parametrize("path", [PAGE, LONG])
@pytest.mark.parametrize("width", [1280, 760, 320])
def test_no_step_writes_over_another(screen: Open, path: str, width: int) -> None:
    one = screen(width=width).open(path)
    wider = one.page.evaluate(
        "[...document.querySelectorAll('.steps *')]"
        ".filter((e) => e.clientWidth && e.scrollWidth > e.clientWidth + 1).length"
    )
    assert wider == 0


def test_on_paper_there_is_the_text_with_its_sources_addresses_and_nothing_to_press(screen: Open) -> None:
    one = screen(width=700).open(PAGE)
    one.page.emulate_media(media="print")
    for gone in (".top", ".search", ".contents", ".ask", "service-assistent"):
        expect(one.page.locator(gone)).to_be_hidden()
    expect(one.page.locator(".steps")).to_be_visible()
    expect(one.page.get_by_text("3,94 kr. pr. km").first).to_be_visible()
    link = one.page.locator(".colophon a").first
    after = link.evaluate("(a) => getComputedStyle(a, '::after').content")
    assert str(link.get_attribute("href")) in after


def test_the_widget_says_which_page_one_stands_on(screen: Open, live: LivePortal) -> None:
    one = screen().open(PAGE)
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    one.sign_on()
    one.say("hvad er fristen?")
    expect(one.log.get_by_text("Du skrev: hvad er fristen?")).to_be_visible()
    assert live.engine.turns[-1]["topic"] == "koerselsgodtgoerelse"
    assert one.complaints == []


def test_the_open_widget_leaves_the_process_in_sight(screen: Open) -> None:
    one = screen().open(PAGE)
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    panel = one.page.locator("service-assistent .panel").bounding_box()
    steps = one.page.locator(".steps .step-title").last.bounding_box()
    assert steps["x"] + steps["width"] < panel["x"]


def test_the_assistant_is_asked_with_the_words_that_found_nothing(screen: Open) -> None:
    one = screen().open("/emner?soeg=blomkarse")
    one.page.get_by_role("button", name="Spørg assistenten med de samme ord").click()
    one.sign_on()
    expect(one.box).to_have_value("blomkarse")


def test_the_widgets_line_of_steps_lies_on_wide_screens_too(screen: Open, live: LivePortal) -> None:
    live.show("case")
    one = screen().open("/assistent").sign_on()
    expect(one.card("case")).to_be_visible()
    assert len({y for _, y in dots(one)}) == 1
    expect(one.card("case").locator('[aria-current="step"]')).to_have_count(1)
