"""Sends a message into a private chat in which nobody has just written."""

from __future__ import annotations

from microsoft_agents.hosting.core import ClaimsIdentity, TurnContext

from bot.messages.message import Message
from bot.notices.teams import TeamsContact
from bot.portal.teams import cards
from bot.portal.teams.adapter import TeamsAdapter
from bot.portal.teams.contacts import continuation
from bot.portal.teams.outgoing import message_of
from bot.settings import TeamsSettings


class Unasked:
    """Writes to chats that are there; the adapter checks where that leads."""

    def __init__(self, settings: TeamsSettings, adapter: TeamsAdapter) -> None:
        self._settings, self._adapter = settings, adapter

    async def send(self, contact: TeamsContact, message: Message) -> None:
        """Raises whatever keeps it from being sent; nobody is told sorry for what they have not asked."""
        text, made = cards.in_teams(message, self._settings.portal_url)
        failed: list[Exception] = []

        async def say(context: TurnContext) -> None:
            try:
                await context.send_activity(message_of(text, made, summary=message.text))
            except Exception as error:
                failed.append(error)

        activity = continuation(contact, self._settings.app_id)
        if self._settings.playground:
            await self._adapter.continue_conversation_with_claims(ClaimsIdentity(), activity, say)
        else:
            await self._adapter.continue_conversation(self._settings.app_id, activity, say)
        if failed:
            raise failed[0]
