"""The portal with a fake engine: everything else is real."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine
from tests.portal.world import Clock, World, make_world, settings_for


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def engine() -> AsyncIterator[FakeEngine]:
    engine = FakeEngine()
    await engine.start()
    yield engine
    await engine.stop()


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock) -> World:
    return make_world(settings_for(tmp_path, engine.port, cors_origins=("https://portal.kommunen.example",)), clock)


@pytest.fixture
async def portal(world: World) -> AsyncIterator[Portal]:
    app = create_app(world.settings, world, patience=Patience(answer=2, restart=1, poll=0.02))
    async with TestClient(TestServer(app)) as client:
        yield Portal(client)
