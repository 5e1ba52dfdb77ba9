"""The page of the live talks; what happens on it, its scripts do by the supporters' API (bot/portal/api/desk.py)."""

from __future__ import annotations

import json

import structlog
import yaml
from aiohttp import web

from bot.access.tasks import SUPPORT
from bot.handover.types import CHOSEN
from bot.knowledge.desk_phrases import load_desk_phrases
from bot.portal.context import Context
from bot.portal.pages.render import page
from bot.portal.problems import place
from bot.portal.sign_on.page_access import signed_on_page
from bot.portal.sign_on.page_session import Visitor

log = structlog.get_logger(__name__)

DESK = "/desk"


@signed_on_page(SUPPORT)
async def desk_page(request: web.Request, context: Context, visitor: Visitor) -> web.Response:
    given = {
        "me": {"id": visitor.person.id, "name": visitor.person.name},
        "outcomes": dict(CHOSEN),
        "phrases": await context.db(_phrases, context),
        "solutions": await context.db(_solutions, context),
    }
    return page(request, "desk.html", visitor=visitor, here=DESK, given=json.dumps(given, ensure_ascii=False))


def _phrases(context: Context) -> list[dict[str, str]]:
    """The ready phrases with figures and names put in; a file that cannot be read must not close the desk."""
    try:
        phrases = load_desk_phrases(context.settings.knowledge_dir)
    except (ValueError, yaml.YAMLError) as error:
        log.error("desk phrases not read", error=type(error).__name__, at=place(error))
        return []
    return [{"title": phrase.title, "text": context.parts.knowledge.text(phrase.text)} for phrase in phrases]


def _solutions(context: Context) -> list[dict[str, str]]:
    """What can be reported, by title."""
    context.parts.knowledge.reload_if_changed()
    known = [one for one in context.parts.knowledge.solutions.values() if one.can_report]
    return [{"id": one.id, "title": one.title} for one in sorted(known, key=lambda one: one.title.casefold())]
