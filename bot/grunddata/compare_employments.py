"""The employments of a file beside those of the database, period by period.

The file says what is in force and what is coming; what has ended is often left out of it, and stays as it was. Periods
of one employment never overlap: where the file's periods and those of the database do, the file's are right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from bot.grunddata.plan import EmploymentPlan
from bot.grunddata.stored import StoredEmployment
from bot.grunddata.types import Change, Difference, EmploymentLine, Kind

_DAY = timedelta(days=1)


def compare_employments(
    lines: Sequence[EmploymentLine],
    stored: Sequence[StoredEmployment],
    people: Mapping[str, str],
    units: Mapping[str, str],
    day: date,
) -> EmploymentPlan:
    """What has to be done on the day; `people` and `units` are names by id."""
    plan = EmploymentPlan()
    rows_of: dict[tuple[str, str], list[StoredEmployment]] = defaultdict(list)
    lines_of: dict[tuple[str, str], list[EmploymentLine]] = defaultdict(list)
    for row in stored:
        rows_of[row.number, row.person_id].append(row)
        if row.contains(day):
            plan.employed_before.add(row.person_id)
    for line in lines:
        lines_of[line.number, line.person_id].append(line)
    ends: dict[str, date] = {}
    for key in sorted(rows_of.keys() | lines_of.keys()):
        one = _Employment(key[0], people.get(key[1], key[1]), units, day)
        one.compare(rows_of.get(key, []), lines_of.get(key, []), plan)
        for first, last in one.after:
            if first <= day and (last is None or last >= day):
                plan.employed_after.add(key[1])
            elif last is not None and last < day:
                ends[key[1]] = max(ends.get(key[1], last), last)
    for person_id in plan.employed_before - plan.employed_after:
        plan.last_days[person_id] = ends.get(person_id, day - _DAY)
    return plan


class _Employment:
    """One employment of one person: its periods as they were, as the file has them, and as they will be."""

    def __init__(self, number: str, person: str, units: Mapping[str, str], day: date) -> None:
        self._number = number
        self._person = person
        self._units = units
        self._day = day
        self.after: list[tuple[date, date | None]] = []

    def compare(self, rows: Sequence[StoredEmployment], lines: Sequence[EmploymentLine], plan: EmploymentPlan) -> None:
        waiting = {line.valid_from: line for line in lines}
        told: list[tuple[Change, ...]] = []
        gone = False
        for row in sorted(rows, key=lambda row: (row.valid_from, row.id)):
            line = waiting.pop(row.valid_from, None)
            wanted = _as_line(row, line) if line else self._without_line(row, lines)
            if wanted is None:
                plan.removed.append(row.id)
                gone = True
                continue
            self.after.append((wanted.valid_from, wanted.valid_to))
            if wanted != row:
                plan.changed.append(wanted)
                told.append(tuple(self._changes(row, wanted)))
        for line in waiting.values():
            plan.new.append(line)
            self.after.append((line.valid_from, line.valid_to))
        plan.differences += self._differences(rows, list(waiting.values()), told, gone)

    def _without_line(self, row: StoredEmployment, lines: Sequence[EmploymentLine]) -> StoredEmployment | None:
        """What becomes of a period that the file does not name; None where nothing is left of it."""
        last = row.valid_to
        for line in lines:
            if line.valid_from <= row.valid_from and (line.valid_to is None or line.valid_to >= row.valid_from):
                return None
            if line.valid_from > row.valid_from and (last is None or line.valid_from <= last):
                last = line.valid_from - _DAY
        if last is None or last >= self._day:
            last = self._day - _DAY
        return row._replace(valid_to=last) if last >= row.valid_from else None

    def _differences(
        self,
        rows: Sequence[StoredEmployment],
        begun: Sequence[EmploymentLine],
        told: Sequence[tuple[Change, ...]],
        gone: bool,
    ) -> Iterable[Difference]:
        """One for the employment as a whole: that is what a reader looks for."""

        def difference(kind: Kind, changes: Iterable[Change] = ()) -> Difference:
            return Difference("employments", kind, self._number, self._person, tuple(changes))

        if begun and not rows:
            yield from (difference("new", self._period(line)) for line in begun)
            return
        in_force = any(row.contains(self._day) for row in rows)
        stays = any(first <= self._day and (last is None or last >= self._day) for first, last in self.after)
        coming = any(first > self._day for first, _ in self.after)
        if in_force and not stays and not coming:
            last = max((last for _, last in self.after if last), default=None)
            yield difference("ended", [Change("til", None, last)])
        elif not self.after or (gone and not begun and not told):
            yield difference("removed")
        else:
            for changes in told:
                yield difference("changed", changes)
            for line in begun:
                yield difference("changed", self._period(line))

    def _changes(self, before: StoredEmployment, after: StoredEmployment) -> Iterable[Change]:
        if after.unit_id != before.unit_id:
            yield Change("enhed", self._unit(before.unit_id), self._unit(after.unit_id))
        if after.position != before.position:
            yield Change("stilling", before.position, after.position)
        if after.weekly_hours != before.weekly_hours:
            yield Change("timer", before.weekly_hours, after.weekly_hours)
        if after.valid_to != before.valid_to:
            yield Change("til", before.valid_to, after.valid_to)

    def _period(self, line: EmploymentLine) -> Iterable[Change]:
        yield Change("enhed", None, self._unit(line.unit_id))
        yield Change("stilling", None, line.position)
        yield Change("fra", None, line.valid_from)
        if line.valid_to is not None:
            yield Change("til", None, line.valid_to)

    def _unit(self, unit_id: str) -> str:
        return f"{self._units.get(unit_id, '?')} ({unit_id})"


def _as_line(row: StoredEmployment, line: EmploymentLine) -> StoredEmployment:
    return row._replace(
        unit_id=line.unit_id, position=line.position, weekly_hours=line.weekly_hours, valid_to=line.valid_to
    )
