"""Notices and what a person wants to be told: the tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, UtcDateTime, key


class NoticeRow(Base):
    """Something a person is told once; the same `subject_key` again is no new notice."""

    __tablename__ = "notices"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "subject_key"),
        sa.Index("ix_notices_person_id_shown_at", "person_id", "shown_at"),
        sa.Index("ix_notices_created_at", "created_at"),
    )

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    person_id: Mapped[str] = mapped_column(key())
    kind: Mapped[str] = mapped_column(sa.String(24))  # part_due, part_handed, part_done, case_news, draft_expires
    subject_key: Mapped[str] = mapped_column(sa.String(160))  # what it is about, and which time: "case:2026-000012:3"
    text: Mapped[str] = mapped_column(sa.Text)
    actions: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class PreferenceRow(Base):
    """What a person has chosen; without a row everything is as by default."""

    __tablename__ = "preferences"

    person_id: Mapped[str] = mapped_column(key(), primary_key=True)
    reminders: Mapped[bool] = mapped_column(sa.Boolean)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())


class TeamsContactRow(Base):
    """Where a person who uses the assistant in Teams can be told that there is something: no name, no content."""

    __tablename__ = "teams_contacts"

    person_id: Mapped[str] = mapped_column(key(), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(sa.String(300), index=True)  # Microsoft's id of the private chat
    service_url: Mapped[str] = mapped_column(sa.String(300))
    tenant_id: Mapped[str] = mapped_column(key())
    used_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    told_until: Mapped[datetime | None] = mapped_column(UtcDateTime())  # of what was written until then
