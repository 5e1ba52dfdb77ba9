"""Reads the audit: finds entries, walks the chain, and purges what is older than it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.audit.chain import Seal, walk
from bot.audit.log import COUNTER, AuditLog
from bot.audit.model import AuditRow
from bot.audit.types import Action, Code, Entry, Event, Verdict
from bot.clock import LOCAL, Clock
from bot.database.counters import Counter
from bot.database.engine import Sessions, reading, writing

# Five years, and some days: the database has a guard of its own at five years, by its own clock.
KEPT = timedelta(days=5 * 366)
_PAGE = 1000
_LAST = sa.select(Counter.last).where(Counter.name == COUNTER)


@dataclass(frozen=True)
class AuditFilter:
    """Which entries: `person` did it, or it was about them or on their behalf; `since` is a Danish day, included."""

    person: str | None = None
    case: str | None = None
    since: date | None = None
    action: Action | None = None
    limit: int = 100


class AuditTrail:
    """What can be asked of the audit; for auditors and operators, never for users of the assistant."""

    def __init__(self, session_factory: Sessions, clock: Clock, log: AuditLog, seal: Seal | None = None) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._log = log
        self._seal = seal or Seal()

    def find(self, wanted: AuditFilter) -> list[Entry]:
        """The newest entries that fit, in the order in which they were written."""
        conditions: list[sa.ColumnElement[bool]] = []
        if wanted.person:
            columns = (AuditRow.actor_id, AuditRow.subject_id, AuditRow.on_behalf_of_id)
            itself = sa.and_(AuditRow.object_kind == "person", AuditRow.object_id == wanted.person)
            conditions.append(sa.or_(*(column == wanted.person for column in columns), itself))
        if wanted.case:
            conditions += [AuditRow.object_kind == "case", AuditRow.object_id == wanted.case]
        if wanted.since:
            conditions.append(AuditRow.at >= datetime.combine(wanted.since, time(), LOCAL))
        if wanted.action:
            conditions.append(AuditRow.action == wanted.action)
        newest = sa.select(AuditRow).where(*conditions).order_by(AuditRow.seq.desc()).limit(wanted.limit)
        with reading(self._sessions) as session:
            return [_entry(row) for row in reversed(session.scalars(newest).all())]

    def verify(self) -> Verdict:
        """Walks the whole chain."""
        with reading(self._sessions) as session:
            newest = session.execute(sa.select(sa.func.max(AuditRow.seq))).scalar() or 0
            # Read after it: what others write meanwhile has both, and is left for the next walk.
            last = session.execute(_LAST).scalar() or 0
            if newest > last:
                return Verdict(0, 0, None, newest, "posten er tilføjet uden om systemet")
            return walk(_all(session, last), self._seal, last)

    def hash_of(self, seq: int) -> str | None:
        """The hash of an entry, to be compared with one that was noted elsewhere; None where there is no such entry."""
        with reading(self._sessions) as session:
            return session.execute(sa.select(AuditRow.entry_hash).where(AuditRow.seq == seq)).scalar()

    def purge(self) -> int:
        """Deletes what is older than it is kept, and adds an entry that tells up to where; returns how many."""
        with writing(self._sessions) as session:
            newest = session.execute(_LAST.with_for_update()).scalar()
            kept = sa.select(sa.func.min(AuditRow.seq)).where(AuditRow.at >= self._clock() - KEPT)
            # The newest one always stays: the next entry is joined to it.
            through = (session.execute(kept).scalar() or newest or 0) - 1
            ends = session.execute(sa.select(AuditRow.entry_hash).where(AuditRow.seq == through)).scalar()
            if ends is None:
                return 0
            result = session.execute(
                sa.delete(AuditRow).where(AuditRow.seq <= through), execution_options={"synchronize_session": False}
            )
            count = int(getattr(result, "rowcount", 0) or 0)
            details: dict[str, Code] = {"through": through, "hash": ends, "count": count}
            self._log.write(session, Event("audit_purged", None, "audit", ground="retention", details=details))
            return count


def _all(session: Session, last: int) -> Iterator[Entry]:
    """All entries up to the last one, page by page."""
    after = 0
    while True:
        rows = session.scalars(
            sa.select(AuditRow).where(AuditRow.seq > after, AuditRow.seq <= last).order_by(AuditRow.seq).limit(_PAGE)
        ).all()
        for row in rows:
            yield _entry(row)
        session.expunge_all()
        if len(rows) < _PAGE:
            return
        after = rows[-1].seq


def _entry(row: AuditRow) -> Entry:
    event = Event(
        row.action,  # type: ignore[arg-type]
        row.actor_id,
        row.object_kind,  # type: ignore[arg-type]
        row.object_id,
        row.unit_path,
        row.subject_id,
        row.on_behalf_of_id,
        row.ground,
        row.details,
    )
    return Entry(row.seq, row.at, event, row.channel, row.previous_hash, row.entry_hash)
