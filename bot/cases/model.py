"""Drafts, cases, their history, attachments and the outbox: the tables."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, Json, UtcDateTime, key, unit_path


class DraftRow(Base):
    """A report under way; it exists from the first answer on."""

    __tablename__ = "drafts"
    __table_args__ = (sa.Index("ix_drafts_owner_id_state", "owner_id", "state"),)

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    owner_id: Mapped[str] = mapped_column(key())
    solution_id: Mapped[str] = mapped_column(sa.String(64))
    conversation_id: Mapped[str | None] = mapped_column(key(), index=True)
    course_part_id: Mapped[str | None] = mapped_column(key(), index=True)  # the part of a life event that it is
    refiled_from: Mapped[str | None] = mapped_column(sa.String(16))  # the rejected case that it stands in for
    on_behalf_of_id: Mapped[str | None] = mapped_column(key())
    answers: Mapped[Json] = mapped_column(sa.JSON)
    confirmed: Mapped[list[str]] = mapped_column(sa.JSON)
    sources: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    version: Mapped[int] = mapped_column(sa.Integer)
    state: Mapped[str] = mapped_column(sa.String(16))
    # In the list of those who hold the task in the unit, who may take it over; not there without.
    shared_unit_id: Mapped[str | None] = mapped_column(key(), index=True)
    shared_task: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)


def _where_given(name: str, column: str) -> sa.Index:
    """Most cases have no such party: without them the index is small, and the planner knows that it is selective."""
    given = sa.text(f"{column} IS NOT NULL")
    return sa.Index(name, column, "state", "updated_at", sqlite_where=given, postgresql_where=given)


class CaseRow(Base):
    """A case. Who may see it follows from these columns alone (bot/cases/visibility.py)."""

    __tablename__ = "cases"
    __table_args__ = (
        # One for each way of being a party, so that "mine, awaiting me first" never reads anyone else's rows.
        sa.Index("ix_cases_reporter", "reporter_id", "state", "updated_at"),
        _where_given("ix_cases_on_behalf_of", "on_behalf_of_id"),
        sa.Index("ix_cases_subject", "subject_id", "subject_sees", "updated_at"),
        _where_given("ix_cases_approver", "approver_id"),
        _where_given("ix_cases_assignee", "assignee_id"),
        sa.Index("ix_cases_handler", "handler_task", "state", "unit_path"),
        # All that the list of a unit asks of a case: a leader's tens of thousands are read from the index alone.
        sa.Index(
            "ix_cases_unit",
            *("unit_path", "area", "updated_at", "number", "state", "solution_id", "submitted_at"),
            *("reporter_id", "subject_id", "on_behalf_of_id", "subject_sees", "sensitive", "unit_sees", "search_text"),
        ),
        sa.Index("ix_cases_updated", "updated_at", "number"),
        sa.Index("ix_cases_state", "state", "state_since"),
        sa.Index("ix_cases_course_part_id", "course_part_id"),
    )

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(16), unique=True)
    solution_id: Mapped[str] = mapped_column(sa.String(64))
    title: Mapped[str] = mapped_column(sa.String(200))
    area: Mapped[str] = mapped_column(sa.String(32))
    state: Mapped[str] = mapped_column(sa.String(24))
    return_state: Mapped[str | None] = mapped_column(sa.String(24))  # where an answer of the reporter leads
    reporter_id: Mapped[str] = mapped_column(key())
    on_behalf_of_id: Mapped[str | None] = mapped_column(key())
    subject_id: Mapped[str | None] = mapped_column(key())
    subject_name: Mapped[str | None] = mapped_column(sa.String(200))
    case_worker_id: Mapped[str | None] = mapped_column(key())
    approver_id: Mapped[str | None] = mapped_column(key())
    assignee_id: Mapped[str | None] = mapped_column(key())  # the colleague of the reporter who sees to it now
    unit_id: Mapped[str] = mapped_column(key())
    unit_path: Mapped[str] = mapped_column(unit_path())
    handler_task: Mapped[str] = mapped_column(sa.String(64))
    at_desk: Mapped[bool] = mapped_column(sa.Boolean)  # the desk has been told: not before it is approved
    sensitive: Mapped[bool] = mapped_column(sa.Boolean)
    subject_sees: Mapped[bool] = mapped_column(sa.Boolean)
    unit_sees: Mapped[bool] = mapped_column(sa.Boolean)
    answers: Mapped[Json] = mapped_column(sa.JSON)
    search_text: Mapped[str] = mapped_column(sa.Text)
    draft_id: Mapped[str | None] = mapped_column(key(), unique=True)
    course_part_id: Mapped[str | None] = mapped_column(key())  # the part of a life event that it is
    conversation_id: Mapped[str | None] = mapped_column(key())
    correlation_id: Mapped[str] = mapped_column(key(), unique=True)
    backend_ref: Mapped[str | None] = mapped_column(sa.String(64))
    suggested_solution: Mapped[str | None] = mapped_column(sa.String(64))  # where it belongs, of a rejected one
    refiled_as: Mapped[str | None] = mapped_column(sa.String(16))  # the case that was sent instead
    version: Mapped[int] = mapped_column(sa.Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime())
    state_since: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())


class FollowerRow(Base):
    """Someone follows a case; whether they may see it is asked each time (bot/cases/visibility.py)."""

    __tablename__ = "case_followers"

    person_id: Mapped[str] = mapped_column(key(), primary_key=True)
    case_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("cases.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime())


class HistoryRow(Base):
    """One line of a case's history, in plain Danish."""

    __tablename__ = "case_history"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "seq"),
        sa.UniqueConstraint("case_id", "client_id"),
    )

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    case_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("cases.id"))
    seq: Mapped[int] = mapped_column(sa.Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    kind: Mapped[str] = mapped_column(sa.String(16))
    actor_kind: Mapped[str] = mapped_column(sa.String(16))
    actor_id: Mapped[str | None] = mapped_column(key())
    state: Mapped[str] = mapped_column(sa.String(24))
    text: Mapped[str] = mapped_column(sa.Text)
    client_id: Mapped[str | None] = mapped_column(sa.String(64))


class AttachmentRow(Base):
    """A stored file's description; the bytes lie in the files folder under its id."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    owner_id: Mapped[str] = mapped_column(key(), index=True)
    conversation_id: Mapped[str | None] = mapped_column(key(), index=True)
    case_id: Mapped[str | None] = mapped_column(key(), sa.ForeignKey("cases.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.Integer)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class OutboxRow(Base):
    """A message to the backend, written in the same transaction as what it tells of."""

    __tablename__ = "outbox"
    __table_args__ = (sa.Index("ix_outbox_delivered_at_next_attempt_at", "delivered_at", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=True)
    message_id: Mapped[str] = mapped_column(key(), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    case_id: Mapped[str] = mapped_column(key(), index=True)
    correlation_id: Mapped[str] = mapped_column(key())
    body: Mapped[Json] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    attempts: Mapped[int] = mapped_column(sa.Integer)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime())
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    last_error: Mapped[str | None] = mapped_column(sa.String(200))
