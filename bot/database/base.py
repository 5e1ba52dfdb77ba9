"""What all tables share: the declarative base and the column types that behave alike in SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Constraint names are fixed so that migrations can name them in both databases.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Json = dict[str, Any]


class Base(DeclarativeBase):
    """Base of all mapped classes."""

    metadata = sa.MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; SQLite has no time zones, so UTC is put on and off at the border."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        value = value.astimezone(timezone.utc)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


def key() -> sa.String:
    """An identifier: our own random ones and the ids of grunddata."""
    return sa.String(64)


def unit_path() -> sa.String:
    """A materialised path "/a/b/"; compared by bytes in both databases, so that a range of it can use an index."""
    return sa.String(500).with_variant(sa.String(500, collation="C"), "postgresql")


def below(column: Any, path: str) -> sa.ColumnElement[bool]:
    """The unit at `path` and everything below it, as a range ("0" is the character after "/")."""
    return sa.and_(column >= path, column < path[:-1] + "0")
