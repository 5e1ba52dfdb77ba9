"""The portal with Teams switched on, between a local issuer of tokens and a local connector."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.orm import Session

from bot.access.model import PersonRow
from bot.portal.app import create_app
from bot.portal.context import CONTEXT
from bot.portal.engine_client import Patience
from bot.portal.teams import adapter
from bot.portal.teams.adapter import Clients, service_hosts
from bot.portal.teams.endpoint import TEAMS, install_teams
from bot.portal.teams.tokens import BotTokens
from bot.settings import TeamsSettings
from tests.portal.client import Portal
from tests.portal.teams.chat import Chat
from tests.portal.teams.local_microsoft import APP_ID, TENANT, Connector, Issuer
from tests.portal.world import LEADER, MEMBER, Clock, World

ENTRA = {MEMBER: "0a0a0a0a-0000-0000-0000-00000000000a", LEADER: "0b0b0b0b-0000-0000-0000-00000000000b"}


@pytest.fixture
def teams() -> TeamsSettings:
    return TeamsSettings(
        APP_ID,
        frozenset({TENANT}),
        TENANT,
        "https://portal.kommunen.example",
        secret="never sent",
        file_hosts=("files.example",),
    )


@pytest.fixture
async def issuer(clock: Clock) -> AsyncIterator[Issuer]:
    issuer = Issuer(clock)
    await issuer.start()
    yield issuer
    await issuer.stop()


@pytest.fixture
async def connector(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connector]:
    """Stands where the service address leads; the addresses themselves are checked as always."""
    connector = Connector()
    await connector.start()
    real = adapter.connector
    monkeypatch.setattr(adapter, "connector", lambda _, token: real(connector.url, token))
    yield connector
    await connector.stop()


class OwnToken:
    """How the assistant proves who it is, without Entra."""

    def get_token_provider(self, *_: Any) -> OwnToken:
        return self

    async def get_access_token(self, *_: Any) -> str:
        return "own-token"


@pytest.fixture
def hosts() -> Any:
    """Where files may be fetched; None for the hosts in the settings."""
    return None


@pytest.fixture
async def app(
    world: World, teams: TeamsSettings, issuer: Issuer, connector: Connector, clock: Clock, hosts: Any
) -> web.Application:
    with Session(world.engine) as session:
        for person, entra in ENTRA.items():
            session.execute(sa.update(PersonRow).where(PersonRow.id == person).values(entra_id=entra))
        session.commit()
    app = create_app(world.settings, world, patience=Patience(answer=2, restart=1, poll=0.02))
    tokens = BotTokens(APP_ID, clock, issuer.url)
    clients = Clients(OwnToken(), service_hosts(teams))  # type: ignore[arg-type]
    install_teams(app, app[CONTEXT], teams, tokens=tokens, clients=clients, hosts=hosts, push_every=3600)
    return app


@pytest.fixture
async def chat(app: web.Application, issuer: Issuer, connector: Connector) -> AsyncIterator[Chat]:
    async with TestClient(TestServer(app)) as client:
        yield Chat(client, issuer, connector, app[TEAMS])


@pytest.fixture
def widget(chat: Chat) -> Portal:
    """The same portal, by the widget's API."""
    return Portal(chat.client)
