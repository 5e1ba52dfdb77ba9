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
    name = "test_" + os.environ.get("PYTEST_XDIST_WORKER", "main")
    template = _migrated_on_server(SERVER, f"template_{name}")
    _on_server(SERVER, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


@cache
def _migrated_on_server(server: str, name: str) -> str:
    """A migrated database on the server to copy from; the process has its own."""
    _on_server(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    engine = create_engine_for(make_url(server).set(database=name).render_as_string(hide_password=False))
    upgrade(engine)
    engine.dispose()
    return name


def _on_server(server: str, *statements: str) -> None:
    admin = create_engine_for(server)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    admin.dispose()


def engine_of(kind: str, folder: Path) -> Iterator[sa.Engine]:
    """An engine on an empty, migrated database, closed afterwards."""
    engine = create_engine_for(database_url(kind, folder))
    yield engine
    engine.dispose()
