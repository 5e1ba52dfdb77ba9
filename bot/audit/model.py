"""The table of the audit. Triggers (migration 0003) refuse changes, and deleting what is younger than five years."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, Json, UtcDateTime, key, unit_path


class AuditRow(Base):
    """One link of the chain: `entry_hash` covers all other columns, among them the hash of the entry before."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        sa.Index("ix_audit_entries_actor_id", "actor_id", "seq"),
        sa.Index("ix_audit_entries_subject_id", "subject_id", "seq"),
        sa.Index("ix_audit_entries_on_behalf_of_id", "on_behalf_of_id", "seq"),
        sa.Index("ix_audit_entries_object_id", "object_id", "seq"),
        sa.Index("ix_audit_entries_at", "at"),
    )

    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    actor_id: Mapped[str | None] = mapped_column(key())
    action: Mapped[str] = mapped_column(sa.String(32))
    object_kind: Mapped[str | None] = mapped_column(sa.String(16))
    object_id: Mapped[str | None] = mapped_column(key())
    unit_path: Mapped[str | None] = mapped_column(unit_path())
    subject_id: Mapped[str | None] = mapped_column(key())
    on_behalf_of_id: Mapped[str | None] = mapped_column(key())
    ground: Mapped[str] = mapped_column(sa.String(100))
    channel: Mapped[str] = mapped_column(sa.String(16))
    details: Mapped[Json] = mapped_column(sa.JSON)
    previous_hash: Mapped[str] = mapped_column(sa.String(100))
    entry_hash: Mapped[str] = mapped_column(sa.String(100))
