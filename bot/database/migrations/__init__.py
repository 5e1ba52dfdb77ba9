"""Brings a database to the form that this version of the code needs."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

_LOCK = 7_202_101  # any number that is ours: PostgreSQL's advisory lock for migrating


def upgrade(engine: Engine) -> None:
    """Migrates to the newest revision; harmless when repeated or started by two processes at once."""
    with engine.connect().execution_options(begin_immediate=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        config = configuration(connection)
        newest = ScriptDirectory.from_config(config).get_current_head()
        if MigrationContext.configure(connection).get_current_revision() != newest:
            command.upgrade(config, "head")


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for these migrations, working on the given connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
