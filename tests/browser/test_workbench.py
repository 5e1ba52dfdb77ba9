"""The workbench in a real browser: accessible at every width, by keyboard from the queue to the solution, on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise, product
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.portal.case_worker import ESBEN, FEE, OMAR, SICK, send, settle, staff
from tests.portal.world import LEADER, MEMBER

Open = Callable[..., Screen]
BENCH, PAY_PAGE = "/sagsbehandling", "Læs emnesiden Manglende eller forkert løn"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def sent(live: LivePortal, knowledge: Knowledge) -> dict[str, str]:
    """Cases in every state, some overdue, one with a CPR number; by what they are here for."""
    world = live.world
    world.__dict__["knowledge"] = knowledge
    for made_before in ("courses", "drafts", "cases"):
        world.__dict__.pop(made_before, None)
    staff(world)
    field = next(one for one in knowledge.solutions[FEE].report.fields() if one.type == "cpr")
    number = {field.when.field: field.when.any_of[0]} if field.when else {}
    number[field.id] = "cpr:" + world.vault.keep("6201901234", LEADER)
    found = {
        "late": send(world, beskrivelse="Mit aftentillæg mangler, og det har det gjort siden marts.").number,
        "theirs": send(world, LEADER, subject="aase").number,
        "asked": send(world, LEADER, FEE, **number).number,
        "solved": send(world).number,
    }
    live.clock.forward(days=20)
    found["new"] = send(world, solution=SICK).number
    for _ in range(26):
        send(world, LEADER)
    world.desk.take(ESBEN, found["theirs"])
    world.desk.take(OMAR, found["asked"])
    world.desk.note(OMAR, found["asked"], "Ring til lønkontoret først.")
    world.desk.ask(OMAR, found["asked"], "Hvilket beløb?")
    world.desk.take(OMAR, found["solved"])
    world.desk.solve(OMAR, found["solved"], "Rettet.")
    settle(world)
    return found


@pytest.fixture
def screen(chromium: Any, live: LivePortal, sent: dict[str, str]) -> Iterator[Open]:
    contexts: list[Any] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Screen:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, locale="da-DK", **options))
        return Screen(contexts[-1], live.url)

    yield make
    for context in contexts:
        context.close()


def signed_on(one: Screen, person: str, path: str = BENCH) -> Screen:
    one.open(f"/log-ind?videre={quote(path, safe='/')}")
    one.page.locator(f'button[value="{person}"]').click()
    one.page.wait_for_url(lambda url: "/log-ind" not in url)
    return one


PAGES = {
    "queue": (OMAR, BENCH),
    "second page": (OMAR, f"{BENCH}?side=2"),
    "search without a hit": (OMAR, f"{BENCH}?vis=mine&soeg=xyzzy"),
    "nobody's": (OMAR, f"{BENCH}/{{late}}"),
    "a colleague's": (OMAR, f"{BENCH}/{{theirs}}"),
    "mine that waits": (OMAR, f"{BENCH}/{{asked}}?besked=spurgt"),
    "mine that is solved": (OMAR, f"{BENCH}/{{solved}}"),
    "not allowed": (MEMBER, BENCH),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(screen: Open, sent: dict[str, str], name: str) -> None:
    person, path = PAGES[name]
    # Colours fade into one another where motion is liked: on the way there is no telling what is read.
    one = signed_on(screen(reduced_motion="reduce"), person, "/sager")
    one.complaints.clear()
    one.open(path.format(**sent))
    one.page.evaluate("document.querySelectorAll('main details').forEach((more) => { more.open = true; })")
    for width, scheme in product((1280, 320), ("light", "dark")):
        one.page.set_viewport_size({"width": width, "height": 900})
        one.page.emulate_media(color_scheme=scheme)
        found = Axe().run(one.page).response["violations"]
        assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found] == [], (width, scheme)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    levels = one.page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map((h) => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert name == "not allowed" or one.complaints == []  # the console notes the status of the page itself


def test_a_case_is_taken_asked_about_and_solved_by_keyboard_and_without_scripts(
    screen: Open, live: LivePortal, sent: dict[str, str]
) -> None:
    one = signed_on(screen(java_script_enabled=False), OMAR)
    page, keys, number = one.page, one.page.keyboard, sent["late"]

    def go_to(name: str) -> None:
        for _ in range(150):
            if one.focused().startswith(name):
                return
            keys.press("Tab")
        raise AssertionError(f"no way to {name!r}")

    expect(page.get_by_text("Overskredet med").first).to_be_visible()
    go_to(f"Tag sagen – {number}")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Du har taget sagen.")
    go_to("Spørg indberetteren")
    keys.press("Enter")
    go_to("Hvad vil du vide?")
    keys.type("Hvilken måned?")
    go_to("Svarmuligheder")
    keys.type("Marts")
    keys.press("Enter")
    keys.type("April")
    go_to("Send spørgsmålet")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Spørgsmålet er sendt.")
    world = live.world
    settle(world)
    assert world.cases.get(MEMBER, number).question == "Hvilken måned?\n- Marts\n- April"
    world.cases.answer(MEMBER, number, "April")
    settle(world)
    page.reload()
    expect(page.get_by_text("April", exact=True)).to_be_visible()
    go_to("Løs sagen")
    keys.press("Space")
    go_to("Hvad er der gjort?")
    keys.type("Tillægget kommer med næste løn.")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Sagen er løst")
    settle(world)
    assert world.cases.get(MEMBER, number).state == "loest"


def test_a_colleagues_case_is_taken_over_only_after_a_yes(screen: Open, live: LivePortal, sent: dict[str, str]) -> None:
    one = signed_on(screen(), OMAR, f"{BENCH}/{sent['theirs']}")
    yes = one.page.get_by_role("button", name="Ja, overtag sagen")
    expect(yes).to_be_hidden()
    one.page.get_by_text("Overtag sagen fra Esben Falk").click()
    yes.click()
    expect(one.page.get_by_role("status")).to_contain_text("Du har overtaget sagen.")
    assert one.complaints == []


def test_the_guidance_stands_beside_the_case_where_there_is_room(screen: Open, sent: dict[str, str]) -> None:
    one = signed_on(screen(), OMAR, f"{BENCH}/{sent['late']}")
    history, aside = (one.page.locator(place).bounding_box() for place in (".history", ".bench aside"))
    assert aside["x"] >= history["x"] + history["width"]
    expect(one.page.get_by_role("complementary", name="Vejledning").get_by_role("link", name=PAY_PAGE)).to_be_visible()


def test_on_paper_there_is_nothing_to_press(screen: Open, sent: dict[str, str]) -> None:
    one = signed_on(screen(), OMAR, f"{BENCH}/{sent['asked']}")
    one.page.emulate_media(media="print")
    for gone in (".acting", ".bench aside", "service-assistent", ".top"):
        for node in one.page.locator(gone).all():
            expect(node).to_be_hidden()
    expect(one.page.locator(".history").get_by_text("Hvilket beløb?")).to_be_visible()


def has_news(one: Screen) -> Any:
    """What is said once the page has looked again."""
    one.page.clock.fast_forward(21_000)
    return one.page.locator(".news > p")


def test_the_queue_says_that_something_has_come_and_shows_it_when_asked(
    screen: Open, live: LivePortal, sent: dict[str, str]
) -> None:
    one = screen()
    one.page.clock.install()
    signed_on(one, OMAR, f"{BENCH}?vis=mine")
    expect(has_news(one)).to_be_empty()
    live.world.desk.take(OMAR, sent["late"])
    expect(has_news(one)).to_have_text("Der er kommet nyt.")
    one.page.get_by_label("Søg efter").fill("Mette")
    update = one.page.get_by_role("button", name="Opdatér")
    found = Axe().run(one.page).response["violations"]
    assert [fault["id"] for fault in found] == []
    update.press("Enter")
    expect(one.page.get_by_role("link", name="Manglende eller forkert løn").first).to_be_visible()
    expect(one.page.locator(".cases .where").filter(has_text=sent["late"])).to_be_visible()
    expect(one.page.locator(".news > p")).to_have_text("Siden er opdateret.")
    expect(update).to_have_count(0)
    expect(one.page.get_by_label("Søg efter")).to_have_value("Mette")
    expect(has_news(one)).to_have_text("Siden er opdateret.")
    assert one.complaints == []


def test_what_one_is_writing_stays_when_an_item_is_brought_up_to_date(
    screen: Open, live: LivePortal, sent: dict[str, str]
) -> None:
    one, number, world = screen(), sent["asked"], live.world
    one.page.clock.install()
    signed_on(one, OMAR, f"{BENCH}/{number}")
    one.page.get_by_text("Afvis eller henvis").click()
    reason = one.page.get_by_label("Hvorfor?")
    reason.fill("Det hører til hos skolen.")
    one.page.get_by_label("Hører den til et andet sted?").select_option(index=3)
    world.cases.answer(LEADER, number, "1.200 kroner")
    settle(world)
    expect(has_news(one)).to_have_text("Der er kommet nyt.")
    expect(reason).to_have_value("Det hører til hos skolen.")
    one.page.get_by_role("button", name="Opdatér").click()
    expect(one.page.locator(".history").get_by_text("1.200 kroner")).to_be_visible()
    expect(reason).to_have_value("Det hører til hos skolen.")
    assert one.page.get_by_label("Hører den til et andet sted?").input_value()
    expect(reason).to_be_focused()
    # The form is of the item as it is now: it is taken.
    one.page.get_by_role("button", name="Afvis sagen").click()
    expect(one.page.get_by_role("status").filter(has_text="afvist")).to_be_visible()
    settle(world)
    assert world.cases.get(LEADER, number).state == "afvist"
    assert one.complaints == []


def test_what_there_is_no_more_use_for_can_still_be_copied(
    screen: Open, live: LivePortal, sent: dict[str, str]
) -> None:
    one, number, world = screen(), sent["asked"], live.world
    one.page.clock.install()
    signed_on(one, OMAR, f"{BENCH}/{number}")
    one.page.get_by_text("Afvis eller henvis").click()
    one.page.get_by_label("Hvorfor?").fill("Det hører til hos skolen.")
    world.desk.take_over(ESBEN, number)
    expect(has_news(one)).to_have_text("Der er kommet nyt.")
    one.page.get_by_role("button", name="Opdatér").click()
    expect(one.page.get_by_text("Esben Falk har sagen.")).to_be_visible()
    expect(one.page.get_by_label("Du var ved at skrive noget")).to_have_value("Hvorfor?\nDet hører til hos skolen.")
    expect(one.page.get_by_role("heading", level=1)).to_be_focused()
    found = Axe().run(one.page).response["violations"]
    assert [fault["id"] for fault in found] == []


def test_who_has_been_signed_off_is_told_before_their_text_is_lost(screen: Open, sent: dict[str, str]) -> None:
    one = screen()
    one.page.clock.install()
    signed_on(one, OMAR, f"{BENCH}/{sent['asked']}")
    one.context.clear_cookies()
    expect(has_news(one)).to_contain_text("Du er ikke længere logget ind.")
    expect(one.page.get_by_role("link", name="Log ind igen i en ny fane")).to_be_visible()
