"""Where each part of the API lies (JSON; errors as RFC 9457)."""

from __future__ import annotations

from aiohttp import web

from bot.portal.api import cases, conversations, files, health, lookup, schema, sessions

_ONE = "/api/conversations/{conversation}"

API_ROUTES: list[web.AbstractRouteDef] = [
    web.post("/api/session", sessions.create_session),
    web.delete("/api/session", sessions.end_session),
    web.get("/api/demo/people", sessions.demo_people),
    web.post(f"{_ONE}/messages", conversations.post_message),
    web.post(f"{_ONE}/files", files.post_file),
    web.post(f"{_ONE}/typing", conversations.post_typing),
    web.get(f"{_ONE}/events", conversations.get_events),
    web.get(_ONE, conversations.get_conversation),
    web.delete(_ONE, conversations.delete_conversation),
    web.get("/api/people", lookup.get_people),
    web.get("/api/units", lookup.get_units),
    web.get("/api/cases", cases.list_cases),
    web.get("/api/cases/{number}", cases.get_case),
    web.post("/api/cases/{number}/comments", cases.post_comment),
    web.post("/api/cases/{number}/withdraw", cases.post_withdrawal),
    web.get("/api/schema/message.json", schema.message_schema),
    web.get("/healthz", health.healthz),
    web.get("/readyz", health.readyz),
    web.get("/metrics", health.metrics),
]
