"""Puts the web application together: its parts, its routes, and how it starts and stops."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator

from aiohttp import web

from bot.portal.api.routes import API_ROUTES
from bot.portal.background import running
from bot.portal.blocking import Blocking
from bot.portal.context import CONTEXT, Context
from bot.portal.engine_client import EngineClient, Patience
from bot.portal.events import Hub
from bot.portal.metrics import Metrics
from bot.portal.pages.routes import PAGE_ROUTES
from bot.portal.parts import PortalParts
from bot.portal.problems import problem_middleware
from bot.portal.push import EVERY, NoticePush, pushing
from bot.portal.rate_limit import RateLimit
from bot.portal.security import install_security
from bot.portal.sign_on.host_jwt import HostTokens
from bot.portal.sign_on.routes import SIGN_ON_ROUTES
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
    for routes in (API_ROUTES, SIGN_ON_ROUTES, PAGE_ROUTES, routes_of(HANDLING)):
        app.add_routes(routes)
    app.cleanup_ctx.append(_lifetime)
    app.cleanup_ctx.append(running(parts.background_jobs(), db))
    app.cleanup_ctx.append(pushing(NoticePush(parts, db, hub, turns), push_every))
    app.on_shutdown.append(_end_streams)
    return app


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    yield
    context = app[CONTEXT]
    await context.turns.drain()
    await context.engine.close()
    context.db.close()


async def _end_streams(app: web.Application) -> None:
    app[CONTEXT].hub.close()
