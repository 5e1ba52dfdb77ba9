"""Who may use the desk's API: supporters, signed on to the pages, from one of our own pages."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.access.tasks import SUPPORT
from bot.cases.errors import DraftChanged, NotAllowed, NotFound
from bot.handover.types import NotPresent, NotThere, NotYours
from bot.portal.context import CONTEXT, Context, within
from bot.portal.problems import Problem, login_needed, not_found
from bot.portal.sign_on.own_forms import from_own_page
from bot.portal.sign_on.page_session import Visitor, visitor_of

TOKEN_HEADER = "X-Form-Token"  # noqa: S105
DeskHandler = Callable[[web.Request, Context, Visitor], Awaitable[web.StreamResponse]]


def of_the_desk(handler: DeskHandler) -> Handler:
    """Wraps a handler: who is asking, whether they are of 1st line, and whether a write comes from our own page."""

    @wraps(handler)
    async def wrapped(request: web.Request) -> web.StreamResponse:
        context = request.app[CONTEXT]
        visitor = await visitor_of(request)
        if visitor is None:
            raise login_needed()
        within(context, context.limit, ("desk", visitor.person.id))
        if SUPPORT not in visitor.tasks:
            raise Problem(403, "not-allowed", "Det kan du ikke", "Det kræver rollen 1.-linje.")
        if request.method not in ("GET", "HEAD") and not _ours(request, visitor):
            raise Problem(
                403, "not-our-page", "Det kunne ikke sendes",
                "Siden har været åben for længe, eller du er logget ind på ny. Genindlæs siden, og prøv igen.",
            )  # fmt: skip
        try:
            return await handler(request, context, visitor)
        except (NotThere, NotFound):
            raise not_found() from None
        except NotYours as refused:
            raise _taken(refused) from None
        except NotPresent:
            raise Problem(
                409, "not-present", "Kollegaen er der ikke", "Din kollega er ikke ved chatten lige nu. Vælg en anden."
            ) from None
        except NotAllowed as refused:
            raise Problem(409, "not-allowed", "Det kan ikke lade sig gøre", refused.explanation) from None
        except DraftChanged:
            raise Problem(
                409, "draft-changed", "Kladden er ændret imens", "Hent indberetningen igen, og prøv en gang til."
            ) from None

    return wrapped


def _ours(request: web.Request, visitor: Visitor) -> bool:
    token = request.headers.get(TOKEN_HEADER, "")
    return from_own_page(request) and hmac.compare_digest(token.encode(), visitor.form_token.encode())


def _taken(refused: NotYours) -> Problem:
    if refused.name:
        detail = f"{refused.name} har taget samtalen."
    elif refused.owner == "queue":
        detail = "Samtalen er i køen. Tag den, før du skriver."
    else:
        detail = "Samtalen er slut, eller den er hos en anden. Det, du skrev, er ikke sendt."
    return Problem(409, "not-yours", "Du har ikke samtalen", detail)
