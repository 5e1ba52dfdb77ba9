"""Engines for the two databases that are supported: SQLite (embedded) and PostgreSQL."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

Sessions = sessionmaker[Session]

_WRITE = {"begin_immediate": True}


def create_engine_for(url: str | URL) -> Engine:
    """Opens a database; for a SQLite file its folder is made. A `postgresql://` address uses psycopg."""
    url = make_url(url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, json_serializer=_dump)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sqlite(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_size": 10, "max_overflow": 30}
    if not in_memory:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, connect_args={"timeout": 5, "check_same_thread": False}, json_serializer=_dump, **options
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late to lock; SQLAlchemy's documentation shows this way (pysqlite).
        connection.isolation_level = None
        # What is erased is overwritten in the file, not only forgotten (secure_delete).
        settings = (
            "busy_timeout=5000",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "secure_delete=ON",
        )
        for pragma in settings:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later cannot wait for the lock in WAL mode ("database is locked"),
        # so those that will write take it at once.
        write = connection.get_execution_options().get("begin_immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def session_factory(engine: Engine) -> Sessions:
    """Makes sessions; objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False, info={"write_lock": threading.RLock()})


@contextmanager
def reading(sessions: Sessions) -> Iterator[Session]:
    """A short transaction that only reads."""
    with sessions() as session:
        yield session


@contextmanager
def writing(sessions: Sessions) -> Iterator[Session]:
    """A short transaction that commits at the end, or leaves nothing behind."""
    with sessions() as session:
        if session.get_bind().dialect.name != "sqlite":
            yield session
            session.commit()
            return
        # One writer at a time is SQLite's rule; within a process a lock is fairer and quicker than its busy waiting.
        with session.info["write_lock"]:
            session.connection(execution_options=_WRITE)
            yield session
            session.commit()
