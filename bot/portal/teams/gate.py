"""Who may come in: one look at each request before the SDK sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web
from microsoft_agents.activity import Activity
from microsoft_agents.hosting.core import ClaimsIdentity
from pydantic import ValidationError

from bot.portal.teams.tokens import Signed, TokenRefused
from bot.settings import TeamsSettings

CHANNEL = "msteams"


class Refused(Exception):
    """The request is not let in; the text is for the log, never for who asks."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Delivery:
    """An activity that was let in, as the SDK asks for it: it takes part in nothing of the request any more."""

    body: dict[str, Any]
    sender: ClaimsIdentity
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)

    async def json(self) -> dict[str, Any]:
        return self.body

    def get_claims_identity(self) -> ClaimsIdentity:
        return self.sender

    def get_path_param(self, name: str) -> str:
        raise LookupError(name)


class Verifier(Protocol):
    """What a gate asks of the tokens."""

    async def verify(self, authorization: str | None) -> Signed: ...


class Gate:
    """Lets in what the connector has signed for Teams, from the tenants that are served."""

    def __init__(self, settings: TeamsSettings, tokens: Verifier) -> None:
        self._settings, self._tokens = settings, tokens

    async def admit(self, request: web.Request) -> Delivery:
        """What is let in; raises Refused."""
        try:
            signed = await self._tokens.verify(request.headers.get("Authorization"))
        except TokenRefused as refused:
            raise Refused(401, str(refused)) from None
        body, activity = activity_of(await request.read())
        if _bare(signed.service_url) != _bare(activity.service_url or ""):
            raise Refused(401, "the service address is not the token's")
        if activity.channel_id != CHANNEL:
            raise Refused(401, "another channel than Teams")
        if CHANNEL not in signed.endorsements:
            raise Refused(401, "the key may not speak for the channel")
        self._check_tenant(activity)
        return Delivery(body, ClaimsIdentity(signed.claims, "bearer"))

    def _check_tenant(self, activity: Activity) -> None:
        if not tenants_of(activity) or not tenants_of(activity) <= self._settings.tenants:
            raise Refused(403, "a tenant that is not served")


class PlaygroundGate(Gate):
    """Lets in what this very computer sends; there is no such gate outside a demonstration (bot/settings.py)."""

    def __init__(self, settings: TeamsSettings) -> None:
        if not settings.playground:
            raise ValueError("only the playground comes in without a token")
        super().__init__(settings, _Nobody())

    async def admit(self, request: web.Request) -> Delivery:
        if request.remote not in {"127.0.0.1", "::1"}:
            raise Refused(401, "the playground is on this computer only")
        body, activity = activity_of(await request.read())
        if activity.channel_id != CHANNEL:
            raise Refused(401, "another channel than Teams")
        self._check_tenant(activity)
        return Delivery(body, ClaimsIdentity())  # anonymous: answers carry no token either


class _Nobody:
    async def verify(self, authorization: str | None) -> Signed:
        raise TokenRefused("the playground has no tokens")


def activity_of(raw: bytes) -> tuple[dict[str, Any], Activity]:
    """The activity in a request; raises Refused where it is none that could be answered."""
    try:
        body: Any = json.loads(raw.decode("utf-8"))
        activity = Activity.model_validate(body)
    except (UnicodeDecodeError, ValueError, RecursionError, ValidationError) as error:
        raise Refused(400, f"no activity: {type(error).__name__}") from None
    if not activity.conversation or not activity.service_url:
        raise Refused(400, "an activity without a conversation or a service address")
    if activity.recipient is not None and activity.recipient.role not in (None, "bot"):
        raise Refused(400, "an activity for somebody else")  # the SDK would call other services for those
    return body, activity


def tenants_of(activity: Activity) -> set[str]:
    """Every tenant that the activity names; none where its conversation names none."""
    if not activity.conversation or not activity.conversation.tenant_id:
        return set()
    named = [activity.conversation.tenant_id]
    data = activity.channel_data
    tenant = data.get("tenant") if isinstance(data, dict) else None
    if isinstance(tenant, dict) and tenant.get("id"):
        named.append(str(tenant["id"]))
    if activity.from_property is not None and activity.from_property.tenant_id:
        named.append(activity.from_property.tenant_id)
    return {name.lower() for name in named}


def _bare(url: str) -> str:
    return url.rstrip("/").lower()
