"""Fixtures that all tests may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

with suppress(ImportError):  # the engine's Python has no Hypothesis
    from hypothesis import settings

    # HYPOTHESIS_PROFILE=nightly .venv/bin/python -m pytest --import-mode=importlib tests/properties
    settings.register_profile("everyday", max_examples=200, deadline=None)
    settings.register_profile("nightly", max_examples=2000, deadline=None)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


@pytest.fixture(scope="session")
def host_portal() -> Iterator[Any]:
    """A portal of another origin that puts the widget on its page and vouches for its users."""
    from tests.host_portal import HostPortal

    portal = HostPortal().start()
    yield portal
    portal.stop()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, host_portal: Any) -> Iterator[object]:
    """The three real processes on a database of their own, started once a session; mark the test `processes`."""
    from tests.processes import SCANNER, running_assistant

    # Teams is open to Microsoft's playground on this computer, as it can be in a demonstration only.
    environment = {"SERVICEASSISTENT_SCANNER": SCANNER, "TEAMS_PLAYGROUND": "1", **host_portal.environment}
    with running_assistant(tmp_path_factory.mktemp("assistant"), **environment) as running:
        yield running
