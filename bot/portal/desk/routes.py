"""Where the pages of 1st line lie."""

from __future__ import annotations

from aiohttp import web

from bot.portal.desk.live_page import DESK, desk_page
from bot.portal.desk.look_up_page import LOOK_UP, log_call, look_up_page

DESK_PAGES: list[web.AbstractRouteDef] = [
    web.get(DESK, desk_page),
    web.get(LOOK_UP, look_up_page),
    web.post(LOOK_UP, log_call),
]
