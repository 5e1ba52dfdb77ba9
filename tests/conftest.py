"""Fixtures that all tests may use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest

with suppress(ImportError):  # the engine's Python has no Hypothesis
    from hypothesis import settings

    # HYPOTHESIS_PROFILE=nightly .venv/bin/python -m pytest --import-mode=importlib tests/properties
    settings.register_profile("everyday", max_examples=200, deadline=None)
    settings.register_profile("nightly", max_examples=2000, deadline=None)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The three real processes on a database of their own, started once a session; mark the test `processes`."""
    from tests.processes import running_assistant

    with running_assistant(tmp_path_factory.mktemp("assistant")) as running:
        yield running
