"""The portal with a desk that is manned, and windows of people who are signed on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from bot.settings import PROJECT
from tests.portal.fake_engine import FakeEngine
from tests.portal.page_client import Window
from tests.portal.support import man
from tests.portal.world import Clock, World, make_world, settings_for

As = Callable[[str], Awaitable[Window]]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    man(world)
    return world


@pytest.fixture
async def signed_on(world: World) -> AsyncIterator[As]:
    """Opens a window for a person; all on one portal."""
    app = create_app(world.settings, world, patience=Patience(answer=2, restart=1, poll=0.02))
    server = TestServer(app)
    await server.start_server()
    windows: list[Window] = []

    async def open_window(person: str) -> Window:
        windows.append(Window(server))
        await windows[-1].sign_on(person)
        return windows[-1]

    yield open_window
    for window in windows:
        await window.client.close()
    await server.close()
