"""The session of the pages: it lies in a cookie, and says who looks at them.

The API knows nothing of the cookie: it takes a bearer token only, and the cookie's token is of another kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.access.tasks import EDIT_KNOWLEDGE, SUPPORT, Task
from bot.access.types import Standing
from bot.conversations.sessions import PAGE
from bot.portal.context import CONTEXT, Context
from bot.portal.parts import PersonLike, SessionLike
from bot.portal.sign_on.own_forms import form_token
from bot.settings import Settings


@dataclass(frozen=True)
class Visitor:
    """Who looks at a page; `form_token` is what their forms carry."""

    person: PersonLike
    session: SessionLike
    tasks: frozenset[Task]  # held anywhere
    form_token: str

    @property
    def edits(self) -> bool:
        return EDIT_KNOWLEDGE in self.tasks

    @property
    def handles_cases(self) -> bool:
        return any(task.startswith("handle:") for task in self.tasks)

    @property
    def supports(self) -> bool:
        return SUPPORT in self.tasks


# --- the cookie


def cookie_name(settings: Settings) -> str:
    """With the prefix browsers take the cookie from this very host only; it needs HTTPS, which the demo has not."""
    return "serviceassistent" if settings.plain_http else "__Host-serviceassistent"


async def begin(
    request: web.Request,
    response: web.Response,
    person_id: str,
    conversation_id: str,
    thread_id: str,
    *,
    vouched_by: str | None = None,
    provider_session: str | None = None,
) -> None:
    """Signs the pages on: the one place that sets the cookie. `vouched_by`: who knew the person, if not a session.

    `provider_session` is the provider's name for the sign-on there, by which it may say later that it has ended.
    """
    context = request.app[CONTEXT]
    sessions, name = context.parts.sessions, cookie_name(context.settings)
    earlier = request.cookies.get(name)
    if earlier:
        await context.db(sessions.revoke, earlier)
    token, _ = await context.db(
        sessions.create,
        person_id,
        conversation_id,
        thread_id,
        kind=PAGE,
        vouched_by=vouched_by,
        provider_session=provider_session,
    )
    # Without an age: it goes when the browser is closed, and the session ends by itself before that.
    response.set_cookie(name, token, path="/", httponly=True, secure=not context.settings.plain_http, samesite="Lax")


async def session_of_cookie(request: web.Request) -> SessionLike | None:
    """The session behind the cookie, if there is one."""
    context = request.app[CONTEXT]
    token = request.cookies.get(cookie_name(context.settings), "")
    if not 0 < len(token) < 500:
        return None
    return await context.db(context.parts.sessions.resolve, token, PAGE)


def forget(request: web.Request, response: web.Response) -> None:
    """Takes the cookie away."""
    settings = request.app[CONTEXT].settings
    response.del_cookie(cookie_name(settings), path="/", httponly=True, secure=not settings.plain_http, samesite="Lax")


# --- who is asking


async def visitor_of(request: web.Request) -> Visitor | None:
    """Who looks at the page; None where nobody is signed on."""
    context = request.app[CONTEXT]
    session = await session_of_cookie(request)
    if session is None:
        return None
    person, standing = await context.db(_known, context, session.person_id)
    if person is None or standing is None:
        return None
    tasks = frozenset(scope.task for scope in standing.scopes)
    return Visitor(person, session, tasks, form_token(request.cookies[cookie_name(context.settings)]))


def _known(context: Context, person_id: str) -> tuple[PersonLike | None, Standing | None]:
    return context.parts.access.person(person_id), context.parts.access.standing(person_id)
