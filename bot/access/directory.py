"""Who works where, for searching: names folded once and kept for a minute, since a search runs at every key press."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.access.model import EmploymentRow, PersonRow
from bot.access.names import best, fold
from bot.access.organisation import Tree
from bot.access.standing import in_force
from bot.database.engine import Sessions, reading

SECONDS = 60.0


@dataclass(frozen=True)
class Entry:
    person_id: str
    folded: str
    paths: tuple[str, ...]


class Directory:
    """Searches those who are employed today."""

    def __init__(self, sessions: Sessions, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._sessions = sessions
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._key: date | None = None
        self._read_at = 0.0

    def search(self, query: str, tree: Tree, day: date, paths: set[str], always: str, limit: int) -> list[str]:
        """Ids of those at or below one of the paths, and of `always`, who fit the query, best first."""
        entries = self._read(tree, day)
        within = tuple(paths)
        allowed = [
            (entry.folded, entry.person_id)
            for entry in entries
            if entry.person_id == always or (within and any(path.startswith(within) for path in entry.paths))
        ]
        found = best(query, allowed, limit)
        if len(found) < limit and not query.strip() and always not in found:
            found.append(always)
        return found

    def forget(self) -> None:
        with self._lock:
            self._key = None

    def _read(self, tree: Tree, day: date) -> list[Entry]:
        with self._lock:
            if self._key != day or self._monotonic() - self._read_at > SECONDS:
                with reading(self._sessions) as session:
                    rows = session.execute(
                        sa.select(PersonRow.id, PersonRow.name, EmploymentRow.unit_id)
                        .join(EmploymentRow, EmploymentRow.person_id == PersonRow.id)
                        .where(in_force(EmploymentRow, day))
                    ).all()
                names: dict[str, str] = {}
                paths: dict[str, list[str]] = {}
                for person_id, name, unit_id in rows:
                    names[person_id] = name
                    if unit_id in tree.units:
                        paths.setdefault(person_id, []).append(tree.units[unit_id].path)
                entries = [Entry(pid, fold(name), tuple(paths.get(pid, ()))) for pid, name in names.items()]
                self._entries = sorted(entries, key=lambda entry: (entry.folded, entry.person_id))
                self._key, self._read_at = day, self._monotonic()
            return self._entries
