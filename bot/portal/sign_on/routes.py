"""Where signing on and off lie."""

from __future__ import annotations

from aiohttp import web

from bot.portal.sign_on import oidc_pages, sign_on_pages
from bot.portal.sign_on.oidc_provider import ANSWER_PATH, LEFT_PATH

SIGN_ON_ROUTES: list[web.AbstractRouteDef] = [
    web.get("/log-ind", sign_on_pages.sign_on_page),
    web.post("/log-ind", sign_on_pages.demo_sign_on),
    web.get(ANSWER_PATH, oidc_pages.answer),
    web.post("/log-ud", sign_on_pages.sign_off),
    web.get(LEFT_PATH, sign_on_pages.farewell),
    web.get("/log-ud/forkanal", oidc_pages.front_channel),
    web.post("/log-ud/bagkanal", oidc_pages.back_channel),
    web.post("/assistent/adgang", sign_on_pages.assistant_ticket),
]
