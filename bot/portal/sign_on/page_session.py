"""Sign-on of the pages: a session in a cookie, and forms that only our own pages can send.

The API knows nothing of the cookie: it takes a bearer token only, and the cookie's token is of another kind.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from urllib.parse import quote, urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.access.explain import roles_with
from bot.access.tasks import EDIT_KNOWLEDGE, Task
from bot.access.types import Standing
from bot.conversations.sessions import PAGE
from bot.portal.context import CONTEXT, Context
from bot.portal.intake import clean
from bot.portal.pages.render import page
from bot.portal.parts import PersonLike, SessionLike
from bot.portal.problems import too_many
from bot.settings import Settings

SIGN_ON = "/log-ind"
TOKEN_FIELD = "token"  # noqa: S105
_FORMS = b"forms of the signed-on pages"
MOST_IN_FIELD = 2000  # characters


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


PageHandler = Callable[[web.Request, Context, Visitor], Awaitable[web.StreamResponse]]
Form = Mapping[str, str]


class NotOurForm(Exception):
    """A form that was not sent from one of the visitor's own pages."""


# --- the cookie


def cookie_name(settings: Settings) -> str:
    """With the prefix browsers take the cookie from this very host only; it needs HTTPS, which the demo has not."""
    return "serviceassistent" if settings.demo else "__Host-serviceassistent"


async def begin(
    request: web.Request,
    response: web.Response,
    person_id: str,
    conversation_id: str,
    thread_id: str,
    *,
    vouched_by: str | None = None,
) -> None:
    """Signs the pages on: the one place that sets the cookie. `vouched_by`: who knew the person, if not a session."""
    context = request.app[CONTEXT]
    sessions, name = context.parts.sessions, cookie_name(context.settings)
    earlier = request.cookies.get(name)
    if earlier:
        await context.db(sessions.revoke, earlier)
    token, _ = await context.db(
        sessions.create, person_id, conversation_id, thread_id, kind=PAGE, vouched_by=vouched_by
    )
    # Without an age: it goes when the browser is closed, and the session ends by itself before that.
    response.set_cookie(name, token, path="/", httponly=True, secure=not context.settings.demo, samesite="Lax")


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
    response.del_cookie(cookie_name(settings), path="/", httponly=True, secure=not settings.demo, samesite="Lax")


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
    return Visitor(person, session, tasks, _form_token(request.cookies[cookie_name(context.settings)]))


def _known(context: Context, person_id: str) -> tuple[PersonLike | None, Standing | None]:
    return context.parts.access.person(person_id), context.parts.access.standing(person_id)


def signed_on_page(task: Task | None = None) -> Callable[[PageHandler], Handler]:
    """Wraps a page's handler: who is asking, whether they hold the task, and whether a form is one of ours."""

    def decorate(handler: PageHandler) -> Handler:
        @wraps(handler)
        async def wrapped(request: web.Request) -> web.StreamResponse:
            context = request.app[CONTEXT]
            visitor = await visitor_of(request)
            if visitor is None:
                return to_sign_on(request)
            wait = context.limit.wait(visitor.person.id)
            if wait:
                context.metrics.refused.inc()
                raise too_many(wait)
            if task is not None and task not in visitor.tasks:
                return _lacks(request, visitor, task)
            try:
                return await handler(request, context, visitor)
            except NotOurForm:
                return _stale(request, visitor)

        return wrapped

    return decorate


def to_sign_on(request: web.Request) -> web.Response:
    """Sends one to sign on, and back afterwards; a form's page is at the form's own address."""
    wanted = request.path_qs if request.method in ("GET", "HEAD") else request.path
    return see_other(f"{SIGN_ON}?videre={quote(wanted, safe='/')}")


def see_other(path: str) -> web.Response:
    """Goes on to another page with a GET, so that reloading it sends nothing again."""
    return web.Response(status=303, headers={"Location": path, "Cache-Control": "no-store"})


_LOCAL = re.compile(r"/(?:[^\s\\/?#][^\s\\]*|[?#][^\s\\]*)?")
MOST_PATH = 1000  # characters


def local_path(value: str) -> str:
    """The path if it leads to a page of this house; the front page otherwise.

    Browsers read "//host" and "/\\host" as another site, and drop tabs and line breaks before they look.
    """
    path = value.partition("?")[0].partition("#")[0]
    if len(value) > MOST_PATH or not value.isascii() or not _LOCAL.fullmatch(value):
        return "/"
    if "//" in path or "/." in path or path.startswith((f"{SIGN_ON}", "/log-ud", "/api/")):
        return "/"
    return value


# --- forms


def from_own_page(request: web.Request) -> bool:
    """Whether the browser says that one of our own pages sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    try:
        sender = urlsplit(request.headers.get("Origin", "")).netloc
    except ValueError:
        return False
    return sender != "" and sender == request.host


async def form_of(request: web.Request, visitor: Visitor) -> Form:
    """The fields of a form that one of the visitor's own pages sent; raises NotOurForm for any other."""
    if not from_own_page(request):
        raise NotOurForm
    form = await fields_of(request)
    if not hmac.compare_digest(form.get(TOKEN_FIELD, "").encode(), visitor.form_token.encode()):
        raise NotOurForm
    return form


async def fields_of(request: web.Request) -> Form:
    """The text fields of a form, cleaned; of several with one name the first. Raises HTTPBadRequest for no form."""
    try:
        sent = await request.post()
    except (ValueError, LookupError):  # malformed, or in an encoding that does not exist
        raise web.HTTPBadRequest from None
    fields: dict[str, str] = {}
    for name, value in sent.items():
        if isinstance(value, str):
            fields.setdefault(name, clean(value)[:MOST_IN_FIELD])
    return fields


def _form_token(cookie: str) -> str:
    """Follows from the session's secret: nobody else can make it, and it tells nothing of the secret."""
    return hmac.new(cookie.encode(), _FORMS, hashlib.sha256).hexdigest()


# --- what is said instead of the page


def message(
    request: web.Request, visitor: Visitor | None, status: int, title: str, text: str, *links: tuple[str, str]
) -> web.Response:
    """A page that only says something; links are (address, text)."""
    return page(
        request,
        "message.html",
        visitor=visitor,
        status=status,
        title=title,
        text=text,
        links=links or [("/", "Til forsiden")],
    )


def missing(request: web.Request, visitor: Visitor, *links: tuple[str, str]) -> web.Response:
    """The same page for what does not exist and for what belongs to somebody else."""
    text = "Det, du leder efter, findes ikke, eller du har ikke adgang til det."
    return message(request, visitor, 404, "Ikke fundet", text, *links)


def _lacks(request: web.Request, visitor: Visitor, task: Task) -> web.Response:
    text = (
        f"Siden kræver rollen {roles_with([task])}, og den har du ikke. Skal du bruge den, så bed din leder om at "
        "sende “Rolle i Serviceplatformen” for dig."
    )
    links = [("/emner/rolle-i-serviceplatformen", "Læs, hvordan man får en rolle"), ("/", "Til forsiden")]
    return message(request, visitor, 403, "Du har ikke adgang til siden", text, *links)


def _stale(request: web.Request, visitor: Visitor) -> web.Response:
    text = (
        "Siden har været åben for længe, eller du er logget ind på ny. Intet er ændret. Åbn siden igen, og prøv én "
        "gang til."
    )
    return message(request, visitor, 403, "Det kunne ikke sendes", text, (request.path, "Åbn siden igen"))
