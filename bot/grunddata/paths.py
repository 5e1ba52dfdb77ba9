"""Places in the organisation: who is above whom, rings, and the materialised paths."""

from __future__ import annotations

from collections.abc import Mapping

LONGEST_PATH = 500  # characters, as the column holds (bot/database/base.py)


def rings(parents: Mapping[str, str | None]) -> list[list[str]]:
    """Each ring of units that are above one another, on the way up; a parent that is missing ends a way."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in parents:
        way: list[str] = []
        seen: set[str] = set()
        current: str | None = start
        while current is not None and current in parents and current not in done and current not in seen:
            way.append(current)
            seen.add(current)
            current = parents[current]
        if current in seen:
            found.append(way[way.index(current) :])
        done |= seen
    return found


def paths_of(parents: Mapping[str, str | None]) -> dict[str, str]:
    """The path of each unit, "/top/below/"; there must be no rings and no missing parents."""
    paths: dict[str, str] = {}
    for start in parents:
        way: list[str] = []
        current: str | None = start
        while current is not None and current not in paths:
            way.append(current)
            current = parents[current]
        path = paths[current] if current is not None else "/"
        for unit in reversed(way):
            path = paths[unit] = f"{path}{unit}/"
    return paths
