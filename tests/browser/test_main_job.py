"""The main job in a real browser with all three real processes, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.keys import Keyboard
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
