"""Hand-overs, their history, who is at the desk, and calls: the tables. Who owns a conversation stands on it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, Json, UtcDateTime, key, unit_path


class HandoverRow(Base):
    """One hand-over, from the wish for a person to its end. Open while `conversations.handover_id` names it."""

    __tablename__ = "handovers"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(key(), index=True)
    person_id: Mapped[str] = mapped_column(key(), index=True)
    unit_path: Mapped[str] = mapped_column(unit_path())
    reason: Mapped[str] = mapped_column(sa.String(12))
    rank: Mapped[int] = mapped_column(sa.Integer)  # before the time: 0 crisis, 1 has been with someone, 2 others
    package: Mapped[Json] = mapped_column(sa.JSON)
    first_seq: Mapped[int] = mapped_column(sa.Integer)  # the conversation's last message when it was asked for
    shared: Mapped[bool] = mapped_column(sa.Boolean)  # the person has shared what is sensitive
    told: Mapped[bool] = mapped_column(sa.Boolean)  # that what they write while waiting goes along
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime())  # since when the present wait lasts
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)  # the first time
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), index=True)
    outcome: Mapped[str | None] = mapped_column(sa.String(16))
    outcome_text: Mapped[str] = mapped_column(sa.Text)
    case_number: Mapped[str | None] = mapped_column(sa.String(16))
    desk_ref: Mapped[str | None] = mapped_column(sa.String(200), unique=True)  # at another desk than the built-in one
    relayed_seq: Mapped[int] = mapped_column(sa.Integer)  # the last message that the other desk has


class HandoverEventRow(Base):
    """What happened to a hand-over, and whose the conversation was from then on."""

    __tablename__ = "handover_events"

    seq: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    handover_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("handovers.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    actor_id: Mapped[str | None] = mapped_column(key())
    to_id: Mapped[str | None] = mapped_column(key())
    owner: Mapped[str] = mapped_column(sa.String(80))
    message_seq: Mapped[int] = mapped_column(sa.Integer)  # the conversation's last message at that instant
    message_id: Mapped[str | None] = mapped_column(key())  # of what a supporter said
    text: Mapped[str] = mapped_column(sa.Text)
    action_id: Mapped[str | None] = mapped_column(key(), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class HandoverGuestRow(Base):
    """A specialist who was invited: reads and writes, while the owner stays one."""

    __tablename__ = "handover_guests"

    handover_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("handovers.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(key(), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime())


class HandoverReadRow(Base):
    """How far a supporter has read."""

    __tablename__ = "handover_reads"

    handover_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("handovers.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(key(), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.Integer)


class PresenceRow(Base):
    """Who is at the desk; they are until they have not been heard of for a while, or say that they are away."""

    __tablename__ = "desk_presence"

    person_id: Mapped[str] = mapped_column(key(), primary_key=True)
    available: Mapped[bool] = mapped_column(sa.Boolean)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)


class CallRow(Base):
    """A telephone call that was answered: its topic and what came of it. Nothing of who called."""

    __tablename__ = "desk_calls"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    supporter_id: Mapped[str] = mapped_column(key())
    topic: Mapped[str | None] = mapped_column(sa.String(64))
    outcome: Mapped[str] = mapped_column(sa.String(16))
    action_id: Mapped[str | None] = mapped_column(key(), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
