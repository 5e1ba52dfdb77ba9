"""The runs of the import: who brought which file in, when, and how much it changed."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, Json, UtcDateTime, key


class MasterDataRunRow(Base):
    """A run that was carried out; trials and refused files leave no trace."""

    __tablename__ = "master_data_runs"
    __table_args__ = (sa.Index("ix_master_data_runs_at", "at"),)

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    run_by: Mapped[str] = mapped_column(sa.String(100))  # the account on the server, not a person of ours
    source: Mapped[str] = mapped_column(sa.String(200))  # the file's name without its folder
    sha256: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date] = mapped_column(sa.Date)
    forced: Mapped[bool] = mapped_column(sa.Boolean)
    counts: Mapped[Json] = mapped_column(sa.JSON)  # numbers only: the differences name people
