"""The editors' pages of the question trees: what there is, how it is used, and each tree drawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aiohttp import web
from markupsafe import Markup

from bot.access.tasks import EDIT_KNOWLEDGE
from bot.knowledge.tree_drawing import draw
from bot.portal.context import Context
from bot.portal.pages.render import page
from bot.portal.pages.tree_view import outline, summary
from bot.portal.sign_on.page_access import missing, signed_on_page
from bot.portal.sign_on.page_session import Visitor

LIST = "/redaktion/traeer"
SINCE = timedelta(days=30)
ROOT = "root"


@signed_on_page(EDIT_KNOWLEDGE)
async def trees_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    await context.db(context.parts.knowledge.reload_if_changed)
    return page(request, "trees.html", visitor=visitor, here=LIST, trees=await context.db(_summaries, context))


def _summaries(context: Context) -> list[dict[str, Any]]:
    """The root tree first, then the areas in the order of the catalogue."""
    knowledge, since = context.parts.knowledge, context.parts.clock() - SINCE
    wanted = [name for name in (ROOT, *knowledge.areas) if name in knowledge.trees]
    return [summary(knowledge.trees[name], knowledge, context.parts.tree_runs.shares(name, since)) for name in wanted]


@signed_on_page(EDIT_KNOWLEDGE)
async def tree_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    knowledge = context.parts.knowledge
    await context.db(knowledge.reload_if_changed)
    tree = knowledge.trees.get(request.match_info["tree"])
    if tree is None:
        return missing(request, visitor, (LIST, "Til spørgetræerne"))
    shares = await context.db(context.parts.tree_runs.shares, tree.id, context.parts.clock() - SINCE)
    return page(
        request,
        "tree.html",
        visitor=visitor,
        here=LIST,
        tree=summary(tree, knowledge, shares),
        outline=outline(tree, knowledge, shares),
        drawing=Markup(draw(tree, knowledge, shares if shares.starts else None)),  # noqa: S704
    )
