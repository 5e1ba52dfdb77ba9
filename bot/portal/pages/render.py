"""Fills in the pages' templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from aiohttp import web

from bot.portal.context import CONTEXT

if TYPE_CHECKING:
    from bot.portal.sign_on.page_session import Visitor

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    request: web.Request, name: str, *, visitor: Visitor | None, status: int = 200, here: str = "", **values: object
) -> web.Response:
    """Returns a page; what is made for one person is kept nowhere on its way to them."""
    html = _templates.get_template(name).render(
        demo=request.app[CONTEXT].settings.demo,
        signs_on=request.app[CONTEXT].oidc is not None,
        visitor=visitor,
        here=here,
        path="/" if request.path.startswith("/log-") else request.path_qs,  # from there one does not come back
        **values,
    )
    response = web.Response(text=html, status=status, content_type="text/html", headers={"Cache-Control": "no-cache"})
    if visitor is not None:
        response.headers["Cache-Control"] = "private, no-store"
        # Its forms are sent with an Origin that can be checked; to other sites nothing is told, as everywhere.
        response.headers["Referrer-Policy"] = "same-origin"
    return response
