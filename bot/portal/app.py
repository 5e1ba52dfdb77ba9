"""Puts the web application together: its parts, its routes, and how it starts and stops."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator

from aiohttp import web

from bot.portal.api.desk_routes import DESK_ROUTES
from bot.portal.api.routes import API_ROUTES
from bot.portal.background import running
from bot.portal.blocking import Blocking
from bot.portal.context import CONTEXT, Context
from bot.portal.desk.routes import DESK_PAGES
from bot.portal.desk.streams import DeskStreams, watching_desk
from bot.portal.engine_client import EngineClient, Patience
from bot.portal.events import Hub
from bot.portal.metrics import Metrics
from bot.portal.pages.routes import PAGE_ROUTES
from bot.portal.parts import PortalParts
from bot.portal.problems import problem_middleware
from bot.portal.push import EVERY, NoticePush, pushing
from bot.portal.rate_limit import Limits
from bot.portal.security import install_security
from bot.portal.sign_on.host_jwt import HostTokens
from bot.portal.sign_on.oidc_provider import OidcProvider
from bot.portal.sign_on.routes import SIGN_ON_ROUTES
from bot.portal.streams import Streams, watching
from bot.portal.turns import Turns
from bot.portal.workbench.kinds import HANDLING
from bot.portal.workbench.routes import routes_of
from bot.settings import Settings

# A form may hold several long texts, each character up to twelve bytes in JSON. Files have a limit of their own.
MOST_JSON = 512 * 1024


def create_app(
    settings: Settings,
    parts: PortalParts,
    *,
    patience: Patience | None = None,
    limits: Limits | None = None,
    push_every: float = EVERY,
) -> web.Application:
    """Returns the application; it owns a thread pool and the connection to the engine while it runs."""
    app = web.Application(client_max_size=MOST_JSON)
    install_security(app, settings.cors_origins)
    app.middlewares.append(problem_middleware)
    db, hub, metrics = Blocking(), Hub(), Metrics()
    engine = EngineClient(settings.engine_url, settings.engine_secret, patience or Patience())
    turns = Turns(parts, engine, db, hub, metrics)
    streams = Streams(parts, db, hub, metrics)
    desk_streams = DeskStreams(parts, db, hub, metrics)
    burst = os.environ.get("RATE_BURST")
    limits = limits or Limits.standard(time.monotonic, int(burst) if burst else None)
    app[CONTEXT] = Context(
        settings=settings,
        parts=parts,
        db=db,
        engine=engine,
        turns=turns,
        hub=hub,
        metrics=metrics,
        streams=streams,
        desk_streams=desk_streams,
        limits=limits,
        host_tokens=HostTokens(settings.host_portal, parts.clock) if settings.host_portal else None,
        oidc=OidcProvider(settings.oidc, parts.clock) if settings.oidc else None,
    )
    for routes in (API_ROUTES, DESK_ROUTES, SIGN_ON_ROUTES, PAGE_ROUTES, DESK_PAGES, routes_of(HANDLING)):
        app.add_routes(routes)
    app.cleanup_ctx.append(_lifetime)
    app.cleanup_ctx.append(running(parts.background_jobs(), db))
    app.cleanup_ctx.append(pushing(NoticePush(parts, db, hub, turns), push_every))
    app.cleanup_ctx.append(watching(streams))
    app.cleanup_ctx.append(watching_desk(desk_streams))
    app.on_shutdown.append(_end_streams)
    if settings.teams:
        from bot.portal.teams.endpoint import install_teams  # the SDK takes memory that most do not need

        install_teams(app, app[CONTEXT], settings.teams)
    return app


async def _lifetime(app: web.Application) -> AsyncIterator[None]:
    yield
    context = app[CONTEXT]
    await context.turns.drain()
    await context.engine.close()
    context.db.close()


async def _end_streams(app: web.Application) -> None:
    app[CONTEXT].hub.close()
    app[CONTEXT].desk_streams.close()
