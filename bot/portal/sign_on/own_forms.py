"""Forms that only the visitor's own pages can send."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from bot.portal.intake import clean

if TYPE_CHECKING:
    from bot.portal.sign_on.page_session import Visitor

TOKEN_FIELD = "token"  # noqa: S105
MOST_IN_FIELD = 2000  # characters
_FORMS = b"forms of the signed-on pages"

Form = Mapping[str, str]


class NotOurForm(Exception):
    """A form that was not sent from one of the visitor's own pages."""


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


def form_token(cookie: str) -> str:
    """Follows from the session's secret: nobody else can make it, and it tells nothing of the secret."""
    return hmac.new(cookie.encode(), _FORMS, hashlib.sha256).hexdigest()
