"""Questions that were asked and what was answered: the tables. No person and no conversation stands in them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, key


class FeedbackRow(Base):
    """One question that was asked, and its answer if there was one.

    It knows the day and not the time, so that it cannot be laid beside what was said or sent at that moment.
    """

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(16))  # solved, satisfied
    moment: Mapped[str] = mapped_column(sa.String(16))  # bot/feedback/types.py
    solution_id: Mapped[str | None] = mapped_column(sa.String(80))
    area: Mapped[str | None] = mapped_column(sa.String(32))
    asked_on: Mapped[date] = mapped_column(sa.Date, index=True)
    answer: Mapped[str | None] = mapped_column(sa.String(8))  # yes, partly, no


class FeedbackCommentRow(Base):
    """What was written instead of pressing a button; it goes sooner than the answer."""

    __tablename__ = "feedback_comments"

    feedback_id: Mapped[str] = mapped_column(key(), primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    written_on: Mapped[date] = mapped_column(sa.Date, index=True)
