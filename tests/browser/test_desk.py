"""The desk of 1st line in real browsers: two windows talk, two supporters compete, the network goes and comes back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from tests.browser import conftest
from tests.browser.at_desk import AtDesk, sign_on
from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.portal.case_worker import PAY
from tests.portal.support import BO, DRIVE, RIKKE, man, waits
from tests.portal.world import LEADER, MEMBER, Clock, make_world

Open = Callable[..., Screen]
SCREENS = os.environ.get("SCREENS")  # where `make screens` wants its pictures
AWAY = "Ingen forbindelse. Det, du skriver, bliver her og sendes, når forbindelsen er tilbage."


class Moving(Clock):
    """A clock that goes, as the browser's does."""

    def __call__(self) -> datetime:
        return self.real()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def live(tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Iterator[LivePortal]:
    """The portal with the municipality's own knowledge and a desk that is open and manned by two."""

    def with_a_desk(*arguments: Any) -> Any:
        world = make_world(*arguments)
        world.__dict__["knowledge"] = knowledge
        man(world)
        return world

    monkeypatch.setattr(conftest, "make_world", with_a_desk)
    portal = LivePortal(tmp_path)
    portal.clock = Moving()
    yield portal.start()
    portal.stop()


@pytest.fixture
def screen(chromium: Any, live: LivePortal) -> Iterator[Open]:
    contexts: list[Any] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Screen:
        calm = {"locale": "da-DK", "reduced_motion": "reduce", **options}
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, **calm))
        return Screen(contexts[-1], live.url)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def rikke(screen: Open) -> AtDesk:
    return AtDesk(screen(), RIKKE)


def at_assistant(screen: Open, person: str = MEMBER) -> Screen:
    one = sign_on(screen(900, 800), person, "/assistent")
    one.box.wait_for()
    return one


def said(live: LivePortal, person: str = MEMBER) -> list[tuple[str, str]]:
    """What was said by people, as it is stored."""
    conversation = live.world.conversations.for_person(person)
    messages = live.world.conversations.transcript(conversation.id)
    return [(message.sender, message.text) for message in messages if message.sender in ("user", "agent")]


def test_two_talk_both_ways_and_see_each_other_type(screen: Open, live: LivePortal, rikke: AtDesk) -> None:
    user = at_assistant(screen)
    waits(live.world)
    expect(rikke.waiting).to_contain_text("Kørselsgodtgørelse i egen bil")
    expect(rikke.waiting).to_contain_text("under 1 min.")
    expect(rikke.page).to_have_title("(1) 1.-linje – Serviceportalen")
    rikke.take("Mette Holm")
    about = rikke.page.get_by_role("complementary", name="Om henvendelsen")
    for known in ("Pædagog, Børnehuset Æblehaven", "Bad om et menneske", "Jeg vil have kørepenge", "93 % sikker"):
        expect(about.get_by_text(known).first).to_be_visible()
    rikke.box.press_sequentially("Hej Mette")
    expect(user.page.get_by_text("Rikke Storm skriver …")).to_be_visible()
    rikke.box.press("Enter")
    expect(user.log).to_contain_text("Hej Mette")
    expect(rikke.log.locator(".own-line .state")).to_have_text("Sendt")
    user.say("Tak, det er for marts")
    expect(rikke.log).to_contain_text("Tak, det er for marts")
    assert said(live) == [("agent", "Hej Mette"), ("user", "Tak, det er for marts")]
    assert rikke.screen.complaints == []


def test_two_supporters_cannot_take_the_same(screen: Open, live: LivePortal, rikke: AtDesk) -> None:
    bo = AtDesk(screen(), BO)
    waits(live.world)
    for one in (rikke, bo):
        expect(one.waiting).to_have_count(1)
    bo.screen.context.set_offline(True)  # his list is old when he presses
    rikke.take("Mette Holm")
    expect(rikke.waiting).to_have_count(0)
    button = bo.page.get_by_role("button", name="Tag samtalen – Mette Holm")
    bo.page.route("**/api/desk/events", lambda route: route.abort())
    bo.screen.context.set_offline(False)
    button.click()
    expect(bo.page.get_by_role("alert")).to_have_text("Rikke Storm har taget samtalen.")
    assert bo.talks.count() == 0


def test_a_lost_connection_loses_nothing_and_doubles_nothing(screen: Open, live: LivePortal, rikke: AtDesk) -> None:
    user = at_assistant(screen)
    waits(live.world)
    rikke.take("Mette Holm")
    rikke.say("Er du der?")
    expect(user.log).to_contain_text("Er du der?")
    rikke.screen.context.set_offline(True)
    expect(rikke.page.get_by_text(AWAY)).to_be_visible()
    rikke.say("Første uden net")
    rikke.say("Andet uden net")
    expect(rikke.log.locator(".failed")).to_have_count(2)
    user.say("Ja, det er jeg")
    expect(user.page.locator(".message.user.pending")).to_have_count(0)
    rikke.screen.context.set_offline(False)
    expect(rikke.log).to_contain_text("Ja, det er jeg", timeout=20000)
    expect(rikke.log.locator(".failed")).to_have_count(0, timeout=20000)
    expect(user.log).to_contain_text("Andet uden net")
    expect(rikke.log.locator(".line.own-line, .line.user")).to_have_count(4)
    assert sorted(text for _, text in said(live)) == sorted(
        ["Er du der?", "Ja, det er jeg", "Første uden net", "Andet uden net"]
    )
    texts = [text for sender, text in said(live) if sender == "agent"]
    assert texts == ["Er du der?", "Første uden net", "Andet uden net"]


def test_what_is_being_written_survives_a_reload(live: LivePortal, rikke: AtDesk) -> None:
    waits(live.world)
    rikke.take("Mette Holm")
    rikke.box.fill("Halvt skrev")
    rikke.page.reload()
    expect(rikke.box).to_have_value("Halvt skrev")


def test_several_conversations_stand_side_by_side_with_what_is_unread(
    screen: Open, live: LivePortal, rikke: AtDesk
) -> None:
    waits(live.world, LEADER)
    rikke.take("Lone Østergaard")
    rikke.box.fill("Til Lone")
    user = at_assistant(screen)
    waits(live.world)
    rikke.take("Mette Holm")
    rikke.talks.filter(has_text="Lone").click()
    expect(rikke.box).to_have_value("Til Lone")
    user.say("Er du her?")
    user.say("Hallo?")
    expect(rikke.talks.filter(has_text="Mette")).to_contain_text("2 ulæste")
    expect(rikke.page).to_have_title("(2) 1.-linje – Serviceportalen")
    rikke.page.keyboard.press("Alt+Digit2")
    expect(rikke.talks.filter(has_text="Mette")).not_to_contain_text("ulæst")
    expect(rikke.page).to_have_title("1.-linje – Serviceportalen")


def test_an_answer_is_put_into_the_box_with_its_source_and_sent_by_nobody_else(live: LivePortal, rikke: AtDesk) -> None:
    waits(live.world)
    rikke.take("Mette Holm")
    rikke.page.get_by_role("button", name="Indsæt i skrivefeltet").first.click()
    assert "Kilde: [" in rikke.box.input_value()
    assert "/emner/" in rikke.box.input_value()
    assert said(live) == []
    rikke.page.get_by_text("Faste svar").click()
    rikke.box.fill("")
    rikke.page.get_by_role("button", name="Hilsen").click()
    assert rikke.box.input_value().startswith("Hej Mette, jeg hedder Rikke og")
    rikke.box.press("Enter")
    expect(rikke.log.locator(".own-line .state")).to_have_text("Sendt")


def test_a_conversation_is_passed_on_with_a_note_that_the_user_never_sees(
    screen: Open, live: LivePortal, rikke: AtDesk
) -> None:
    bo = AtDesk(screen(), BO)
    user = at_assistant(screen)
    waits(live.world)
    rikke.take("Mette Holm")
    asked = rikke.do("Stil videre til en kollega")
    asked.get_by_label("Kollega", exact=True).select_option("Bo Bach")
    asked.get_by_label("Internt notat").fill("Hun har ringet før")
    asked.get_by_role("button", name="Stil videre").click()
    expect(rikke.page.get_by_text("Du har stillet samtalen videre.")).to_be_visible()
    expect(bo.box).to_be_visible()
    bo.page.get_by_text("Forløb og notater").click()
    expect(bo.page.locator(".history")).to_contain_text("Hun har ringet før")
    expect(user.log).to_contain_text("Bo")
    assert "ringet før" not in user.log.inner_text()


def test_a_specialist_is_invited_writes_along_and_steps_out(screen: Open, live: LivePortal, rikke: AtDesk) -> None:
    bo = AtDesk(screen(), BO)
    user = at_assistant(screen)
    waits(live.world)
    rikke.take("Mette Holm")
    asked = rikke.do("Invitér en kollega med")
    asked.get_by_label("Kollega", exact=True).select_option("Bo Bach")
    asked.get_by_role("button", name="Invitér").click()
    expect(bo.page.get_by_text("Rikke Storm har samtalen. Du er inviteret")).to_be_visible()
    bo.say("Jeg kender satserne")
    for one in (user, rikke):
        expect(one.log).to_contain_text("Jeg kender satserne")
    expect(bo.page.locator(".more-ways")).to_have_count(0)  # what becomes of it is Rikke's to decide
    bo.page.get_by_role("button", name="Gå ud af samtalen").click()
    bo.page.get_by_role("dialog").get_by_role("button", name="Gå ud af samtalen").click()
    expect(bo.page.get_by_text("Du er gået ud af samtalen.")).to_be_visible()
    expect(bo.box).to_be_hidden()
    expect(rikke.box).to_be_visible()


def test_given_back_the_assistant_answers_again(screen: Open, live: LivePortal, rikke: AtDesk) -> None:
    user = at_assistant(screen)
    waits(live.world)
    rikke.take("Mette Holm")
    asked = rikke.do("Giv tilbage til assistenten")
    asked.get_by_label("Besked til brugeren").fill("Udfyld selv resten")
    asked.get_by_role("button", name="Giv tilbage").dblclick()
    expect(rikke.page.get_by_text("Assistenten har samtalen igen.")).to_be_visible()
    expect(user.log).to_contain_text("Udfyld selv resten")
    user.say("hej igen")
    expect(user.page.locator(".message.bot").last).to_contain_text("hej igen")  # the fake engine's echo
    rikke.page.get_by_role("button", name="Fjern fra listen").click()
    expect(rikke.talks).to_have_count(0)
    expect(rikke.page.get_by_text("Tag en samtale fra køen")).to_be_visible()


def test_a_report_is_mended_before_the_user_sees_it_and_sent_by_the_user_alone(
    screen: Open, live: LivePortal, rikke: AtDesk
) -> None:
    user = at_assistant(screen)
    waits(live.world)
    rikke.take("Mette Holm")
    rikke.page.get_by_text("Indberetning sammen").click()
    rikke.page.get_by_label("Hvilken indberetning?").select_option(PAY)
    rikke.page.get_by_role("button", name="Begynd").click()
    day = live.clock.real() - timedelta(days=40)
    answers = {"date": f"{day:%d.%m.%Y}", "text": "1200"}
    rikke.fill_report(**answers)
    summary = rikke.page.locator(".report-card section.summary")
    expect(summary).to_contain_text("1200")
    summary.get_by_role("button", name="Ret Beskriv fejlen").click()
    box = rikke.page.locator(".report-card").get_by_label("Hvad skulle du have haft")
    box.fill("Et aftentillæg")
    rikke.page.get_by_role("button", name="Gem og gå videre").click()
    expect(summary).to_contain_text("Et aftentillæg")
    rikke.page.get_by_role("button", name="Vis brugeren det hele").click()
    expect(rikke.page.get_by_text("Brugeren har fået det hele vist")).to_be_visible()
    assert live.world.cases.list(MEMBER).total == 0
    expect(user.card("summary")).to_contain_text("Et aftentillæg")
    user.page.get_by_role("button", name="Ja, send den").click()
    expect(user.card("receipt")).to_be_visible()
    (case,) = live.world.cases.list(MEMBER).items
    assert case.solution_id == PAY
    assert rikke.screen.complaints == []


PLACES = {"queue": False, "talk": True}


@pytest.mark.parametrize("talking", PLACES.values(), ids=PLACES.keys())
def test_the_desk_is_accessible_at_every_width(live: LivePortal, rikke: AtDesk, talking: bool) -> None:
    waits(live.world, LEADER)
    waits(live.world)
    expect(rikke.waiting).to_have_count(2)
    if talking:
        rikke.take("Mette Holm")
        rikke.say("Hej Mette")
        expect(rikke.log.locator(".own-line .state")).to_have_text("Sendt")
        rikke.page.evaluate("document.querySelectorAll('aside details').forEach((more) => { more.open = true; })")
    for width, scheme in ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")):
        _is_accessible(rikke.page, width, scheme, "talk" if talking else "queue")
    assert rikke.screen.complaints == []


def test_the_windows_that_ask_are_accessible(live: LivePortal, rikke: AtDesk) -> None:
    waits(live.world)
    rikke.take("Mette Holm")
    rikke.page.get_by_role("button", name="Afslut", exact=True).click()
    _is_accessible(rikke.page, 1280, "light")
    rikke.page.keyboard.press("Escape")
    assert rikke.screen.focused() == "Afslut"
    rikke.page.get_by_role("button", name="Genveje og indstillinger").click()
    _is_accessible(rikke.page, 320, "dark")


@pytest.mark.parametrize("query", ["", "?soeg=bil&emne=" + DRIVE, "?navn=mette", "?person=" + MEMBER + "&ringer=leder"])
def test_the_look_up_is_accessible_at_every_width(screen: Open, query: str) -> None:
    one = sign_on(screen(), RIKKE, "/sager")
    one.open(f"/desk/opslag{query}")
    for width, scheme in ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")):
        _is_accessible(one.page, width, scheme, "look-up" if "emne" in query else "")
    assert one.complaints == []


def test_a_supporter_can_do_without_a_mouse(live: LivePortal, rikke: AtDesk) -> None:
    waits(live.world)
    expect(rikke.waiting).to_have_count(1)
    keys = rikke.page.keyboard
    keys.press("Alt+t")
    expect(rikke.box).to_be_focused()
    keys.type("Hej?")  # a letter or a sign while one writes is no shortcut
    keys.press("Enter")
    expect(rikke.log.locator(".own-line .state")).to_have_text("Sendt")
    keys.press("Alt+f")
    assert rikke.screen.focused() == "Søg i emnesiderne"
    keys.press("Alt+a")
    expect(rikke.page.get_by_role("heading", name="Afslut samtalen")).to_be_visible()
    keys.press("Tab")
    keys.press("Escape")
    rikke.page.locator("h1").click()
    keys.press("?")
    rikke.page.get_by_label("Brug genveje på tastaturet").uncheck()
    keys.press("Escape")
    keys.press("?")
    keys.press("Alt+a")
    expect(rikke.page.get_by_role("dialog")).to_have_count(0)


def _is_accessible(page: Any, width: int, scheme: str, picture: str = "") -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    if SCREENS and picture and (width, scheme) in ((1280, "light"), (320, "dark")):
        page.screenshot(path=Path(SCREENS) / f"desk-{picture}-{width}-{scheme}.png", full_page=True, caret="hide")
    found = Axe().run(page).response["violations"]
    assert [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found] == [], (width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map((h) => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
