"""The units of a file beside those of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.grunddata.paths import paths_of
from bot.grunddata.plan import UnitPlan
from bot.grunddata.stored import StoredUnit
from bot.grunddata.types import Change, Difference, Group, Kind, UnitLine


def compare_units(
    lines: Sequence[UnitLine], stored: Mapping[str, StoredUnit], names: Mapping[str, str], day: date
) -> UnitPlan:
    """What has to be done; units that are missing from the file close on the day. `names` are those of people."""
    in_file = {line.id: line for line in lines}
    parents = {unit.id: unit.parent_id for unit in stored.values()} | {line.id: line.parent_id for line in lines}
    paths = paths_of(parents)
    plan = UnitPlan()
    for unit_id, path in paths.items():
        line, before = in_file.get(unit_id), stored.get(unit_id)
        if line is not None:
            after = StoredUnit(unit_id, line.name, path, line.parent_id, line.leader_id, None)
        else:
            assert before is not None
            after = before._replace(path=path, leader_id=None, closed_on=before.closed_on or day)
        plan.after[unit_id] = after
        if before is None:
            plan.new.append(after)
        elif after != before:
            plan.changed.append(after)
            plan.moved |= after.path != before.path
    plan.new.sort(key=lambda unit: unit.path.count("/"))
    for after in sorted(plan.after.values(), key=lambda unit: (unit.name, unit.id)):
        plan.differences += _differences(stored.get(after.id), after, stored, plan.after, names)
    return plan


def _differences(
    before: StoredUnit | None,
    after: StoredUnit,
    units_before: Mapping[str, StoredUnit],
    units_after: Mapping[str, StoredUnit],
    names: Mapping[str, str],
) -> Iterable[Difference]:
    def difference(
        group: Group, kind: Kind, field: str = "", old: str | None = None, new: str | None = None
    ) -> Difference:
        return Difference(group, kind, after.id, after.name, (Change(field, old, new),) if field else ())

    above = units_after[after.parent_id].name if after.parent_id else None
    if before is None:
        yield difference("units", "new", "overordnet", None, above)
    elif after.closed_on and not before.closed_on:
        yield difference("units", "closed")
    elif before.closed_on and not after.closed_on:
        yield difference("units", "reopened")
    if before is not None and not after.closed_on:
        if after.name != before.name:
            yield difference("units", "renamed", "navn", before.name, after.name)
        if after.parent_id != before.parent_id:
            was = units_before[before.parent_id].name if before.parent_id else None
            yield difference("units", "moved", "overordnet", was, above)
    led_by = before.leader_id if before else None
    if after.leader_id != led_by and not after.closed_on:
        kind: Kind = "appointed" if led_by is None else "replaced" if after.leader_id else "vacant"
        was = names.get(led_by, led_by) if led_by else None
        yield difference("leaders", kind, "leder", was, names.get(after.leader_id or "", after.leader_id))
