"""Real databases for tests: SQLite always, PostgreSQL where TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.database.engine import create_engine_for
from bot.database.migrations import upgrade

SQLITE, POSTGRES = "sqlite", "postgresql"
SERVER = os.environ.get("TEST_POSTGRES_URL")
# Without a server one test is skipped with the reason (tests/database), not every test of the suite.
BOTH = [SQLITE, *([pytest.param(POSTGRES, marks=pytest.mark.postgres)] if SERVER else [])]


@cache
def _migrated() -> Path:
    """A migrated SQLite file to copy from: migrating each time would be most of a test's time."""
    path = Path(mkdtemp(prefix="serviceassistent-")) / "template.db"
    engine = create_engine_for(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def database_url(kind: str, folder: Path) -> str:
    """An empty, migrated database of the kind."""
    if kind == SQLITE:
        path = folder / "test.db"
        shutil.copy(_migrated(), path)
        return f"sqlite:///{path}"
    assert SERVER
    schema = "test_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    admin = create_engine_for(SERVER)
    with admin.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    admin.dispose()
    url = make_url(SERVER).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = create_engine_for(url)
    upgrade(engine)
    engine.dispose()
    return url.render_as_string(hide_password=False)


def engine_of(kind: str, folder: Path) -> Iterator[sa.Engine]:
    """An engine on an empty, migrated database, closed afterwards."""
    engine = create_engine_for(database_url(kind, folder))
    yield engine
    engine.dispose()
