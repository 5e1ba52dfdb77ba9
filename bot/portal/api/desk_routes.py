"""Where each part of the supporters' API lies (JSON; the session of the pages)."""

from __future__ import annotations

from aiohttp import web

from bot.portal.api import desk, desk_lookup

_ONE = "/api/desk/handovers/{handover}"

DESK_ROUTES: list[web.AbstractRouteDef] = [
    web.get("/api/desk", desk.get_desk),
    web.get("/api/desk/events", desk.get_events),
    web.post("/api/desk/presence", desk.post_presence),
    web.get("/api/desk/search", desk_lookup.get_search),
    web.get("/api/desk/calls", desk_lookup.get_calls),
    web.post("/api/desk/calls", desk_lookup.post_call),
    web.delete("/api/desk/calls/{call}", desk_lookup.delete_call),
    web.get(_ONE, desk.get_handover),
    web.get(f"{_ONE}/messages", desk.get_messages),
    web.post(f"{_ONE}/messages", desk.post_message),
    web.post(f"{_ONE}/read", desk.post_read),
    web.post(f"{_ONE}/typing", desk.post_typing),
    web.get(f"{_ONE}/people", desk_lookup.get_people),
    web.get(f"{_ONE}/units", desk_lookup.get_units),
    web.get(f"{_ONE}/report", desk.get_report),
    web.post(f"{_ONE}/report", desk.post_report),
    web.post(f"{_ONE}/report/answers", desk.post_answers),
    web.post(f"{_ONE}/report/confirm", desk.post_confirmation),
    web.post(f"{_ONE}/{{change}}", desk.post_change),
]
