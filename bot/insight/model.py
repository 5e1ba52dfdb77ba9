"""Runs of question trees: the table. Nothing in it leads to a person or a conversation."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, UtcDateTime, key


class TreeRunRow(Base):
    """One run of a tree: the answers that stand, where it is, and how it ended (nothing where it was given up)."""

    __tablename__ = "tree_runs"
    __table_args__ = (sa.Index("ix_tree_runs_tree_started_at", "tree", "started_at"),)

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    tree: Mapped[str] = mapped_column(sa.String(64))
    steps: Mapped[list[list[str]]] = mapped_column(sa.JSON)  # [[node, option], …] of the way that stands
    node: Mapped[str | None] = mapped_column(sa.String(128))  # the question that it stands at
    outcome: Mapped[str | None] = mapped_column(sa.String(80))  # "solution:<id>", "tree:<id>", "event:<id>", "person"
    started_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
