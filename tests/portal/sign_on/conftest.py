"""The portal outside the demo, with a provider by which people sign on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy.orm import Session

from bot.access.model import PersonRow
from bot.portal.app import create_app
from bot.settings import OidcSettings, Settings
from tests.portal.page_client import Window
from tests.portal.sign_on.provider import LocalProvider, object_id
from tests.portal.world import LEADER, MEMBER, Clock, World


def with_oidc(settings: Settings, issuer: str, port: int, **changes: str) -> Settings:
    """The same portal, where people sign on by the provider."""
    given = {"person_claim": "oid", "client_secret": "hemmelig", **changes}
    return replace(settings, demo=False, oidc=OidcSettings(issuer, "portalen", f"http://127.0.0.1:{port}", **given))


def give_accounts(world: World) -> None:
    """Two of the municipality's people get accounts at the provider."""
    with Session(world.engine) as session:
        for person in (MEMBER, LEADER):
            session.get_one(PersonRow, person).entra_id = object_id(person)
        session.commit()


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with LocalProvider() as provider:
        yield provider


@pytest.fixture
def known(world: World, clock: Clock) -> World:
    """The municipality on this very day, its people with their accounts."""
    clock.now = Clock.real()
    give_accounts(world)
    return world


@pytest.fixture
async def server(known: World, provider: LocalProvider) -> AsyncIterator[TestServer]:
    port = unused_port()
    app = create_app(with_oidc(known.settings, provider.issuer, port), known)
    async with TestServer(app, port=port) as server:
        yield server


@pytest.fixture
async def window(server: TestServer) -> AsyncIterator[Window]:
    window = Window(server)
    yield window
    await window.client.close()
