"""Sessions of the portal. A token is 256 random bits; only its hash is kept, so that a read database opens nothing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.conversations.model import SessionRow, UsedTokenRow
from bot.conversations.types import SessionInfo
from bot.database.base import UtcDateTime
from bot.database.engine import Sessions, reading, writing

LIFETIME = timedelta(hours=8)  # a working day


_RESOLVE = sa.select(  # asked at every request, so written once
    SessionRow.person_id, SessionRow.conversation_id, SessionRow.thread_id, SessionRow.expires_at
).where(
    SessionRow.token_hash == sa.bindparam("token"),
    SessionRow.expires_at > sa.bindparam("now", type_=UtcDateTime),
    SessionRow.revoked_at.is_(None),
)


class SessionService:
    """Hands out session tokens, and knows which sign-on tokens have been used."""

    def __init__(self, session_factory: Sessions, clock: Clock, lifetime: timedelta = LIFETIME) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._lifetime = lifetime

    def create(self, person_id: str, conversation_id: str, thread_id: str) -> tuple[str, datetime]:
        """A new session: its token (shown once) and when it ends."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        expires = now + self._lifetime
        with writing(self._sessions) as session:
            session.add(
                SessionRow(
                    token_hash=_hash(token),
                    person_id=person_id,
                    conversation_id=conversation_id,
                    thread_id=thread_id,
                    created_at=now,
                    expires_at=expires,
                )
            )
        return token, expires

    def resolve(self, token: str) -> SessionInfo | None:
        """Who is behind the token; None where it is unknown, expired or revoked."""
        with reading(self._sessions) as session:
            row = session.execute(_RESOLVE, {"token": _hash(token), "now": self._clock()}).one_or_none()
            return SessionInfo(*row) if row else None

    def revoke(self, token: str) -> None:
        """Ends the session; harmless where there is none."""
        with writing(self._sessions) as session:
            session.execute(
                sa.update(SessionRow)
                .where(SessionRow.token_hash == _hash(token), SessionRow.revoked_at.is_(None))
                .values(revoked_at=self._clock()),
                execution_options={"synchronize_session": False},
            )

    def consume_jti(self, jti: str, exp: datetime) -> bool:
        """Marks a sign-on token as used; False where it was used before (a replay)."""
        try:
            with writing(self._sessions) as session:
                session.execute(sa.insert(UsedTokenRow).values(jti_hash=_hash(jti), expires_at=exp))
            return True
        except IntegrityError:
            return False

    def purge(self) -> int:
        """Deletes sessions and used tokens that are past; returns how many."""
        now = self._clock()
        with writing(self._sessions) as session:
            options = {"synchronize_session": False}
            old = session.execute(sa.delete(SessionRow).where(SessionRow.expires_at <= now), execution_options=options)
            # A token that has expired is refused anyway; an hour allows for clocks that differ.
            past = now - timedelta(hours=1)
            used = session.execute(
                sa.delete(UsedTokenRow).where(UsedTokenRow.expires_at <= past), execution_options=options
            )
            return sum(int(getattr(result, "rowcount", 0) or 0) for result in (old, used))


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
