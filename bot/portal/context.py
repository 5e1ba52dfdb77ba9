"""What handlers share, and who is asking."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from functools import wraps

from aiohttp import web

from bot.portal.blocking import Blocking
from bot.portal.desk.streams import DeskStreams
from bot.portal.engine_client import EngineClient
from bot.portal.events import Hub
from bot.portal.metrics import Metrics
from bot.portal.parts import PortalParts, SessionLike
from bot.portal.problems import login_needed, not_found, too_many
from bot.portal.rate_limit import Limits, RateLimit
from bot.portal.sign_on.host_jwt import HostTokens
from bot.portal.sign_on.oidc_provider import OidcProvider
from bot.portal.streams import Streams
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
    streams: Streams
    desk_streams: DeskStreams
    limits: Limits
    host_tokens: HostTokens | None
    oidc: OidcProvider | None

    @property
    def limit(self) -> RateLimit:
        """That of requests of any kind."""
        return self.limits.requests


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


def within(context: Context, limit: RateLimit, key: Hashable, what: str = "requests") -> None:
    """Raises Problem (429) where there were too many of them; `what` chooses the words (problems.py)."""
    wait = limit.wait(key)
    if wait:
        context.metrics.refused.inc()
        raise too_many(wait, what)


def signed_on(handler: SignedOn) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Wraps a handler: who is asking, whether too often, and whether the conversation in the path is theirs."""

    @wraps(handler)
    async def wrapped(request: web.Request) -> web.StreamResponse:
        context = request.app[CONTEXT]
        session = await session_of(request)
        within(context, context.limit, session.person_id)
        if request.match_info.get("conversation", session.conversation_id) != session.conversation_id:
            raise not_found()
        return await handler(request, context, session)

    return wrapped
