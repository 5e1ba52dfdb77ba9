"""The tree of units, kept in memory for a few seconds: it changes by nightly imports, and every decision reads it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import sqlalchemy as sa

from bot.access.model import UnitRow
from bot.access.types import Unit
from bot.database.engine import Sessions, reading

SECONDS = 10.0


class Tree:
    """The units at one moment."""

    def __init__(self, units: list[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self.led_by: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.leader_id:
                self.led_by.setdefault(unit.leader_id, []).append(unit)

    def open_units(self) -> list[Unit]:
        """Those that have not closed, in the order of their paths."""
        return [unit for unit in self.units.values() if not unit.closed]

    def chain(self, unit_id: str | None) -> list[Unit]:
        """The unit and those above it, nearest first."""
        chain: list[Unit] = []
        while unit_id and (unit := self.units.get(unit_id)) and unit not in chain:
            chain.append(unit)
            unit_id = unit.parent_id
        return chain

    def leader_above(self, unit_id: str | None, *, but: set[str]) -> str | None:
        """The nearest leader at or above the unit who is none of `but`; None where there is none."""
        for unit in self.chain(unit_id):
            if unit.leader_id and unit.leader_id not in but:
                return unit.leader_id
        return None


class Organisation:
    """Gives the tree, at most `SECONDS` old."""

    def __init__(self, sessions: Sessions, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._sessions = sessions
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._tree: Tree | None = None
        self._read_at = 0.0

    def tree(self) -> Tree:
        with self._lock:
            if self._tree is None or self._monotonic() - self._read_at > SECONDS:
                closed = UnitRow.closed_on.is_not(None)
                columns = (UnitRow.id, UnitRow.name, UnitRow.path, UnitRow.parent_id, UnitRow.leader_id, closed)
                with reading(self._sessions) as session:
                    rows = session.execute(sa.select(*columns).order_by(UnitRow.path)).all()
                self._tree = Tree([Unit(*row) for row in rows])
                self._read_at = self._monotonic()
            return self._tree

    def forget(self) -> None:
        """After master data have changed in this process."""
        with self._lock:
            self._tree = None
