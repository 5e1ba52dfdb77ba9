"""Counters and markers: small facts about the database itself."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.database.base import Base


class Counter(Base):
    """A number that only grows; its row lock also puts those who count in order."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    last: Mapped[int] = mapped_column(sa.BigInteger)


class Marker(Base):
    """A named value: who made the database, how far a backend has been read."""

    __tablename__ = "markers"

    name: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(200))


def count_up(session: Session, name: str, *, by: int = 1) -> int:
    """The counter's next value (the last one of several), in the caller's transaction; others who count wait for it."""
    bump = sa.update(Counter).where(Counter.name == name).values(last=Counter.last + by).returning(Counter.last)
    for _ in range(2):
        value = session.execute(bump, execution_options={"synchronize_session": False}).scalar()
        if value is not None:
            return int(value)
        try:
            with session.begin_nested():
                session.execute(sa.insert(Counter).values(name=name, last=by))
            return by
        except IntegrityError:  # made by another at the same instant: now it can be counted up
            continue
    raise AssertionError(name)


def get_marker(session: Session, name: str) -> str | None:
    return session.execute(sa.select(Marker.value).where(Marker.name == name)).scalar()


def set_marker(session: Session, name: str, value: str) -> None:
    changed = session.execute(
        sa.update(Marker).where(Marker.name == name).values(value=value).returning(Marker.name),
        execution_options={"synchronize_session": False},
    ).scalar()
    if changed is None:
        session.execute(sa.insert(Marker).values(name=name, value=value))
