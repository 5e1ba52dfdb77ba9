"""A page presses a button in the visitor's conversation: it is a turn like any other."""

from __future__ import annotations

import hashlib

from aiohttp import web

from bot.messages.cards import Action, ChoicesCard
from bot.messages.message import Utterance
from bot.portal.context import Context
from bot.portal.intake import Incoming
from bot.portal.sign_on.page_access import see_other
from bot.portal.sign_on.page_session import Visitor


def same_form(nonce: str, what: str) -> str:
    """The id of what a form does: the same form twice does it once."""
    return "page-" + hashlib.sha256(f"{nonce} {what}".encode()).hexdigest()[:40]


async def in_the_assistant(
    context: Context, visitor: Visitor, nonce: str, action: Action, text: str
) -> web.StreamResponse:
    """Offers the button with the text, presses it, and goes to the assistant."""
    offer = Utterance(text=text, cards=[ChoicesCard(actions=[action])])
    pressed = same_form(nonce, action.payload)
    await context.turns.take(visitor.session, Incoming(pressed, payload=action.payload), offer)
    return see_other("/assistent")
