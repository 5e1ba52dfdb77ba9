"""The Microsoft 365 Agents SDK, with its unsafe defaults set right.

By default it would check no issuer, answer to any address, and tell the user an exception's text. Here the gate has
checked issuer and endorsement (gate.py, tokens.py), answers go to hosts that are listed, and an error is told plainly.
"""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address

import aiohttp
import structlog
from microsoft_agents.activity import Activity, ActivityTypes
from microsoft_agents.authentication.msal import MsalConnectionManager
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import (
    AgentAuthConfiguration,
    ChannelServiceClientFactoryBase,
    ClaimsIdentity,
    Connections,
    OutboundHostValidator,
    RestChannelServiceClientFactory,
    TurnContext,
)
from microsoft_agents.hosting.core.authorization import AnonymousTokenProvider, AuthTypes
from microsoft_agents.hosting.core.connector import ConnectorClientBase
from microsoft_agents.hosting.core.connector.client import UserTokenClient
from microsoft_agents.hosting.core.connector.teams import TeamsConnectorClient
from yarl import URL

from bot.portal.problems import place
from bot.portal.teams import words
from bot.settings import TeamsSettings

log = structlog.get_logger(__name__)

TIMEOUT = aiohttp.ClientTimeout(total=15)


class TeamsAdapter(CloudAdapter):
    """Takes activities in and sends answers out."""

    def __init__(self, settings: TeamsSettings, clients: ChannelServiceClientFactoryBase | None = None) -> None:
        hosts = service_hosts(settings)
        super().__init__(
            channel_service_client_factory=clients or Clients(connections(settings), hosts), host_validator=hosts
        )
        self.on_turn_error = say_sorry


class LoopbackOnly(OutboundHostValidator):
    """For the playground: this computer, and no other."""

    def __init__(self) -> None:
        super().__init__(["localhost"], enabled=True, include_default_microsoft_hosts=False)

    def is_allowed(self, url: str | URL) -> bool:
        try:
            host = URL(url).host or ""
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False


class Clients(RestChannelServiceClientFactory):
    """Makes the clients that answers go out by; what is sent unasked passes the list of hosts as well."""

    def __init__(self, manager: Connections | None, hosts: OutboundHostValidator) -> None:
        super().__init__(manager)  # type: ignore[arg-type]  # none in the playground, where no token is asked for
        self._hosts = hosts

    async def create_connector_client(
        self,
        context: TurnContext | None,
        claims_identity: ClaimsIdentity,
        service_url: str,
        audience: str,
        scopes: list[str] | None = None,
        use_anonymous: bool = False,
    ) -> ConnectorClientBase:
        """A client for the service address; raises PermissionError where nothing may be sent there."""
        if not self._hosts.is_allowed(service_url):
            raise PermissionError("service address")
        provider = (
            AnonymousTokenProvider()
            if use_anonymous
            else self._connection_manager.get_token_provider(claims_identity, service_url)
        )
        token = await provider.get_access_token(audience, scopes or claims_identity.get_token_scope())
        return connector(service_url, token)

    async def create_user_token_client(
        self, context: TurnContext, claims_identity: ClaimsIdentity, use_anonymous: bool = False
    ) -> UserTokenClient:
        """People are never asked to sign in by the bot, so this one gets no token."""
        ours = context.activity.recipient.id if context.activity.recipient else "bot"
        return UserTokenClient(app_id=ours, endpoint=self._token_service_endpoint, token="")


def connector(service_url: str, token: str) -> TeamsConnectorClient:
    """A client with a limit on how long it waits."""
    base = service_url if service_url.endswith("/") else f"{service_url}/"
    return TeamsConnectorClient(base, token, session=aiohttp.ClientSession(base_url=base, timeout=TIMEOUT))


def connections(settings: TeamsSettings) -> MsalConnectionManager | None:
    """How the assistant proves who it is; None in the playground."""
    if settings.playground:
        return None
    by_certificate = bool(settings.certificate)
    ours = AgentAuthConfiguration(
        auth_type=AuthTypes.certificate if by_certificate else AuthTypes.client_secret,
        client_id=settings.app_id,
        tenant_id=settings.app_tenant,
        client_secret=settings.secret or None,
        cert_pfx_file=settings.certificate or None,
        anonymous_allowed=False,
        validate_issuer=True,  # our own check is stricter; should the SDK's ever be used, it is on
    )
    return MsalConnectionManager(connections_configurations={"SERVICE_CONNECTION": ours})


def service_hosts(settings: TeamsSettings) -> OutboundHostValidator:
    """Where answers may be sent: those hosts by https, none of the SDK's own list."""
    if settings.playground:
        return LoopbackOnly()
    return OutboundHostValidator(list(settings.service_hosts), enabled=True, include_default_microsoft_hosts=False)


def file_hosts(settings: TeamsSettings) -> OutboundHostValidator:
    """Where attached files may be fetched; addresses inside the network never."""
    return OutboundHostValidator(list(settings.file_hosts), enabled=True, include_default_microsoft_hosts=False)


async def say_sorry(context: TurnContext, error: Exception) -> None:
    """Tells the user that it went wrong, and the log where; never what."""
    log.error("turn in Teams failed", error=type(error).__name__, at=place(error))
    with suppress(Exception):
        await context.send_activity(Activity(type=ActivityTypes.message, text=words.SORRY, text_format="plain"))
