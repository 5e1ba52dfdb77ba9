"""The arena: one database for all examples of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.properties.arena import Arena
from tests.stores import SQLITE, engine_of


@pytest.fixture(scope="module")
def arena(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """On SQLite: that PostgreSQL decides alike is shown by the tests of the single packages."""
    folder = tmp_path_factory.mktemp("arena")
    for engine in engine_of(SQLITE, folder):
        yield Arena(engine, folder)
