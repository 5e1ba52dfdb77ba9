"""Chromium, and the portal on a real port with a fake engine behind it."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import unused_port

from bot.portal.app import create_app
from bot.portal.context import CONTEXT
from bot.portal.engine_client import Patience
from bot.settings import Settings
from tests.browser.samples import CARDS, utterance
from tests.portal.fake_engine import FakeEngine, Turn, echo
from tests.portal.world import MEMBER, Clock, World, make_world, settings_for

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in str(item.path.parent.name):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")  # not longer: its event loop would be in the way of asyncio tests
def chromium() -> Iterator[Any]:
    """The browser; without one the tests are skipped, and in CI they fail."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        reason = "Chromium is not installed (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class LivePortal:
    """The application in a thread of its own; the test talks to it from outside only."""

    def __init__(self, folder: Path, settings: Callable[[Settings, int], Settings] | None = None) -> None:
        """`settings` changes those of the demo, knowing the port."""
        self.engine = FakeEngine(card_script)
        self._settings = settings or (lambda given, _: given)
        self.clock = Clock()
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> LivePortal:
        self._thread.start()
        self._run(self._start())
        return self

    async def _start(self) -> None:
        await self.engine.start()
        self.clock.now = Clock.real()
        self.world: World = make_world(settings_for(self._folder, self.engine.port), self.clock)
        port = unused_port()
        settings = self._settings(self.world.settings, port)
        app = create_app(settings, self.world, patience=Patience(answer=10, restart=1, poll=0.05))
        self._hub = app[CONTEXT].hub
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self._run(self._runner.cleanup())
        self._run(self.engine.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def wake(self, conversation_id: str) -> None:
        """What a process does that has stored something: the open streams look at once."""
        self._loop.call_soon_threadsafe(self._hub.wake, conversation_id)

    def show(self, *names: str, person: str = MEMBER) -> None:
        """Puts the named cards into the person's conversation."""
        conversation = self.world.conversations.for_person(person)
        self.world.conversations.add_messages(conversation.id, [utterance(name) for name in names])


def card_script(turn: Turn) -> list[dict[str, Any]]:
    """Answers "vis <kort>" with that card, and everything else as the echo does."""
    text = turn["text"] or ""
    names = text.removeprefix("vis ").split() if text.startswith("vis ") else []
    if names and all(name in CARDS for name in names):
        return [utterance(name).model_dump(mode="json", exclude_none=True) for name in names]
    return echo(turn)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LivePortal]:
    portal = LivePortal(tmp_path).start()
    yield portal
    portal.stop()
