"""The chain of hashes: what is hashed, with which key, and whether an entry fits the one before. It asks nobody.

Without a key a hash is `sha256:<hex>`: whoever can write to the database could make the whole chain anew. With a key,
which lies outside the database, it is `hmac:<id of the key>:<hex>` (HMAC-SHA-256), and they cannot.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime

from bot.audit.types import Entry, Event, Verdict
from bot.clock import UTC

BEGINNING = "beginning"  # stands where the first entry has no other before it
MISSING = "missing"  # stands where the entry before was gone when the next one was written


class Seal:
    """Makes and checks hashes. `keys` holds none, one, or several keys by commas: the first seals, all can check."""

    def __init__(self, keys: str = "") -> None:
        parts = [part.strip().encode() for part in keys.split(",") if part.strip()]
        self._keys = {hashlib.sha256(b"audit key:" + part).hexdigest()[:8]: part for part in parts}
        self._current = next(iter(self._keys), None)

    def of(self, entry: Entry) -> str:
        """The hash of a new entry."""
        return self._sealed(entry, self._current)

    def knows_key_of(self, entry: Entry) -> bool:
        key_id = _key_id(entry)
        return key_id is None or key_id in self._keys

    def holds(self, entry: Entry) -> bool:
        """Whether the entry is as it was written; its key must be known."""
        return hmac.compare_digest(self._sealed(entry, _key_id(entry)).encode(), entry.entry_hash.encode())

    def _sealed(self, entry: Entry, key_id: str | None) -> str:
        text = canonical(entry)
        if key_id is None:
            return f"sha256:{hashlib.sha256(text).hexdigest()}"
        return f"hmac:{key_id}:{hmac.new(self._keys[key_id], text, hashlib.sha256).hexdigest()}"


def _key_id(entry: Entry) -> str | None:
    """Which key has sealed the entry; None for a plain checksum."""
    kind, _, rest = entry.entry_hash.partition(":")
    return rest.partition(":")[0] if kind == "hmac" else None


def canonical(entry: Entry) -> bytes:
    """The entry's one form in bytes: JSON, its parts in this order, times in UTC to the microsecond, keys sorted."""
    event = entry.event
    parts = [
        entry.seq,
        _time(entry.at),
        event.actor_id,
        event.action,
        event.kind,
        event.object_id,
        event.unit_path,
        event.subject_id,
        event.on_behalf_of_id,
        event.ground,
        entry.channel,
        dict(event.details),
        entry.previous_hash,
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def walk(entries: Iterable[Entry], seal: Seal, last: int) -> Verdict:
    """Follows the entries in order; `last` is the number that the last one ought to have.

    What was purged is missing at the beginning: then a later entry, itself in the chain, tells up to where, and with
    which hash it ended.
    """
    before: Entry | None = None
    count = unkeyed = 0
    keyed = False
    purged: tuple[int, str] | None = None  # where the entries that are here begin
    told: set[tuple[object, object]] = set()

    def broken(seq: int, reason: str) -> Verdict:
        head = (before.seq, before.entry_hash) if before else None
        return Verdict(count, unkeyed, head, seq, reason)

    for entry in entries:
        if before is None and entry.seq > 1:
            purged = (entry.seq - 1, entry.previous_hash)
        elif before is None and entry.previous_hash != BEGINNING:
            return broken(entry.seq, "den første post peger tilbage på en anden")
        elif before is not None and entry.seq != before.seq + 1:
            return broken(before.seq + 1, "posten mangler")
        elif before is not None and entry.previous_hash != before.entry_hash:
            return broken(entry.seq, "posten passer ikke til den før")
        is_keyed = _key_id(entry) is not None
        if keyed and not is_keyed:
            return broken(entry.seq, "posten er ikke forseglet med en nøgle, og det er dem før den")
        if not seal.knows_key_of(entry):
            return broken(entry.seq, "posten er forseglet med en nøgle, som ikke er givet her")
        if not seal.holds(entry):
            return broken(entry.seq, "indholdet er ændret")
        if entry.event.action == "audit_purged":
            told.add((entry.event.details.get("through"), entry.event.details.get("hash")))
        before, keyed, count, unkeyed = entry, is_keyed, count + 1, unkeyed + (not is_keyed)
    if purged is not None and purged not in told:
        return broken(purged[0], "posten og dem før den er fjernet, uden at en oprydning har skrevet det")
    if (before.seq if before else 0) != last:
        return broken((before.seq if before else 0) + 1, "posten mangler; den var blandt de sidste")
    return Verdict(count, unkeyed, (before.seq, before.entry_hash) if before else None)


def entry_of(seq: int, at: datetime, event: Event, channel: str, previous_hash: str, seal: Seal) -> Entry:
    """A new entry with its hash."""
    bare = Entry(seq, at, event, channel, previous_hash, "")
    return Entry(seq, at, event, channel, previous_hash, seal.of(bare))
