"""Conversations, their threads and messages, and the sessions of the portal: the tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, Json, UtcDateTime, key


class ConversationRow(Base):
    """The one lasting conversation of a person."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    person_id: Mapped[str] = mapped_column(key(), unique=True)
    state: Mapped[Json] = mapped_column(sa.JSON)
    version: Mapped[int] = mapped_column(sa.Integer)
    last_seq: Mapped[int] = mapped_column(sa.Integer)
    owner: Mapped[str] = mapped_column(sa.String(80), default="bot", server_default="bot")  # bot/handover/types.py
    handover_id: Mapped[str | None] = mapped_column(key(), unique=True, index=True)  # the one that is under way
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ThreadRow(Base):
    """A thread of the dialogue engine (Rasa's sender id); each session has its own."""

    __tablename__ = "threads"

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("conversations.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class MessageRow(Base):
    """One message; `actions` is what its cards offer, kept beside them so that an offer is found quickly."""

    __tablename__ = "messages"
    __table_args__ = (
        sa.UniqueConstraint("conversation_id", "seq"),
        sa.UniqueConstraint("conversation_id", "client_id"),
    )

    id: Mapped[str] = mapped_column(key(), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("conversations.id"))
    seq: Mapped[int] = mapped_column(sa.Integer)
    sender: Mapped[str] = mapped_column(sa.String(8))
    text: Mapped[str] = mapped_column(sa.Text)
    cards: Mapped[list[Any]] = mapped_column(sa.JSON)
    actions: Mapped[list[Any]] = mapped_column(sa.JSON)
    payload: Mapped[str | None] = mapped_column(sa.Text)
    client_id: Mapped[str | None] = mapped_column(sa.String(64))
    in_reply_to: Mapped[str | None] = mapped_column(key(), index=True)
    handover_id: Mapped[str | None] = mapped_column(key(), index=True)  # said while it was not the bot's turn
    author_id: Mapped[str | None] = mapped_column(key())  # the supporter who said it
    author: Mapped[str | None] = mapped_column(sa.String(200))  # their name as the person saw it
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class SessionRow(Base):
    """A session of the portal; only the hash of its token is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(key(), index=True)
    conversation_id: Mapped[str] = mapped_column(key())
    thread_id: Mapped[str] = mapped_column(key())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    # The hash of the provider's name for the sign-on there, by which it says that it has ended.
    provider_session: Mapped[str | None] = mapped_column(sa.String(64), index=True)


class UsedTokenRow(Base):
    """The `jti` of a sign-on token that has been used, until it could no longer be valid anyway."""

    __tablename__ = "used_tokens"

    jti_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
