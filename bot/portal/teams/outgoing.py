"""A message as an activity to send."""

from __future__ import annotations

from microsoft_agents.activity import Activity, ActivityTypes, Attachment

from bot.portal.teams import cards
from bot.portal.teams.cards.parts import Element


def message_of(text: str, made: list[Element] | None = None, summary: str = "") -> Activity:
    """What people have written in it is not read as Markdown."""
    activity = Activity(type=ActivityTypes.message, text_format="plain")
    if text:
        activity.text = text
    if made:
        activity.attachments = [Attachment(content_type=cards.CONTENT_TYPE, content=card) for card in made]
        activity.summary = cards.summary_line(summary)
    return activity
