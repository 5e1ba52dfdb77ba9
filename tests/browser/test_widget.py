"""The widget in a real browser: what it shows, keeps and survives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LivePortal
from tests.browser.page import Screen
from tests.browser.samples import CARDS
from tests.portal.fake_engine import say

Open = Callable[..., Screen]


@pytest.fixture
def screen(chromium: Any, live: LivePortal) -> Iterator[Open]:
    contexts: list[Any] = []
    screens: list[Screen] = []

    def make(width: int = 900, height: int = 800, **options: Any) -> Screen:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="da-DK", **options)
        contexts.append(context)
        screens.append(Screen(context, live.url))
        return screens[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_drawn_without_complaints_and_fits_320_pixels(screen: Open, live: LivePortal, name: str) -> None:
    live.show(name)
    one = screen(width=320).open().sign_on()
    expect(one.log.locator(".card")).to_be_visible()
    wider = one.page.evaluate(
        """() => {
          const root = document.querySelector('service-assistent').shadowRoot;
          return [...root.querySelectorAll('.card *')].filter(
            (e) => !e.closest('.sr') && e.getClientRects().length && e.getBoundingClientRect().right > 321).length;
        }"""
    )
    assert wider == 0
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert one.complaints == []


def test_a_message_is_answered_in_a_live_region_and_the_focus_stays(screen: Open) -> None:
    one = screen().open().sign_on()
    one.say("hej")
    expect(one.log.get_by_text("Du skrev: hej")).to_be_visible()
    expect(one.log).to_have_attribute("aria-live", "polite")
    assert one.focused() == "Skriv din besked"
    assert one.messages("user") == ["hej"]


def test_what_is_new_comes_into_view_also_after_a_long_answer(screen: Open) -> None:
    one = screen(width=400, height=600).open().sign_on()
    for text in ("vis case", "vis notice-crisis"):
        one.say(text)
        expect(one.page.locator(".message.user > .body", has_text=text)).to_be_in_viewport()
    expect(one.page.get_by_role("link", name="112")).to_be_in_viewport()
    expect(one.page.get_by_role("button", name="Gå til nyeste besked")).to_have_count(0)


def test_help_in_a_crisis_stays_open_whatever_comes_after(screen: Open) -> None:
    one = screen().open().sign_on()
    for text in ("vis notice-crisis", "vis choices", "vis question"):
        one.say(text)
    expect(one.card("question")).to_be_visible()
    help_ = one.card("crisis")
    help_.get_by_role("button", name="Bliv ringet op").click()
    expect(one.log.get_by_text("Du skrev: Bliv ringet op")).to_be_visible()
    expect(help_.get_by_role("button", name="Bliv ringet op")).to_be_visible()
    expect(help_.get_by_role("link", name="112")).to_be_visible()


def test_shift_enter_gives_a_new_line(screen: Open) -> None:
    one = screen().open().sign_on()
    one.box.fill("første")
    one.box.press("Shift+Enter")
    one.box.press_sequentially("anden")
    one.box.press("Enter")
    expect(one.page.locator(".message.user > .body")).to_have_text("førsteanden")
    assert one.messages("user") == ["første\nanden"]


def test_a_double_click_sends_once_and_shows_what_was_chosen(screen: Open, live: LivePortal) -> None:
    live.show("choices")
    one = screen().open().sign_on()
    one.page.get_by_role("button", name="Varsling af barsel").dblclick()
    expect(one.log.get_by_text("Du skrev: Varsling af barsel")).to_be_visible()
    expect(one.card("choices").get_by_role("button")).to_have_count(0)
    expect(one.card("choices")).to_contain_text("Varsling af barsel")
    assert one.messages("user") == ["Varsling af barsel"]


def test_after_a_reload_everything_is_there_the_draft_too(screen: Open) -> None:
    one = screen().open().sign_on()
    one.say("vis question-choice")
    one.page.get_by_role("button", name="Barsel").click()
    expect(one.log.get_by_text("Du skrev: Barsel")).to_be_visible()
    one.box.fill("halv sætn")
    one.page.reload()
    expect(one.log.get_by_text("Du skrev: Barsel")).to_be_visible()
    expect(one.box).to_have_value("halv sætn")
    expect(one.card("question").get_by_role("button")).to_have_count(0)
    assert one.messages("user") == ["vis question-choice", "Barsel"]


def test_a_message_that_does_not_get_through_is_kept_and_sent_again_once(screen: Open) -> None:
    one = screen().open().sign_on()
    one.context.set_offline(True)
    one.say("er du der?")
    expect(one.page.get_by_text("Ikke sendt")).to_be_visible()
    one.context.set_offline(False)
    one.page.get_by_role("button", name="Prøv igen").click()
    expect(one.log.get_by_text("Du skrev: er du der?")).to_be_visible()
    expect(one.page.get_by_text("Ikke sendt")).to_have_count(0)
    assert one.messages("user") == ["er du der?"]


def test_when_the_session_has_ended_one_signs_on_again_and_goes_on(screen: Open, live: LivePortal) -> None:
    one = screen().open().sign_on()
    one.say("hej")
    expect(one.log.get_by_text("Du skrev: hej")).to_be_visible()
    live.clock.forward(hours=10)
    one.box.fill("mens jeg var væk")
    one.box.press("Enter")
    expect(one.page.get_by_role("heading", name="Log ind for at fortsætte")).to_be_visible()
    one.sign_on()
    expect(one.log.get_by_text("Du skrev: hej")).to_be_visible()


def test_two_windows_show_the_same_talk(screen: Open) -> None:
    first, second = screen().open().sign_on(), screen().open().sign_on()
    first.say("fra den første")
    expect(second.log.get_by_text("Du skrev: fra den første")).to_be_visible()
    second.say("fra den anden")
    expect(first.log.get_by_text("Du skrev: fra den anden")).to_be_visible()
    assert first.messages("user") == second.messages("user") == ["fra den første", "fra den anden"]


def test_unread_messages_are_counted_on_the_launcher(screen: Open, live: LivePortal) -> None:
    one = screen().open("/")
    one.page.get_by_role("button", name="Spørg Serviceassistenten").click()
    one.sign_on()
    one.page.get_by_role("button", name="Luk", exact=True).click()
    live.show("notice")
    launcher = one.page.get_by_role("button", name="Spørg Serviceassistenten")
    expect(launcher).to_contain_text("1 ulæst besked", timeout=9000)  # stored by another process
    launcher.click()
    expect(one.log.get_by_text("Driftsforstyrrelse")).to_be_visible()


def test_escape_closes_and_gives_the_focus_back(screen: Open) -> None:
    one = screen().open("/")
    one.page.get_by_role("button", name="Spørg Serviceassistenten").press("Enter")
    one.page.keyboard.press("Escape")
    assert one.focused().startswith("Spørg Serviceassistenten")


HOSTILE = (
    '<img src=x onerror="window.hacked=1"> **fed** [et link](javascript:window.hacked=1) '
    "[godt](https://example.org/) <script>window.hacked=1</script>"
)


def test_markup_in_texts_is_never_run(screen: Open, live: LivePortal) -> None:
    card = {"type": "topic", "id": "x", "title": HOSTILE, "sections": [{"heading": HOSTILE, "text": HOSTILE}]}
    live.engine.script = lambda turn: [say(HOSTILE + " slut", card)]
    one = screen().open().sign_on()
    one.say(HOSTILE)
    expect(one.page.locator(".message.user > .body")).to_have_text(HOSTILE)
    expect(one.log.locator("strong").first).to_have_text("fed")
    assert one.page.evaluate("window.hacked") is None
    assert set(one.log.locator("a").evaluate_all("links => links.map(l => l.href)")) == {"https://example.org/"}
    assert one.log.locator("img, script").count() == 0


def test_the_conversation_can_be_erased(screen: Open) -> None:
    one = screen().open().sign_on()
    one.say("noget privat")
    expect(one.log.get_by_text("Du skrev: noget privat")).to_be_visible()
    one.page.get_by_role("button", name="Flere valg").click()
    one.page.get_by_role("menuitem", name="Slet samtalen").click()
    one.page.get_by_role("button", name="Slet samtalen", exact=True).click()
    expect(one.log).not_to_contain_text("noget privat")
    expect(one.log).to_contain_text("slettet")
    one.say("en ny start")
    expect(one.log.get_by_text("Du skrev: en ny start")).to_be_visible()


def test_a_text_that_is_too_long_is_not_sent_and_not_lost(screen: Open) -> None:
    one = screen().open().sign_on()
    one.say("x" * 10_001)
    expect(one.page.get_by_text("10001 af højst 10000 tegn")).to_be_visible()
    assert len(one.box.input_value()) == 10_001


def test_an_answer_of_the_way_so_far_can_be_changed_by_keyboard(screen: Open, live: LivePortal) -> None:
    live.show("question-tree")
    one = screen().open().sign_on()
    way = one.log.get_by_role("list", name="Det har du svaret")
    expect(way.get_by_role("listitem")).to_have_count(2)
    edit = way.get_by_role("button", name="Ret Hvad er anledningen?")
    edit.focus()
    one.page.keyboard.press("Enter")
    expect(way).to_have_count(0)  # the question is behind us, and so is its way
    assert one.messages("user")[-1] == "Ret"
    assert one.complaints == []
