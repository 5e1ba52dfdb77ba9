"""Puts the web application together: its parts, its routes, and how it starts and stops."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator

from aiohttp import web

from bot.portal import (
    case_api,
    case_pages,
    conversation_api,
    course_pages,
    deputy_pages,
    files_api,
    health,
    lookup_api,
    pages,
    schema_api,
    session_api,
    sign_on_pages,
    tree_pages,
)
from bot.portal.background import running
from bot.portal.blocking import Blocking
from bot.portal.context import CONTEXT, Context
from bot.portal.engine_client import EngineClient, Patience
from bot.portal.events import Hub
from bot.portal.host_jwt import HostTokens
from bot.portal.metrics import Metrics
from bot.portal.parts import PortalParts
from bot.portal.problems import problem_middleware
from bot.portal.push import EVERY, NoticePush, pushing
from bot.portal.rate_limit import RateLimit
from bot.portal.security import install_security
from bot.portal.turns import Turns
from bot.portal.workbench.kinds import HANDLING
from bot.portal.workbench.routes import routes_of
from bot.settings import Settings

# A form may hold several long texts, each character up to twelve bytes in JSON. Files have a limit of their own.
MOST_JSON = 512 * 1024
BURST = 120  # requests at once by one person
PER_SECOND = 4.0  # and in the long run


def create_app(
    settings: Settings,
    parts: PortalParts,
    *,
    patience: Patience | None = None,
    rate_limit: RateLimit | None = None,
    push_every: float = EVERY,
) -> web.Application:
    """Returns the application; it owns a thread pool and the connection to the engine while it runs."""
    app = web.Application(client_max_size=MOST_JSON)
    install_security(app, settings.cors_origins)
    app.middlewares.append(problem_middleware)
    db, hub, metrics = Blocking(), Hub(), Metrics()
    engine = EngineClient(settings.engine_url, settings.engine_secret, patience or Patience())
    turns = Turns(parts, engine, db, hub, metrics)
    app[CONTEXT] = Context(
        settings=settings,
        parts=parts,
        db=db,
        engine=engine,
        turns=turns,
        hub=hub,
        metrics=metrics,
        limit=rate_limit or RateLimit(int(os.environ.get("RATE_BURST", BURST)), PER_SECOND, time.monotonic),
        host_tokens=HostTokens(settings.host_portal, parts.clock) if settings.host_portal else None,
    )
    _routes(app)
    app.cleanup_ctx.append(_lifetime)
    app.cleanup_ctx.append(running(parts.background_jobs(), db))
    app.cleanup_ctx.append(pushing(NoticePush(parts, db, hub, turns), push_every))
    app.on_shutdown.append(_end_streams)
    return app


def _routes(app: web.Application) -> None:
    one = "/api/conversations/{conversation}"
    app.add_routes(
        [
            web.post("/api/session", session_api.create_session),
            web.delete("/api/session", session_api.end_session),
            web.get("/api/demo/people", session_api.demo_people),
            web.post(f"{one}/messages", conversation_api.post_message),
            web.post(f"{one}/files", files_api.post_file),
            web.get(f"{one}/events", conversation_api.get_events),
            web.get(one, conversation_api.get_conversation),
            web.delete(one, conversation_api.delete_conversation),
            web.get("/api/people", lookup_api.get_people),
            web.get("/api/units", lookup_api.get_units),
            web.get("/api/cases", case_api.list_cases),
            web.get("/api/cases/{number}", case_api.get_case),
            web.post("/api/cases/{number}/comments", case_api.post_comment),
            web.post("/api/cases/{number}/withdraw", case_api.post_withdrawal),
            web.get("/api/schema/message.json", schema_api.message_schema),
            web.get("/healthz", health.healthz),
            web.get("/readyz", health.readyz),
            web.get("/metrics", health.metrics),
            web.get("/", pages.portal_page),
            web.get("/assistent", pages.assistant_page),
            web.get("/emner", pages.topics_page),
            web.get("/emner/{solution}", pages.topic_page),
            web.get("/log-ind", sign_on_pages.sign_on_page),
            web.post("/log-ind", sign_on_pages.demo_sign_on),
            web.post("/log-ud", sign_on_pages.sign_off),
            web.post("/assistent/adgang", sign_on_pages.assistant_ticket),
            web.get("/forloeb", course_pages.courses_page),
            web.post("/forloeb", course_pages.change_courses),
            web.get("/forloeb/{course}", course_pages.course_page),
            web.post("/forloeb/{course}", course_pages.change_course),
            web.get("/forloeb/{course}/dele/{part}/giv-videre", course_pages.hand_page),
            web.post("/forloeb/{course}/dele/{part}/giv-videre", course_pages.hand_on),
            web.get("/stedfortraeder", deputy_pages.deputies_page),
            web.post("/stedfortraeder", deputy_pages.change_deputies),
            web.get("/sager", case_pages.cases_page),
            web.post("/sager", case_pages.change_cases),
            web.get("/sager/{number}", case_pages.case_page),
            web.post("/sager/{number}", case_pages.change_case),
            web.get("/sager/{number}/filer/{file}", case_pages.case_file),
            *routes_of(HANDLING),
            web.get("/redaktion/traeer", tree_pages.trees_page),
            web.get("/redaktion/traeer/{tree}", tree_pages.tree_page),
            web.static("/static", pages.STATIC),
        ]
    )


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    yield
    context = app[CONTEXT]
    await context.turns.drain()
    await context.engine.close()
    context.db.close()


async def _end_streams(app: web.Application) -> None:
    app[CONTEXT].hub.close()
