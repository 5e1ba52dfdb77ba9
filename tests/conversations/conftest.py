"""Scripted talks through the three real processes, and the same database read directly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from bot.container import Container
from bot.settings import Settings
from tests.client import Employee
from tests.processes import Running

Begin = Callable[[str], Employee]


@pytest.fixture
def begin(running: Running) -> Begin:
    """Logs a demo person in on an empty conversation; drafts of earlier tests are erased with it."""

    def log_in(person: str) -> Employee:
        return running.employee(person).start_over()

    return log_in


@pytest.fixture(scope="session")
def house(running: Running) -> Container:
    """The domain services on the database of the running assistant, to check what was stored."""
    environment = {
        "DATA_DIR": str(running.data_dir),
        "DATABASE_URL": running.database_url,
        "DEMO": "1",
        "SERVICEASSISTENT_CPR_KEY": (running.data_dir / "demo-cpr.key").read_text().strip(),
        "SERVICEASSISTENT_AUDIT_KEY": (running.data_dir / "demo-audit.key").read_text().strip(),
    }
    return Container(Settings.from_environment(environment))


@pytest.fixture
def rows(house: Container) -> Callable[..., list[tuple[Any, ...]]]:
    """Reads the database in SQL, beside all services."""

    def read(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
        with house.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(statement), parameters)]

    return read
