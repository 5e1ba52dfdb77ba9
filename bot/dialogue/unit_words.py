"""Which unit a sentence names: "vis alle sager i egely", "åbne sager fra bakkeskolens sfo"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.access.names import fold
from bot.access.types import Unit

_PLACE = re.compile(r"\b(?:i|paa|fra|for|hos)\s(?=(\w+(?:\s\w+){0,5}))")
_SHORTEST = 4  # letters of a word that names a unit on its own


def unit_in(text: str, units: Iterable[Unit]) -> Unit | None:
    """The one whose name holds most of the words after "i", "på" or "fra"; of several alike the highest one."""
    best: tuple[int, int, Unit] | None = None
    for place in _PLACE.finditer(fold(text)):
        said = place[1].split()
        if len(said[0]) < _SHORTEST:
            continue
        for unit in units:
            fitting = _fitting(said, fold(unit.name).split())
            found = (fitting, -unit.path.count("/"), unit)
            if fitting and (best is None or found[:2] > best[:2]):
                best = found
    return best[2] if best is not None else None


def _fitting(said: list[str], name: list[str]) -> int:
    """How many of the words, from the first on, are in the name; with an "s" of the genitive too."""
    count = 0
    for word in said:
        if word not in name and word.removesuffix("s") not in name:
            break
        count += 1
    return count
