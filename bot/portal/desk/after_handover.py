"""When a talk with 1st line has ended: the one question how it went, asked as all such questions are."""

from __future__ import annotations

from bot.handover.types import Handover
from bot.portal.parts import PortalParts


def ask_how_it_went(parts: PortalParts, handover: Handover, topic: str | None) -> None:
    """Asks the person, where it is a moment to ask (bot/dialogue/asking.py); asked once, also when it is repeated."""
    asked = parts.asking.ask_after_handover(handover.conversation_id, handover.id, topic)
    if asked is not None:
        parts.conversations.add_messages(handover.conversation_id, [asked])
