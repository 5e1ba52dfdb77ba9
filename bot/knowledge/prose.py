"""Finds figures that are repeated in prose instead of being referred to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from bot.knowledge.references import REFERENCE
from bot.knowledge.schema import Figure

_WORDS = (
    "", "", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv", "tretten", "fjorten",
)  # fmt: skip
# The unit in figures.yml -> how it may stand in a text ("72-timers", "3 måneders").
_UNITS = {
    "dag": "dag(?:e|es|s)?", "dage": "dag(?:e|es|s)?", "kalenderdage": "(?:kalender)?dag(?:e|es|s)?",
    "arbejdsdage": "arbejdsdag(?:e|es|s)?", "sygedage": "sygedag(?:e|es)?", "uge": "uge(?:r|rs|s)?",
    "uger": "uge(?:r|rs|s)?", "måned": "måned(?:er|ers|s)?", "måneder": "måned(?:er|ers|s)?",
    "timer": "time(?:r|rs)?", "år": "års?", "procent": "(?:procent|%)", "kr.": "(?:kr|kroner)",
}  # fmt: skip


def repeated_figures(text: str, figures: Iterable[Figure]) -> Iterator[tuple[Figure, str]]:
    """The figures whose number and unit stand in the text, and how; references are left out."""
    plain = REFERENCE.sub(" ", text)
    seen: set[str] = set()
    for figure in figures:
        pattern = _pattern(figure.value, figure.unit)
        match = pattern.search(plain) if pattern else None
        if match and match[0].lower() not in seen:
            seen.add(match[0].lower())
            yield figure, match[0]


@lru_cache(maxsize=512)
def _pattern(value: Decimal | None, unit: str) -> re.Pattern[str] | None:
    if value is None or not unit:
        return None
    stem = _UNITS.get(unit) or _UNITS.get(unit.split()[0])
    if stem is None:
        return None
    whole = value == int(value)
    digits = f"{int(value):,}".replace(",", ".") if whole else str(value).replace(".", ",")
    forms = {re.escape(digits), re.escape(digits.replace(".", "")) if whole else re.escape(digits)}
    if whole and 2 <= int(value) < len(_WORDS):
        forms.add(_WORDS[int(value)])
    return re.compile(rf"(?<![\w.,-])(?:{'|'.join(sorted(forms))})[ \n-]+{stem}(?!\w)", re.IGNORECASE)


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text, each with the number of its first line (from 0)."""
    start, lines = 0, list[str]()
    for number, line in enumerate([*text.splitlines(), ""]):
        if line.strip():
            if not lines:
                start = number
            lines.append(line)
        elif lines:
            yield start, "\n".join(lines)
            lines = []
