"""Sessions of the portal. A token is 256 random bits; only its hash is kept, so that a read database opens nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.access.model import EmploymentRow
from bot.access.standing import in_force
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.clock import Clock, today
from bot.conversations.model import SessionRow, UsedTokenRow
from bot.conversations.types import SessionInfo
from bot.database.base import UtcDateTime
from bot.database.engine import Sessions, reading, writing

LIFETIME = timedelta(hours=8)  # a working day

# A token is good for one thing only: the API's bearer (no kind), the pages' cookie, or passing from one to the other.
BEARER, PAGE, TICKET = "", "page", "ticket"
_MARK = "."  # between a token's kind and its random part, which never holds it


_SESSIONS: sa.Table = SessionRow.__table__  # type: ignore[assignment]
_COUNTS = sa.and_(
    SessionRow.expires_at > sa.bindparam("now", type_=UtcDateTime),
    SessionRow.revoked_at.is_(None),
    # Whoever leaves is signed off that day, whatever the session has left.
    sa.exists().where(
        EmploymentRow.person_id == SessionRow.person_id, in_force(EmploymentRow, sa.bindparam("day", type_=sa.Date))
    ),
)
_RESOLVE = sa.select(  # asked at every request, so written once
    SessionRow.person_id, SessionRow.conversation_id, SessionRow.thread_id, SessionRow.expires_at
).where(SessionRow.token_hash == sa.bindparam("token"), _COUNTS)
_ALIVE = sa.select(SessionRow.token_hash).where(
    SessionRow.token_hash.in_(sa.bindparam("tokens", expanding=True)), _COUNTS
)


class SessionService:
    """Hands out session tokens, and knows which sign-on tokens have been used."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        lifetime: timedelta = LIFETIME,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._lifetime = lifetime
        self._audit = audit or AuditLog(clock)

    def create(
        self,
        person_id: str,
        conversation_id: str,
        thread_id: str,
        *,
        kind: str = BEARER,
        lifetime: timedelta | None = None,
        vouched_by: str | None = None,
        provider_session: str | None = None,
    ) -> tuple[str, datetime]:
        """A new session: its token (shown once) and when it ends.

        `vouched_by` says who knew the person, where this is how they sign on; without it the session follows from one
        that is there. `provider_session` is the name that the provider has for the sign-on.
        """
        token = (f"{kind}{_MARK}" if kind else "") + secrets.token_urlsafe(32)
        now = self._clock()
        expires = now + (lifetime or self._lifetime)
        with writing(self._sessions) as session:
            session.add(
                SessionRow(
                    token_hash=_hash(token),
                    person_id=person_id,
                    conversation_id=conversation_id,
                    thread_id=thread_id,
                    created_at=now,
                    expires_at=expires,
                    provider_session=_hash(provider_session) if provider_session else None,
                )
            )
            if vouched_by is not None:
                self._audit.write(session, Event("sign_on", person_id, "person", person_id, ground=vouched_by))
        return token, expires

    def resolve(self, token: str, kind: str = BEARER) -> SessionInfo | None:
        """Who is behind the token; None where it is unknown, expired, revoked, of another kind, or they have left."""
        if token.rpartition(_MARK)[0] != kind:
            return None
        with reading(self._sessions) as session:
            wanted = {"token": _hash(token), "now": self._clock(), "day": today(self._clock)}
            row = session.execute(_RESOLVE, wanted).one_or_none()
            return SessionInfo(*row) if row else None

    def alive(self, tokens: Collection[str]) -> set[str]:
        """Those of the tokens that still count, in one query."""
        hashes = {_hash(token): token for token in tokens}
        with reading(self._sessions) as session:
            wanted = {"tokens": list(hashes), "now": self._clock(), "day": today(self._clock)}
            return {hashes[found] for found in session.scalars(_ALIVE, wanted)}

    def revoke(self, token: str) -> None:
        """Ends the session; harmless where there is none."""
        with writing(self._sessions) as session:
            session.execute(
                sa.update(SessionRow)
                .where(SessionRow.token_hash == _hash(token), SessionRow.revoked_at.is_(None))
                .values(revoked_at=self._clock()),
                execution_options={"synchronize_session": False},
            )

    def redeem(self, token: str) -> SessionInfo | None:
        """Takes a ticket once; None where it is unknown, expired or taken already."""
        if token.rpartition(_MARK)[0] != TICKET:
            return None
        now = self._clock()
        taken = (
            sa.update(_SESSIONS)
            .where(
                _SESSIONS.c.token_hash == _hash(token),
                _SESSIONS.c.expires_at > now,
                _SESSIONS.c.revoked_at.is_(None),
            )
            .values(revoked_at=now)
            .returning(
                _SESSIONS.c.person_id, _SESSIONS.c.conversation_id, _SESSIONS.c.thread_id, _SESSIONS.c.expires_at
            )
        )
        with writing(self._sessions) as session:
            row = session.execute(taken).one_or_none()
            return SessionInfo(*row) if row else None

    def end_thread(self, thread_id: str) -> None:
        """Ends all sessions of a thread: the widget's and the pages' of one sign-on."""
        self._change_thread(thread_id, revoked_at=self._clock())

    def end_provider_session(self, name: str) -> None:
        """Ends what came of a sign-on that has ended at the provider: the pages and the assistant."""
        now = self._clock()
        threads = sa.select(_SESSIONS.c.thread_id).where(_SESSIONS.c.provider_session == _hash(name))
        with writing(self._sessions) as session:
            session.execute(
                sa.update(_SESSIONS)
                .where(_SESSIONS.c.thread_id.in_(threads), _SESSIONS.c.revoked_at.is_(None))
                .values(revoked_at=now)
            )

    def move_thread(self, thread_id: str, to: str) -> None:
        """Takes the sessions of a thread over to a new one, so that they still end together."""
        self._change_thread(thread_id, thread_id=to)

    def threads_of(self, conversation_id: str) -> list[str]:
        """The threads of the conversation that somebody is signed on to."""
        live = sa.select(SessionRow.thread_id).where(
            SessionRow.conversation_id == conversation_id,
            SessionRow.expires_at > self._clock(),
            SessionRow.revoked_at.is_(None),
        )
        with reading(self._sessions) as session:
            return sorted(session.scalars(live.distinct()))

    def _change_thread(self, thread: str, **values: object) -> None:
        with writing(self._sessions) as session:
            session.execute(
                sa.update(_SESSIONS)
                .where(_SESSIONS.c.thread_id == thread, _SESSIONS.c.revoked_at.is_(None))
                .values(**values)
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
