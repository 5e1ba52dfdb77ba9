"""Fixtures that all tests may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The three real processes on a database of their own, started once a session; mark the test `processes`."""
    from tests.processes import running_assistant

    with running_assistant(tmp_path_factory.mktemp("assistant")) as running:
        yield running
