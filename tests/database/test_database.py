"""The database: its migrations, its times, its transactions."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.clock import LOCAL, UTC, local, today
from bot.conversations.model import UsedTokenRow
from bot.database.counters import count_up, get_marker, set_marker
from bot.database.engine import create_engine_for, session_factory, writing
from bot.database.migrations import configuration, upgrade
from bot.database.models import Base
from tests.stores import SERVER


@pytest.mark.postgres
def test_everything_is_also_run_on_postgresql() -> None:
    if not SERVER:
        pytest.skip("TEST_POSTGRES_URL names no PostgreSQL server, so the tests of the database ran on SQLite only")


def test_the_migrations_make_exactly_what_the_models_say(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_again_changes_nothing(engine: sa.Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        newest = ScriptDirectory.from_config(configuration(connection)).get_current_head()
        assert MigrationContext.configure(connection).get_current_revision() == newest


def test_a_new_database_is_made_with_its_folder(tmp_path: Path) -> None:
    engine = create_engine_for(f"sqlite:///{tmp_path / 'not' / 'there' / 'yet.db'}")
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000
    engine.dispose()


def test_times_are_stored_in_utc_and_come_back_aware(engine: sa.Engine) -> None:
    sessions = session_factory(engine)
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=LOCAL)
    with writing(sessions) as session:
        session.add(UsedTokenRow(jti_hash="a", expires_at=summer))
    with sessions() as session:
        stored = session.get_one(UsedTokenRow, "a").expires_at
    assert stored == summer
    assert stored.utcoffset() == timedelta(0)
    assert stored.hour == 10


def test_a_time_without_a_zone_is_refused(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.StatementError), writing(session_factory(engine)) as session:
        session.add(UsedTokenRow(jti_hash="a", expires_at=datetime(2026, 7, 1)))


def test_a_transaction_that_fails_leaves_nothing(engine: sa.Engine) -> None:
    sessions = session_factory(engine)
    with pytest.raises(RuntimeError), writing(sessions) as session:
        count_up(session, "a")
        raise RuntimeError
    with writing(sessions) as session:
        assert count_up(session, "a") == 1
        assert count_up(session, "a") == 2


def test_a_marker_holds_its_last_value(engine: sa.Engine) -> None:
    sessions = session_factory(engine)
    for value in ("x", "y"):
        with writing(sessions) as session:
            set_marker(session, "m", value)
    with sessions() as session:
        assert get_marker(session, "m") == "y"
        assert get_marker(session, "none") is None


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-01-31T22:59:59", "2026-01-31"),
        ("2026-01-31T23:00:00", "2026-02-01"),
        ("2026-06-30T21:59:59", "2026-06-30"),
        ("2026-06-30T22:00:00", "2026-07-01"),
        ("2028-02-28T23:30:00", "2028-02-29"),
        ("2026-12-31T23:00:00", "2027-01-01"),
    ],
)
def test_today_is_the_danish_day(instant: str, day: str) -> None:
    at = datetime.fromisoformat(instant).replace(tzinfo=timezone.utc)
    assert today(lambda: at).isoformat() == day


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert local(first).hour == local(first + timedelta(hours=1)).hour == 2
