"""Run by Alembic: migrations go through the connection (and the transaction) that `upgrade` has opened."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from bot.database.base import UtcDateTime
from bot.database.models import Base


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """Our own column type as plain SQLAlchemy: an old migration must not depend on today's code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
# SQLite's changes of tables are transactional too, once the driver's own transactions are off (bot/database/engine.py).
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
