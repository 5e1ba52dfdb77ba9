"""Somebody who uses the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.page import Screen


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
        before = self.screen.page.locator(".message.bot").count()
        self.say(text)
        expect(self.screen.page.locator(".message.bot")).not_to_have_count(before)
