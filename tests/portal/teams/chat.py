"""Somebody in Teams, as the portal meets them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from bot.portal.teams.endpoint import PATH, Teams
from tests.portal.teams.local_microsoft import Connector, Issuer, activity, buttons

Sent = dict[str, Any]


@dataclass
class Chat:
    client: TestClient
    issuer: Issuer
    connector: Connector
    teams: Teams

    async def post(self, body: Any, token: str | None = None) -> ClientResponse:
        """Delivers an activity as the connector does."""
        return await self.client.post(
            PATH, json=body, headers={"Authorization": f"Bearer {token or self.issuer.token()}"}
        )

    async def deliver(self, **changes: Any) -> list[Sent]:
        """Delivers an activity that is in order; returns what was said to it."""
        before = len(self.connector.messages)
        response = await self.post(activity(**changes))
        assert response.status in (200, 202), await response.text()
        return self.connector.messages[before:]

    async def say(self, text: str, **changes: Any) -> list[Sent]:
        return await self.deliver(text=text, **changes)

    async def press(self, message: Sent, title: str, **filled_in: Any) -> list[Sent]:
        """Presses a button of a card, with what was filled in."""
        return await self.deliver(value={**buttons(message)[title], **filled_in}, replyToId=self.id_of(message))

    def id_of(self, message: Sent) -> str:
        return f"sent-{self.connector.sent.index(message) + 1}"
