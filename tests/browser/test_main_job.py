"""The main job in a real browser with all three real processes, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.page import Screen
from tests.processes import Running

DUE = date.today() + timedelta(days=150)


@pytest.fixture
def desk(chromium: Any, running: Running) -> Iterator[Screen]:
    """A window on the running assistant; the person's earlier talk is erased."""
    running.employee("maria.lindqvist").start_over()
    context = chromium.new_context(viewport={"width": 900, "height": 900}, locale="da-DK")
    yield Screen(context, running.url)
    context.close()


class Keyboard:
    """Finds its way with Tab and Shift+Tab only."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def press(self, key: str) -> None:
        self.screen.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.screen.page.keyboard.type(text)

    def go_to(self, name: str, key: str = "Shift+Tab", most: int = 80) -> None:
        for _ in range(most):
            if self.screen.focused().startswith(name):
                return
            self.press(key)
        raise AssertionError(f"no way to {name!r} with {key}; the focus is on {self.screen.focused()!r}")

    def press_button(self, name: str, key: str = "Shift+Tab") -> None:
        self.go_to(name, key)
        self.press("Enter")

    def say(self, text: str) -> None:
        self.go_to("Skriv din besked", "Tab")
        self.write(text)
        self.press("Enter")

    def answer(self, text: str) -> None:
        """Types an answer, and waits until the bot has said something new."""
        before = len(self.screen.messages("bot"))
        self.say(text)
        expect(self.screen.page.locator(".message.bot")).not_to_have_count(before)


def test_from_a_question_to_a_receipt_and_the_case_by_keyboard(desk: Screen) -> None:
    desk.page.set_default_timeout(15000)
    keys = Keyboard(desk.open())
    keys.press_button("Log ind", "Tab")
    desk.page.get_by_role("button", name="Maria Lindqvist").wait_for()
    keys.press_button("Maria Lindqvist", "Tab")
    desk.box.wait_for()
    keys.say("jeg venter barn til marts, hvad skal jeg gøre?")
    expect(desk.card("solution")).to_contain_text("barsel")
    keys.say("hvad er fristen?")
    expect(desk.card("topic")).to_be_visible()
    keys.press_button("Start indberetning")
    expect(desk.card("form")).to_be_visible()
    keys.answer(f"{DUE.day}/{DUE.month} {DUE.year}")
    for answer in ("ét barn", "nej", "spring over", "nej", "nej", "vi bor sammen", "spring over"):
        keys.answer(answer)
    for _ in range(4):
        if desk.card("summary").count():
            break
        keys.answer("spring over")
    expect(desk.card("summary")).to_be_visible()
    keys.press_button("Send indberetningen")
    receipt = desk.card("receipt")
    expect(receipt).to_be_visible()
    keys.say("hvordan går det med min sag?")
    expect(desk.card("case")).to_be_visible()
    assert desk.complaints == []
