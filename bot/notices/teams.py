"""Who is to be told in Teams that there is something: neither what nor about whom, and once for what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.notices.model import NoticeRow, PreferenceRow, TeamsContactRow

# An open window of the assistant, in whatever process, has shown a notice long before.
PATIENCE = timedelta(minutes=1)
_FRESH = timedelta(hours=12)  # how long the note of when somebody was here may be behind

_CONTACTS: sa.Table = TeamsContactRow.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class TeamsContact:
    """A private chat with the assistant."""

    person_id: str
    conversation_id: str
    service_url: str
    tenant_id: str
    told_until: datetime | None = None


class TeamsContacts:
    """Keeps the chats. Safe in several processes at once."""

    def __init__(self, session_factory: Sessions, clock: Clock) -> None:
        self._sessions, self._clock = session_factory, clock

    def note(self, contact: TeamsContact) -> bool:
        """Keeps the chat; True where the person had none."""
        now = self._clock()
        kept = {
            "conversation_id": contact.conversation_id,
            "service_url": contact.service_url,
            "tenant_id": contact.tenant_id,
        }
        with reading(self._sessions) as session:  # most messages change nothing, and take no lock of a writer
            row = session.get(TeamsContactRow, contact.person_id)
            if row and all(getattr(row, name) == value for name, value in kept.items()) and row.used_at > now - _FRESH:
                return False
        try:
            with writing(self._sessions) as session:
                row = session.get(TeamsContactRow, contact.person_id, with_for_update=True)
                if row is None:
                    session.add(TeamsContactRow(person_id=contact.person_id, **kept, used_at=now, told_until=None))
                    return True
                for name, value in kept.items():
                    setattr(row, name, value)
                row.used_at = now
        except IntegrityError:  # noted by another process at the same instant
            return False
        return False

    def forget(self, conversation_id: str) -> None:
        """Drops the chat, which is no more."""
        with writing(self._sessions) as session:
            session.execute(
                sa.delete(TeamsContactRow).where(TeamsContactRow.conversation_id == conversation_id),
                execution_options={"synchronize_session": False},
            )

    def to_tell(self) -> list[TeamsContact]:
        """Those who want to be told, and have had something waiting for a while that is newer than the last time."""
        waiting = sa.exists().where(
            NoticeRow.person_id == TeamsContactRow.person_id,
            NoticeRow.shown_at.is_(None),
            NoticeRow.created_at <= self._clock() - PATIENCE,
            sa.or_(TeamsContactRow.told_until.is_(None), NoticeRow.created_at > TeamsContactRow.told_until),
        )
        unwilling = sa.exists().where(
            PreferenceRow.person_id == TeamsContactRow.person_id, PreferenceRow.reminders.is_(False)
        )
        with reading(self._sessions) as session:
            rows = session.scalars(sa.select(TeamsContactRow).where(waiting, ~unwilling)).all()
        return [_shown(row) for row in rows]

    def claim(self, contact: TeamsContact) -> datetime | None:
        """Takes on telling the person of what was written until then; None where another process has."""
        until = self._clock() - PATIENCE
        return until if self._set_told(contact, contact.told_until, until) else None

    def give_back(self, contact: TeamsContact, until: datetime) -> None:
        """Undoes a claim whose message could not be sent."""
        self._set_told(contact, until, contact.told_until)

    def _set_told(self, contact: TeamsContact, was: datetime | None, becomes: datetime | None) -> bool:
        told = _CONTACTS.c.told_until
        changed = (
            sa.update(_CONTACTS)
            .where(_CONTACTS.c.person_id == contact.person_id, told.is_(None) if was is None else told == was)
            .values(told_until=becomes)
            .returning(_CONTACTS.c.person_id)
        )
        with writing(self._sessions) as session:
            return session.execute(changed).scalar() is not None


def _shown(row: TeamsContactRow) -> TeamsContact:
    return TeamsContact(row.person_id, row.conversation_id, row.service_url, row.tenant_id, row.told_until)
