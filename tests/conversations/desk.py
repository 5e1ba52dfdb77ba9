"""A case worker at the workbench: a browser without scripts on the running portal, with its cookie and its forms."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from html import unescape
from http.cookiejar import CookieJar

BENCH = "/sagsbehandling"


class CaseWorker:
    """Signed on to the pages; `page` is the HTML that was shown last."""

    def __init__(self, url: str, person: str) -> None:
        self._url = url
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open
        self.page, self.path = "", ""
        self._send("/log-ind", {"person": person, "videre": BENCH})

    @property
    def text(self) -> str:
        """What the page says."""
        return " ".join(unescape(re.sub(r"<(script|svg).*?</\1>|<[^>]+>", " ", self.page, flags=re.S)).split())

    def look(self, path: str = BENCH) -> str:
        self._request(urllib.request.Request(self._url + path, headers={"Accept": "text/html"}))
        return self.text

    def queue(self, view: str = "nye", *, of: str) -> list[str]:
        """The numbers in a view of the queue, searched for one of them: the queue has pages."""
        self.look(f"{BENCH}?vis={view}&soeg={of}")
        return re.findall(rf'<h3><a href="{BENCH}/([\d-]+)"', self.page)

    def do(self, number: str, what: str, **typed: str) -> str:
        """Opens the case, fills the form of the action, sends it, and returns what is said then."""
        self.look(f"{BENCH}/{number}")
        forms = re.findall(r"<form.*?</form>", self.page, re.S)
        fitting = [form for form in forms if re.search(rf'name="do" value="{what}"', form)]
        assert fitting, f"{what} is not offered: {self.text}"
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', fitting[0]))
        self._send(f"{BENCH}/{number}", {**hidden, "do": what, **typed})
        return self.text

    def _send(self, path: str, fields: dict[str, str]) -> None:
        headers = {"Accept": "text/html", "Origin": self._url}
        body = urllib.parse.urlencode(fields).encode()
        self._request(urllib.request.Request(self._url + path, body, headers, method="POST"))

    def _request(self, request: urllib.request.Request) -> None:
        with self._open(request, timeout=30) as answer:
            self.page, self.path = answer.read().decode(), urllib.parse.urlsplit(answer.url).path
