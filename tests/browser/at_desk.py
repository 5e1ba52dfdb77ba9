"""The desk as a supporter at the screen meets it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.page import Screen

DESK = "/desk"
MOST_STEPS = 20


def sign_on(screen: Screen, person: str, path: str) -> Screen:
    """By the pages' own sign-on."""
    screen.open(f"/log-ind?videre={quote(path, safe='/')}")
    screen.page.locator(f'button[value="{person}"]').click()
    screen.page.wait_for_url(lambda url: "/log-ind" not in url)
    return screen


class AtDesk:
    """One supporter's window."""

    def __init__(self, screen: Screen, person: str) -> None:
        self.screen = sign_on(screen, person, DESK)
        self.page = screen.page
        expect(self.page.get_by_label("Jeg tager samtaler")).to_be_visible()

    @property
    def box(self) -> Any:
        return self.page.locator(".composer textarea")

    @property
    def log(self) -> Any:
        return self.page.get_by_role("log")

    @property
    def waiting(self) -> Any:
        return self.page.locator(".waiting li")

    @property
    def talks(self) -> Any:
        return self.page.locator(".talk-tab")

    def take(self, name: str) -> None:
        self.page.get_by_role("button", name=f"Tag samtalen – {name}").click()
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()
        expect(self.box).to_be_visible()

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def do(self, way: str) -> Any:
        """Opens one of the further ways; returns its window."""
        self.page.locator(".more-ways > summary").click()
        self.page.get_by_role("button", name=way).click()
        return self.page.get_by_role("dialog")

    def fill_report(self, **given: str) -> None:
        """Answers what the report asks, until its summary stands; a given answer wins over a made-up one."""
        card = self.page.locator(".report-card")
        for _ in range(MOST_STEPS):
            expect(card.locator("section.card")).to_be_visible()
            if card.locator("section.summary").count():
                return
            before = card.locator("section.card").element_handle()
            chips = card.locator(".chips > button, ul.rows button")
            skip = card.get_by_role("button", name="Spring over", exact=True)
            if skip.count():
                skip.click()
            elif chips.count():
                chips.first.click()
            else:
                self._fill(card, given)
                card.get_by_role("button", name="Gem og gå videre").click()
            self.page.wait_for_function("node => !node.isConnected", arg=before)
        raise AssertionError(f"no summary after {MOST_STEPS} steps")

    def _fill(self, card: Any, given: dict[str, str]) -> None:
        for options in card.locator(".options").all():
            if not options.locator("input:checked").count():
                options.locator("label").first.click()
        for box in card.locator("input[type=text]:not([role=combobox]), textarea").all():
            if not box.input_value():
                date = box.evaluate("node => Boolean(node.closest('.hint-date, .hint-period'))")
                box.fill(given["date"] if date else given["text"])
