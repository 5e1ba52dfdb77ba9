"""The pages of cases in a real browser: accessible at every width, usable by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy.orm import Session

from bot.access.model import RoleRow
from bot.cases.backends.desk import SqlDesk
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.portal.world import LEADER, MEMBER, STRANGER

Open = Callable[..., Screen]
PAY, TRAVEL = "manglende-eller-forkert-loen", "koerselsgodtgoerelse"
CARD = "id-kort"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def number(live: LivePortal, knowledge: Knowledge) -> str:
    """A case that awaits its reporter, among some others and a draft."""
    world = live.world
    world.__dict__["knowledge"] = knowledge
    for made_before in ("courses", "drafts", "cases", "refiling"):
        world.__dict__.pop(made_before, None)
    role = {"unit_id": "kommunen", "valid_from": date(2020, 1, 1), "valid_to": None}
    with Session(world.engine) as session:
        session.add(RoleRow(id="r-desk", person_id=STRANGER, role="sagsbehandler_loen_og_personale", **role))
        session.commit()
    sent = []
    for solution in (PAY, *[TRAVEL] * 21):
        answers = {"beskrivelse": "Mit aftentillæg mangler i marts og april."} if solution == PAY else {}
        sent.append(world.cases.submit(MEMBER, world.drafts.start(MEMBER, solution, None, answers).id).number)
    world.drafts.start(MEMBER, PAY, None, {})
    world.outbox.run_until_empty()
    world.status_sync.run_once()
    desk = SqlDesk(world._sessions, world.clock, world.access)
    desk.ask(STRANGER, sent[0], "Hvilken måned gælder det?", ["Marts", "April"])
    world.status_sync.run_once()
    file = world.attachments.add(MEMBER, None, "lønseddel.pdf", "", b"%PDF-1.4")
    world.cases.comment(MEMBER, sent[0], "Her er min lønseddel.", "c", [file.id])
    return sent[0]


@pytest.fixture
def screen(chromium: Any, live: LivePortal, number: str) -> Iterator[Open]:
    contexts: list[Any] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Screen:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, locale="da-DK", **options))
        return Screen(contexts[-1], live.url)

    yield make
    for context in contexts:
        context.close()


def signed_on(one: Screen, path: str, person: str = MEMBER) -> Screen:
    one.open(f"/log-ind?videre={quote(path, safe='/')}")
    one.page.locator(f'button[value="{person}"]').click()
    one.page.wait_for_url(lambda url: "/log-ind" not in url)
    return one


@pytest.mark.parametrize(
    "path", ["/sager", "/sager?tilstand=aabne&sorter=area&side=2", "/sager?soeg=xyzzy", "/sager/{}"]
)
def test_every_page_is_accessible_and_fits(screen: Open, number: str, path: str) -> None:
    one = signed_on(screen(), "/sager")
    one.complaints.clear()
    one.open(path.format(number))
    assert_accessible(one)


def assert_accessible(one: Screen) -> None:
    one.page.evaluate("document.querySelectorAll('main details').forEach((more) => { more.open = true; })")
    for width, scheme in ((1280, "light"), (320, "light"), (320, "dark")):
        one.page.set_viewport_size({"width": width, "height": 900})
        one.page.emulate_media(color_scheme=scheme)
        found = Axe().run(one.page).response["violations"]
        assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found] == [], (width, scheme)
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    assert one.complaints == []


def test_the_question_is_answered_by_keyboard_and_without_scripts(screen: Open, number: str, live: LivePortal) -> None:
    one = signed_on(screen(java_script_enabled=False), "/sager")
    one.page.get_by_role("link", name="Manglende eller forkert løn").first.focus()
    one.page.keyboard.press("Enter")
    one.page.get_by_label("April").focus()
    one.page.keyboard.press("Space")
    one.page.get_by_role("button", name="Send svar").focus()
    one.page.keyboard.press("Enter")
    one.page.get_by_text("Dit svar er sendt").wait_for()
    case = live.world.cases.get(MEMBER, number)
    assert case is not None
    assert case.history[-1].text == "April"


@pytest.fixture
def shared(live: LivePortal, number: str) -> str:
    """A case that Omar could give to Lone, who reports for the same unit; a draft of hers lies in their list."""
    world = live.world
    role = {"role": "indberetter_personale", "unit_id": "boern", "valid_from": date(2020, 1, 1), "valid_to": None}
    with Session(world.engine) as session:
        session.add(RoleRow(id="r-shared", person_id=STRANGER, **role))
        session.add(RoleRow(id="r-shared-too", person_id=LEADER, **role))
        session.commit()
    world.access.forget()
    world.__dict__.pop("community", None)
    world.community.share(LEADER, world.drafts.start(LEADER, CARD, None, {"subject": MEMBER}).id)
    return world.cases.submit(STRANGER, world.drafts.start(STRANGER, CARD, None, {"subject": MEMBER}).id).number


@pytest.mark.parametrize("path", ["/sager/faellesskab", "/sager/{}"])
def test_what_a_community_shares_is_accessible_and_fits(screen: Open, shared: str, path: str) -> None:
    one = signed_on(screen(), "/sager", STRANGER)
    one.complaints.clear()
    one.open(path.format(shared))
    assert one.page.get_by_role("button", name="Giv videre" if "{" in path else "Tag den").is_visible()
    assert_accessible(one)


def test_on_paper_there_is_nothing_to_press(screen: Open, number: str) -> None:
    one = signed_on(screen(), f"/sager/{number}")
    one.page.emulate_media(media="print")
    assert one.page.locator("button:visible, input:visible, textarea:visible, summary:visible").count() == 0
    assert one.page.get_by_text("Mit aftentillæg mangler").is_visible()
