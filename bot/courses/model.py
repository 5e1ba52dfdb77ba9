"""Courses and their parts: the tables. What has become of a reported part stands in drafts and cases alone."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, Json, UtcDateTime, key, unit_path


class CourseRow(Base):
    """A life event under way; `draft_id` is the form of opening questions, which makes it once only."""

    __tablename__ = "courses"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    event_id: Mapped[str] = mapped_column(sa.String(64))
    draft_id: Mapped[str] = mapped_column(key(), unique=True)
    owner_id: Mapped[str] = mapped_column(key(), index=True)
    subject_id: Mapped[str | None] = mapped_column(key())
    subject_name: Mapped[str | None] = mapped_column(sa.String(200))
    unit_id: Mapped[str] = mapped_column(key())
    unit_path: Mapped[str] = mapped_column(unit_path())
    event_date: Mapped[date] = mapped_column(sa.Date)
    answers: Mapped[Json] = mapped_column(sa.JSON)
    state: Mapped[str] = mapped_column(sa.String(16))  # active, finished, cancelled
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())


class CoursePartRow(Base):
    """One part of a course; `closed` says why nothing more is to be done: done, not_needed, or nothing yet."""

    __tablename__ = "course_parts"
    __table_args__ = (
        sa.UniqueConstraint("course_id", "part_id"),
        sa.Index("ix_course_parts_assignee_id_closed", "assignee_id", "closed"),
        sa.Index("ix_course_parts_due", "due"),
    )

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    course_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("courses.id"))
    part_id: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int] = mapped_column(sa.Integer)
    assignee_id: Mapped[str] = mapped_column(key())
    handed_by_id: Mapped[str | None] = mapped_column(key())
    due: Mapped[date | None] = mapped_column(sa.Date)
    closed: Mapped[str | None] = mapped_column(sa.String(16))
    closed_by_id: Mapped[str | None] = mapped_column(key())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
