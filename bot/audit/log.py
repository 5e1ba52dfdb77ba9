"""Writes the audit, in the same transaction as what it tells of: either both stand, or neither."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event as events
from sqlalchemy.orm import Session

from bot.audit.chain import BEGINNING, MISSING, Seal, entry_of
from bot.audit.model import AuditRow
from bot.audit.types import Channel, Entry, Event
from bot.clock import Clock
from bot.database.counters import count_up

COUNTER = "audit"
_WAITING = "audit entries"
_CODE = re.compile(r"[\w.:/@+-]{1,100}")  # ids of people and units are grunddata's own
_ROWS: sa.Table = AuditRow.__table__  # type: ignore[assignment]
_HASH = sa.select(AuditRow.entry_hash).where(AuditRow.seq == sa.bindparam("seq"))
_ADD = sa.insert(_ROWS)


class AuditLog:
    """Takes down events for the session's commit. It needs a session that will write (bot/database/engine.py)."""

    def __init__(self, clock: Clock, seal: Seal | None = None, channel: Channel = "system") -> None:
        self._clock = clock
        self._seal = seal or Seal()
        self._channel = channel

    def write(self, session: Session, event: Event) -> None:
        """The event is in the audit once the session has committed; raises ValueError where details are no codes."""
        _check(event.details)
        waiting = session.info.get(_WAITING)
        if waiting is None:
            waiting = session.info[_WAITING] = []
            session.connection()  # begins the transaction that the event belongs to
            events.listen(session, "before_commit", self._append)
            events.listen(session, "after_rollback", _forget)
        waiting.append(event)

    def _append(self, session: Session) -> None:
        """Puts what waits at the end of the chain.

        Last of all, since from here to the commit all others who want to write wait: whoever held the end of the
        chain and then wanted another row could stand in the way of one who holds that row and wants the end.
        """
        if session.in_nested_transaction() or not session.info[_WAITING]:
            return
        session.flush()
        waiting, session.info[_WAITING] = session.info[_WAITING], []
        last = count_up(session, COUNTER, by=len(waiting))
        first = last - len(waiting) + 1
        previous = BEGINNING
        if first > 1:
            previous = session.execute(_HASH, {"seq": first - 1}).scalar() or MISSING
        at, rows = self._clock(), []
        for seq, event in enumerate(waiting, start=first):
            entry = entry_of(seq, at, event, self._channel, previous, self._seal)
            previous = entry.entry_hash
            rows.append(_row(entry))
        session.execute(_ADD, rows)


def _forget(session: Session) -> None:
    session.info[_WAITING] = []


def _check(details: Mapping[str, Any]) -> None:
    """Codes and counts only: a text that someone has typed could hold anything."""
    for name, value in details.items():
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        for one in [name, *values]:
            if not (one is None or isinstance(one, int) or (isinstance(one, str) and _CODE.fullmatch(one))):
                raise ValueError(f"the audit takes codes only, in {name!r}")


def _row(entry: Entry) -> dict[str, Any]:
    event = entry.event
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor_id": event.actor_id,
        "action": event.action,
        "object_kind": event.kind,
        "object_id": event.object_id,
        "unit_path": event.unit_path,
        "subject_id": event.subject_id,
        "on_behalf_of_id": event.on_behalf_of_id,
        "ground": event.ground,
        "channel": entry.channel,
        "details": dict(event.details),
        "previous_hash": entry.previous_hash,
        "entry_hash": entry.entry_hash,
    }
