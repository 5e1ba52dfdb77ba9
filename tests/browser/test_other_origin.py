"""The main job on a page of another origin with a strict policy, as docs/embedding.md puts the widget there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.keys import Keyboard
from tests.browser.page import Screen
from tests.host_portal import HostPortal
from tests.processes import Running

PERSON, OTHER = "maria.lindqvist", "lars.juul"
LAUNCHER = "Spørg Serviceassistenten"
FAULT = "min computer virker ikke"
Open = Callable[..., Screen]


@pytest.fixture
def portal(host_portal: HostPortal, running: Running) -> Iterator[HostPortal]:
    """The portal with a person on it whose earlier talk is erased."""
    running.employee(PERSON).start_over()
    host_portal.assistant, host_portal.person = running.url, PERSON
    yield host_portal
    host_portal.vouches, host_portal.lang = True, "da"


@pytest.fixture
def page(chromium: Any, portal: HostPortal) -> Iterator[Open]:
    contexts: list[Any] = []

    def make(width: int = 1280, height: int = 900, **options: Any) -> Screen:
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, locale="da-DK", **options))
        screen = Screen(contexts[-1], portal.origin).open("/")
        screen.page.set_default_timeout(15000)
        return screen

    yield make
    for context in contexts:
        context.close()


def sent_cases(running: Running) -> list[str]:
    """The numbers of the cases that the person has sent, from the database itself."""
    engine = sa.create_engine(running.database_url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("select number from cases where reporter_id = :person"), {"person": PERSON})
        return [row.number for row in rows]


def opened(one: Screen) -> Screen:
    one.page.get_by_role("button", name=LAUNCHER).click()
    one.box.wait_for()
    return one


def report_by_pointer(one: Screen) -> str:
    """From a question to a receipt with the mouse or a finger; gives the case's number."""
    one.box.fill(FAULT)
    one.page.get_by_role("button", name="Send", exact=True).click()
    one.card("solution").get_by_role("button", name="Start indberetning").click()
    form = one.card("form")
    for choice in ("Pc", "Starter ikke"):
        form.locator("label").filter(has=one.page.get_by_text(choice, exact=True)).click()
    form.get_by_label("Hvad gjorde du").fill("Jeg trykkede på knappen, og der skete ikke noget.")
    form.get_by_role("button", name="Vælg dato").click()
    form.get_by_role("button", name=f"{date.today().day}. ", exact=False).first.click()
    press(one, form.get_by_role("button", name="Fortsæt", exact=True))
    summary = one.page.locator(".card.summary")
    asked = one.page.locator(".card:not([data-settled]):is(.question, .form)")
    for _ in range(12):
        if summary.count():
            break
        answer_by_pointer(one, asked.last)
    summary.get_by_role("button", name="Send indberetningen").click()
    expect(one.card("receipt")).to_be_visible()
    return one.card("receipt").locator(".number").inner_text()


def answer_by_pointer(one: Screen, card: Any) -> None:
    """Answers whatever is asked next, the first way that is offered."""
    for group in card.locator("fieldset").all():
        if group.get_by_role("radio").count():
            group.locator(".option label").first.click()
    for field in card.locator("input[type=text][aria-required], textarea[aria-required]").all():
        if not field.input_value():
            field.fill("20304050" if field.get_attribute("maxlength") else "Kontor 2")
    press(one, card.locator("button[type=submit], .chips .action, .row-action").first)


def press(one: Screen, button: Any) -> None:
    """Presses, and waits until the bot has said something new."""
    before = one.page.locator(".message.bot").count()
    button.click()
    expect(one.page.locator(".message.bot")).not_to_have_count(before)


def test_from_a_question_to_a_receipt_by_mouse(page: Open, running: Running) -> None:
    before = sent_cases(running)
    one = opened(page())
    number = report_by_pointer(one)
    assert set(sent_cases(running)) - set(before) == {number}
    assert one.complaints == []


def test_from_a_question_to_a_receipt_at_320_pixels(page: Open, running: Running) -> None:
    before = sent_cases(running)
    one = opened(page(320, 568, has_touch=True))
    number = report_by_pointer(one)
    assert set(sent_cases(running)) - set(before) == {number}
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert one.complaints == []


def test_from_a_question_to_a_receipt_by_keyboard_alone(page: Open, running: Running) -> None:
    before = sent_cases(running)
    one = page()
    keys = Keyboard(one)
    keys.press_button(LAUNCHER, "Tab")
    one.box.wait_for()
    assert one.focused() == "Skriv din besked"
    keys.say(FAULT)
    expect(one.card("solution")).to_be_visible()
    keys.press_button("Start indberetning")
    expect(one.card("form")).to_be_visible()
    for answer in ("pc", "spring over", "starter ikke", "Jeg trykkede på knappen", "i dag", "kun mig", "delvis"):
        keys.answer(answer)
    for answer in ("spring over", "Rådhuset, lokale 2", "spring over", "20304050"):
        keys.answer(answer)
    expect(one.card("summary")).to_be_visible()
    keys.press_button("Send indberetningen")
    expect(one.card("receipt")).to_be_visible()
    assert len(sent_cases(running)) == len(before) + 1
    one.page.keyboard.press("Escape")
    assert one.focused().startswith(LAUNCHER)
    assert one.complaints == []


def test_the_page_keeps_its_looks_and_the_widget_its_own(page: Open) -> None:
    one = opened(page())
    look = "(node, name) => getComputedStyle(node)[name]"
    assert one.box.evaluate(look, "fontSize") == "16px"  # not of the page's ten pixels
    assert one.page.get_by_text("Skriv din besked").evaluate(look, "textTransform") == "none"
    assert one.page.get_by_role("button", name="Portalens knap").evaluate(look, "backgroundColor") == "rgb(255, 0, 0)"


def test_links_lead_to_the_assistant_and_not_to_the_host(page: Open, running: Running) -> None:
    one = opened(page())
    one.say("hvordan går det med mine sager?")
    link = one.log.locator(".card a[href]").last
    expect(link).to_be_visible()
    address, target = link.evaluate("link => [link.href, link.target]")
    assert address.startswith(running.url + "/sager")
    assert target == "_blank"


def test_a_session_that_ends_is_renewed_in_silence(page: Open, portal: HostPortal, running: Running) -> None:
    one = opened(page())
    said = one.page.locator(".message.bot").count()
    end_sessions(running)
    tokens = portal.tokens
    one.say("hvordan går det med mine sager?")
    expect(one.page.locator(".message.bot")).not_to_have_count(said)
    assert portal.tokens == tokens + 1
    assert one.page.get_by_text("Ikke sendt").count() == 0
    assert one.messages("user") == ["hvordan går det med mine sager?"]


def test_when_the_portal_vouches_no_more_the_text_is_kept_and_one_signs_on_again(
    page: Open, portal: HostPortal, running: Running
) -> None:
    one = opened(page())
    portal.vouches = False
    end_sessions(running)
    one.say("er du der stadig?")
    expect(one.page.get_by_role("heading", name="Log ind for at fortsætte")).to_be_visible()
    portal.vouches = True
    one.page.get_by_role("button", name="Log ind").click()
    one.page.get_by_role("button", name="Prøv igen").click()
    expect(one.page.get_by_text("Ikke sendt")).to_have_count(0)
    assert one.messages("user") == ["er du der stadig?"]


def test_another_user_of_the_portal_does_not_see_the_talk_of_before(page: Open, portal: HostPortal) -> None:
    one = opened(page())
    one.say("noget privat")
    expect(one.page.locator(".message.user:not(.pending)")).to_have_count(1)
    one.box.fill("noget halvt")
    portal.person = OTHER
    one.page.reload()
    expect(one.page.get_by_text("Lars Juul")).to_be_visible()
    expect(one.page.get_by_text("noget privat")).to_have_count(0)
    expect(one.box).to_have_value("")
    assert "privat" not in one.page.evaluate("JSON.stringify(sessionStorage)")


def test_unread_messages_are_counted_also_on_the_next_page(page: Open, running: Running) -> None:
    one = opened(page())
    one.page.get_by_role("button", name="Luk", exact=True).click()
    running.employee(PERSON).say("hvad er fristen for at varsle barsel?")
    launcher = one.page.get_by_role("button", name=LAUNCHER)
    expect(launcher).to_contain_text("1 ulæst besked")
    one.page.reload()
    expect(launcher).to_contain_text("1 ulæst besked")
    launcher.click()
    one.box.wait_for()
    one.page.get_by_role("button", name="Luk", exact=True).click()
    expect(launcher).not_to_contain_text("ulæst")


def test_only_listed_origins_may_call_the_api(page: Open, portal: HostPortal) -> None:
    one = page()
    one.page.goto(portal.origin.replace("localhost", "127.0.0.1"))
    one.page.get_by_role("button", name=LAUNCHER).click()
    expect(one.page.get_by_text("Jeg kan ikke få forbindelse.")).to_be_visible()
    expect(one.page.get_by_role("button", name="Log ind")).to_be_visible()


def end_sessions(running: Running) -> None:
    """Ends every session on the server, as the night does."""
    engine = sa.create_engine(running.database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("update sessions set revoked_at = created_at where revoked_at is null"))
