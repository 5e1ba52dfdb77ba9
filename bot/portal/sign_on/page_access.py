"""Who may see a page: the guard around its handler, and what is said instead of the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.access.explain import roles_with
from bot.access.tasks import Task
from bot.portal.context import CONTEXT, Context
from bot.portal.pages.render import page
from bot.portal.problems import too_many
from bot.portal.sign_on.local_path import SIGN_ON
from bot.portal.sign_on.own_forms import NotOurForm
from bot.portal.sign_on.page_session import Visitor, visitor_of

PageHandler = Callable[[web.Request, Context, Visitor], Awaitable[web.StreamResponse]]


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
    reading = request.method in ("GET", "HEAD")
    address = f"{SIGN_ON}?videre={quote(request.path_qs if reading else request.path, safe='/')}"
    if reading or request.app[CONTEXT].oidc is None:
        return see_other(address)
    # What follows a form may lead to this house only (form-action), and so not on to the provider.
    text = "Det, du lige sendte, er ikke kommet frem. Log ind igen, og send det en gang til."
    return message(request, None, 403, "Du er ikke længere logget ind", text, (address, "Log ind igen"))


def see_other(path: str) -> web.Response:
    """Goes on to another page with a GET, so that reloading it sends nothing again."""
    return web.Response(status=303, headers={"Location": path, "Cache-Control": "no-store"})


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
