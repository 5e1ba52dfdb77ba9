"""Purges what has been kept long enough (bot/privacy/retention_rules.py); safe in several processes at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bot.audit.log import AuditLog
from bot.audit.types import Code, Event
from bot.cases.model import AttachmentRow
from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.privacy.model import SecretRow
from bot.privacy.retention_loose import delete, loose_files, loose_numbers, strays
from bot.privacy.retention_rules import A_MONTH, RULES
from bot.privacy.retention_targets import Target, targets

BATCH = 1000  # rows in one transaction: others write in between


class Retention:
    """Deletes what the rules no longer allow to be kept; how much it is can be told beforehand."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        files: Path,
        purge_audit: Callable[[], int],
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._files = files
        self._purge_audit = purge_audit
        self._audit = audit or AuditLog(clock)

    def purge(self, *, dry_run: bool = False) -> dict[str, int]:
        """Purges, or with `dry_run` only counts: kind -> how many rows or files."""
        now = self._clock()
        counts = {rule.kind: self._purge(rule.kind, now, dry_run) for rule in RULES if rule.kept is not None}
        told: dict[str, Code] = {kind: count for kind, count in counts.items() if count and kind != "sessions"}
        if told and not dry_run:
            with writing(self._sessions) as session:
                self._audit.write(session, Event("retention_purged", None, ground="retention", details=told))
        return counts

    def _purge(self, kind: str, now: datetime, dry_run: bool) -> int:
        if kind == "loose_files":
            return self._purge_files(now, dry_run)
        if kind == "loose_cpr_numbers":
            return self._purge_numbers(now, dry_run)
        if dry_run:
            return sum(self._count(target) for target in targets(kind, now))
        if kind == "audit":  # its chain must stay whole
            return self._purge_audit()
        return sum(self._delete(target) for target in targets(kind, now))

    def _count(self, target: Target) -> int:
        row, where = target
        with reading(self._sessions) as session:
            return int(session.execute(sa.select(sa.func.count()).select_from(row).where(where)).scalar_one())

    def _delete(self, target: Target) -> int:
        """Batch by batch, so that nobody waits long."""
        row, where = target
        key = getattr(row, sa.inspect(row).primary_key[0].key)
        total = 0
        while True:
            with reading(self._sessions) as session:  # most days there is nothing, and then no write lock is needed
                some = session.scalars(sa.select(key).where(where).limit(BATCH)).all()
            if not some:
                return total
            with writing(self._sessions) as session:
                # Asked again with the lock: what has been taken up in the meantime stays.
                result = session.execute(
                    sa.delete(row).where(key.in_(some), where), execution_options={"synchronize_session": False}
                )
                gone = int(getattr(result, "rowcount", 0) or 0)
            total += gone
            if not gone:
                return total

    def _purge_files(self, now: datetime, dry_run: bool) -> int:
        with reading(self._sessions) as session:
            rows, on_disk = loose_files(session, now - A_MONTH), strays(session, self._files, now)
        if dry_run or not (rows or on_disk):
            return len(rows) + len(on_disk)
        with writing(self._sessions) as session:
            rows = loose_files(session, now - A_MONTH)
            delete(session, AttachmentRow.id, rows)
        for name in (*rows, *on_disk):
            (self._files / name).unlink(missing_ok=True)
        return len(rows) + len(on_disk)

    def _purge_numbers(self, now: datetime, dry_run: bool) -> int:
        with reading(self._sessions) as session:
            refs = loose_numbers(session, now - A_MONTH)
        if dry_run or not refs:
            return len(refs)
        with writing(self._sessions) as session:
            refs = loose_numbers(session, now - A_MONTH)
            delete(session, SecretRow.ref, refs)
        return len(refs)
