"""What may be computed from a figure."""

from __future__ import annotations

from datetime import date

from bot.knowledge.schema import Figure
from bot.reports.limits import shift

# The unit as it stands in figures.yml -> the letter of an offset. Hours are left out: a date has none.
_OFFSET_UNITS = {
    "dag": "d", "dage": "d", "kalenderdage": "d", "uge": "w", "uger": "w", "måned": "m", "måneder": "m", "år": "y",
}  # fmt: skip


def usable(figure: Figure | None, on: date) -> bool:
    """Says whether something may be computed from the figure on that day: verified, with a value, and in force."""
    if figure is None or not figure.verified or figure.value is None:
        return False
    started = figure.valid_from is None or date.fromisoformat(figure.valid_from) <= on
    return started and (figure.valid_to is None or on <= date.fromisoformat(figure.valid_to))


def offset_of(figure: Figure, *, before: bool) -> str | None:
    """The figure as an offset ("-3m"); None if it is not a whole number of days, weeks, months or years."""
    letter = _OFFSET_UNITS.get(figure.unit)
    if letter is None or figure.value is None or figure.value != int(figure.value):
        return None
    return f"{'-' if before else '+'}{int(figure.value)}{letter}"


def shifted(day: date, figure: Figure, *, before: bool) -> date | None:
    """Moves a date by the figure; None where the figure is not a length of time."""
    offset = offset_of(figure, before=before)
    return shift(day, offset) if offset else None
