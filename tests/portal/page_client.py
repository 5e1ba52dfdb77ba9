"""What a browser without scripts does: follows links and redirects, keeps cookies, and sends the forms it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer


@dataclass
class Button:
    """A button of a form, with what its form sends when it is pressed."""

    label: str
    action: str
    fields: dict[str, str]


@dataclass
class Shown:
    """A page as it came."""

    status: int
    path: str
    html: str
    buttons: list[Button] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<(script|svg).*?</\1>|<[^>]+>", " ", self.html, flags=re.S)).split())

    @property
    def heading(self) -> str:
        found = re.findall(r"<h1[^>]*>(.*?)</h1>", self.html, re.S)
        assert len(found) == 1
        return unescape(re.sub(r"<[^>]+>", "", found[0])).strip()

    def link(self, label: str) -> str:
        """Where the link with the label leads."""
        found = re.findall(rf'<a [^>]*href="([^"]*)"[^>]*>{re.escape(label)}</a>', self.html)
        assert len(found) == 1, f"{len(found)} links {label!r}"
        return unescape(found[0])

    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def button(self, label: str) -> Button:
        """The button whose label begins so."""
        found = [button for button in self.buttons if button.label.startswith(label)]
        assert found, f"no button {label!r} among {self.labels()}"
        return found[0]


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path, self._form, self._label = path, None, None
        self.buttons: list[Button] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = dict(attributes)
        if tag == "form" and given.get("method") == "post":
            self._form = (given.get("action") or self._path, {})
        elif tag == "input" and self._form and given.get("type") == "hidden":
            self._form[1][given["name"]] = given["value"]
        elif tag == "button" and self._form:
            own = {given["name"]: given["value"]} if "name" in given else {}
            self._label = []
            self.buttons.append(Button("", self._form[0], {**self._form[1], **own}))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "button" and self._label is not None:
            self.buttons[-1].label = " ".join("".join(self._label).split()).replace(" :", ":")
            self._label = None

    def handle_data(self, data: str) -> None:
        if self._label is not None:
            self._label.append(data)


class Window:
    """A browser's window with cookies of its own."""

    def __init__(self, server: TestServer) -> None:
        self.client = TestClient(server)

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.client.session.cookie_jar}

    def cookies_set(self, name: str, value: str) -> None:
        self.client.session.cookie_jar.update_cookies({name: value}, self.client.make_url("/"))

    @staticmethod
    def form_token(page: Shown) -> dict[str, str]:
        """What the page's own script sends along."""
        return dict(re.findall(r'<meta name="form-(token)" content="([^"]*)">', page.html))

    async def open(self, path: str) -> Shown:
        return await self._shown(await self.client.get(path, headers={"Accept": "text/html"}))

    async def post(self, path: str, fields: dict[str, str], **headers: str) -> ClientResponse:
        """Sends a form as it is, without following where it leads; `headers` replaces what a browser says of itself."""
        sent = {"Accept": "text/html", **(headers or {"Origin": self.origin})}
        sent = {name.replace("_", "-"): value for name, value in sent.items()}
        return await self.client.post(path, data=fields, headers=sent, allow_redirects=False)

    async def press(self, page: Shown, label: str) -> Shown:
        """Presses a button, and follows where that leads."""
        button = page.button(label)
        return await self.follow(await self.post(button.action, button.fields))

    async def follow(self, response: ClientResponse) -> Shown:
        if response.status != 303:
            return await self._shown(response)
        return await self.open(response.headers["Location"])

    async def sign_on(self, person: str, wanted: str = "/forloeb") -> Shown:
        response = await self.post("/log-ind", {"person": person, "videre": wanted})
        assert response.status == 303, await response.text()
        return await self.follow(response)

    async def _shown(self, response: ClientResponse) -> Shown:
        html = await response.text()
        forms = _Forms(response.url.raw_path)
        forms.feed(html)
        return Shown(response.status, response.url.raw_path_qs, html, forms.buttons)
