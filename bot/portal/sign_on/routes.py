"""Where signing on and off lie."""

from __future__ import annotations

from aiohttp import web

from bot.portal.sign_on import sign_on_pages

SIGN_ON_ROUTES: list[web.AbstractRouteDef] = [
    web.get("/log-ind", sign_on_pages.sign_on_page),
    web.post("/log-ind", sign_on_pages.demo_sign_on),
    web.post("/log-ud", sign_on_pages.sign_off),
    web.post("/assistent/adgang", sign_on_pages.assistant_ticket),
]
