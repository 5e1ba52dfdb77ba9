"""Run by Alembic: migrations go through the connection (and the transaction) that `upgrade` has opened."""

from __future__ import annotations

from alembic import context

from bot.database.models import Base

connection = context.config.attributes["connection"]
# SQLite's changes of tables are transactional too, once the driver's own transactions are off (bot/database/engine.py).
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
