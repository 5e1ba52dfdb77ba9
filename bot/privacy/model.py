"""The table of encrypted CPR numbers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from bot.database.base import Base, UtcDateTime, key


class SecretRow(Base):
    """One encrypted number of one owner. `digest` is keyed: it finds the same number again, and tells nothing else.

    Before the ciphertext stands the id of its key; `created_at` is when the number was last given, to the day.
    """

    __tablename__ = "cpr_secrets"
    __table_args__ = (sa.UniqueConstraint("owner_id", "digest"),)

    ref: Mapped[str] = mapped_column(key(), primary_key=True)
    owner_id: Mapped[str] = mapped_column(key())
    digest: Mapped[str] = mapped_column(sa.String(64))
    ciphertext: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())


class SecretUseRow(Base):
    """A case in which a number stands; a number that stands in none is erased with the conversation."""

    __tablename__ = "cpr_uses"

    ref: Mapped[str] = mapped_column(key(), sa.ForeignKey("cpr_secrets.ref"), primary_key=True)
    case_id: Mapped[str] = mapped_column(key(), sa.ForeignKey("cases.id"), primary_key=True)
