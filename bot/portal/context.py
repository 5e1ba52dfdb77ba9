"""What handlers share, and who is asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from aiohttp import web

from bot.portal.blocking import Blocking
from bot.portal.engine_client import EngineClient
from bot.portal.events import Hub
from bot.portal.metrics import Metrics
from bot.portal.parts import PortalParts, SessionLike
from bot.portal.problems import login_needed, not_found, too_many
from bot.portal.rate_limit import RateLimit
from bot.portal.sign_on.host_jwt import HostTokens
from bot.portal.turns import Turns
from bot.settings import Settings


@dataclass(frozen=True)
class Context:
    """The application's parts, put together once in app.py."""

    settings: Settings
    parts: PortalParts
    db: Blocking
    engine: EngineClient
    turns: Turns
    hub: Hub
    metrics: Metrics
    limit: RateLimit
    host_tokens: HostTokens | None


CONTEXT = web.AppKey("context", Context)

SignedOn = Callable[[web.Request, Context, SessionLike], Awaitable[web.StreamResponse]]


def bearer_token(request: web.Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and 0 < len(token) < 500 else None


async def session_of(request: web.Request) -> SessionLike:
    """Returns the session of the request's bearer token; raises Problem (401) where there is none."""
    context = request.app[CONTEXT]
    token = bearer_token(request)
    session = await context.db(context.parts.sessions.resolve, token) if token else None
    if session is None:
        raise login_needed()
    return session


def signed_on(handler: SignedOn) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Wraps a handler: who is asking, whether too often, and whether the conversation in the path is theirs."""

    @wraps(handler)
    async def wrapped(request: web.Request) -> web.StreamResponse:
        context = request.app[CONTEXT]
        session = await session_of(request)
        wait = context.limit.wait(session.person_id)
        if wait:
            context.metrics.refused.inc()
            raise too_many(wait)
        if request.match_info.get("conversation", session.conversation_id) != session.conversation_id:
            raise not_found()
        return await handler(request, context, session)

    return wrapped
