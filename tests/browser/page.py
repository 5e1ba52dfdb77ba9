"""The widget as somebody at the screen meets it."""

from __future__ import annotations

from typing import Any

MESSAGE_BOX = "Skriv din besked"


class Screen:
    """One window; notes what the console complains of."""

    def __init__(self, context: Any, url: str) -> None:
        self.context, self.url = context, url
        self.page = context.new_page()
        self.page.set_default_timeout(8000)
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))

    def open(self, path: str = "/assistent") -> Screen:
        self.page.goto(self.url + path)
        return self

    def sign_on(self, name: str = "Mette Holm") -> Screen:
        self.page.get_by_role("button", name="Log ind").click()
        self.page.get_by_role("button", name=name).click()
        self.box.wait_for()
        return self

    @property
    def box(self) -> Any:
        return self.page.get_by_label(MESSAGE_BOX)

    @property
    def log(self) -> Any:
        return self.page.get_by_role("log")

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.box.press("Enter")

    def card(self, kind: str) -> Any:
        return self.page.locator(f".card.{kind}").last

    def messages(self, sender: str) -> list[str]:
        return [text.strip() for text in self.page.locator(f".message.{sender} > .body").all_inner_texts()]

    def focused(self) -> str:
        """The name of what has the focus, also inside the widget."""
        return str(
            self.page.evaluate(
                """() => {
                  let e = document.activeElement;
                  while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
                  if (!e) return '';
                  const id = e.id && e.getRootNode().querySelector(`label[for="${e.id}"]`);
                  return e.getAttribute('aria-label') || (id && id.textContent) || e.textContent || e.tagName;
                }"""
            )
        ).strip()
