"""A host portal of another origin: the page of docs/embedding.md, and a token that vouches for its user."""

from __future__ import annotations

import asyncio
import re
import threading
import time
import uuid
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec

from bot.settings import PROJECT

EXAMPLE = "https://assistent.kommunen.example"  # the assistant's address in the documentation
AUDIENCE = "serviceassistenten"
COOKIE = "portal-session"
# What a host page may bring along: a small root font, loud buttons, slanted capitals, tight lines.
STYLE = (
    "html { font-size: 10px } body { font: italic 13px/1 serif; text-align: right; text-transform: uppercase }"
    "button { background: red }"
)


def shown(block: str) -> str:
    """The code block of docs/embedding.md that follows the comment `<!-- block -->`."""
    text = (PROJECT / "docs" / "embedding.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {block} -->\n+```\w*\n(.*?)```", text, re.S)
    assert found, f"docs/embedding.md shows no {block}"
    return found[1]


class HostPortal:
    """Runs in a thread of its own; `origin` is another host than the assistant's, so third-party rules hold."""

    def __init__(self) -> None:
        self.assistant = EXAMPLE
        self.person = ""
        self.lang = "da"
        self.vouches = True  # whether the user is still signed on to the portal
        self.tokens = 0
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> HostPortal:
        self._thread.start()
        self._run(self._start())
        return self

    async def _start(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/portal.css", self._css),
                web.get("/favicon.ico", self._icon),
                web.get("/keys", self._keys),
                web.post("/serviceassistent/token", self._token),
            ]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]

    def stop(self) -> None:
        self._run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    @property
    def origin(self) -> str:
        return f"http://localhost:{self._port}"

    @property
    def environment(self) -> dict[str, str]:
        """The assistant's settings, as docs/embedding.md lists them."""
        settings = shown("settings").replace("https://portal.kommunen.example", self.origin)
        return dict(line.split("=", 1) for line in settings.splitlines())

    # --- what it serves

    async def _page(self, _: web.Request) -> web.Response:
        lines = shown("page").replace(EXAMPLE, self.assistant)
        lines = lines.replace("ansat-4711", self.person).replace('lang="da"', f'lang="{self.lang}"')
        html = (
            '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Portal</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="stylesheet" href="/portal.css"></head><body>'
            "<main><h1>Velkommen</h1><p>Kommunens portal.</p><button>Portalens knap</button></main>"
            f"{lines}</body></html>"
        )
        policy = " ".join(shown("policy").split()).replace(EXAMPLE, self.assistant)
        response = web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": policy})
        response.set_cookie(COOKIE, self.person, httponly=True, samesite="Lax")
        return response

    async def _css(self, _: web.Request) -> web.Response:
        return web.Response(text=STYLE, content_type="text/css")

    async def _icon(self, _: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _keys(self, _: web.Request) -> web.Response:
        public = jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return web.json_response({"keys": [{**public, "kid": "host", "use": "sig"}]})

    async def _token(self, request: web.Request) -> web.Response:
        """Vouches for whoever is signed on to the portal by its own cookie."""
        person = request.cookies.get(COOKIE)
        if not person or not self.vouches:
            return web.json_response({}, status=401)
        self.tokens += 1
        now = int(time.time())
        claims = {
            "iss": self.environment["HOST_PORTAL_ISSUER"],
            "aud": AUDIENCE,
            "sub": person,
            "iat": now,
            "exp": now + 120,
            "jti": uuid.uuid4().hex,
        }
        return web.json_response({"token": jwt.encode(claims, self._key, "ES256", headers={"kid": "host"})})
