"""The portal with its case workers, and windows in which somebody is signed on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from bot.settings import PROJECT
from tests.portal.case_worker import staff
from tests.portal.fake_engine import FakeEngine
from tests.portal.page_client import Window
from tests.portal.world import Clock, World, make_world, settings_for


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    staff(world)
    return world


@pytest.fixture
async def signed_on(world: World) -> AsyncIterator[Callable[[str], Awaitable[Window]]]:
    """Windows in which somebody is signed on; nothing runs by itself."""
    world.background_jobs = list  # type: ignore[method-assign]
    async with AsyncExitStack() as stack:
        app = create_app(world.settings, world, patience=Patience(answer=2, restart=1, poll=0.02))
        server = await stack.enter_async_context(TestServer(app))

        async def sign_on(person: str) -> Window:
            window = Window(server)
            stack.push_async_callback(window.client.close)
            await window.sign_on(person, "/sager")
            return window

        yield sign_on
