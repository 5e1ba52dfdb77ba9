"""Fixtures of tests that need a database; each runs on SQLite and, where there is a server, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.stores import BOTH, engine_of
from tests.town import Town


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty, migrated database."""
    yield from engine_of(request.param, tmp_path)


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Town:
    """The small municipality."""
    return Town(engine, tmp_path)
