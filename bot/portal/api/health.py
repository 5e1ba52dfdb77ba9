"""Health for those who run it: alive, ready, and the numbers."""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.portal.answers import json_response
from bot.portal.context import CONTEXT


async def healthz(_: web.Request) -> web.Response:
    return json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """Ready when the database answers and the engine has a model; the parts are told apart in the answer."""
    context = request.app[CONTEXT]
    try:
        database = await context.db(context.parts.database_answers)
    except Exception:
        database = False
    engine = await context.engine.ready()
    ok = database and engine
    return json_response(
        {"status": "ok" if ok else "not ready", "database": database, "engine": engine}, status=200 if ok else 503
    )


async def metrics(request: web.Request) -> web.Response:
    body = generate_latest(request.app[CONTEXT].metrics.registry)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
