"""Numbers, hours and percentages: "37 timer", "7,5", "halvanden", "7 timer og 30 min", "20 %"."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.understanding.values.numerals import find_numerals
from bot.understanding.values.parsed import Parsed, parsed

_UNITS = (
    ("timer", r"timer?s?|tim\.?|t\.?|h"),
    ("minutter", r"minut(?:ter)?|min\.?"),
    ("procent", r"%|procent|pct\.?"),
    ("kilometer", r"km\.?|kilometer"),
    ("dage", r"dage?s?"),
    ("uger", r"uger?s?"),
    ("måneder", r"måneder|måneds?|mdr?\.?"),
    ("år", r"års?"),
    ("stk.", r"stk\.?|styk(?:ker)?"),
)
_UNIT = re.compile(
    r"\s?-?(?:" + "|".join(f"(?P<u{i}>{pattern})" for i, (_, pattern) in enumerate(_UNITS)) + r")(?!\w)", re.I
)
_MINUTES = re.compile(r"\s?(?:og\s)?(\d{1,2})\s?(?:minutter|min\.?|m)(?!\w)", re.I)
_CLOCK_HOURS = re.compile(
    r"(?<!kl )(?<!kl\. )(?<!kl\.)(?<![\w.:,])(\d{1,3}):([0-5]\d)(?![\w:])(?:\s?(?:timer|t)\b)?", re.I
)


def _unit_after(text: str, end: int) -> tuple[str | None, int]:
    match = _UNIT.match(text, end)
    if not match:
        return None, end
    name = next(name for i, (name, _) in enumerate(_UNITS) if match[f"u{i}"])
    return name, match.end()


def parse_number(text: str) -> Parsed[Decimal] | None:
    """Reads a number and, if there is one, its unit (`Parsed.unit`); hours and minutes become decimal hours.

    With several numbers the first that has a unit counts; several without one are not an answer (None). "1,250" gives
    no value but the question which of its two readings is meant.
    """
    if match := _CLOCK_HOURS.search(text):
        hours = Decimal(match[1]) + Decimal(match[2]) / 60
        return parsed(_tidy(hours), text, match.start(), match.end(), unit="timer")
    found: list[Parsed[Decimal]] = []
    for numeral in find_numerals(text):
        unit, end = _unit_after(text, numeral.end)
        if numeral.article and unit is None and text.strip(" .!") != text[numeral.start : numeral.end]:
            continue
        value = numeral.value
        if unit == "timer" and (minutes := _MINUTES.match(text, end)):
            value, end = value + Decimal(minutes[1]) / 60, minutes.end()
        reason = None
        if numeral.doubtful:
            digits = text[numeral.start : numeral.end]
            reason = (
                f"Mener du {digits.replace(',', '.')} (hele tusinder) eller {digits.rstrip('0')}? Skriv tallet igen."
            )
        found.append(parsed(None if reason else _tidy(value), text, numeral.start, end, reason=reason, unit=unit))
    with_unit = [number for number in found if number.unit]
    if with_unit:
        return with_unit[0]
    return found[0] if len(found) == 1 else None


def _tidy(value: Decimal) -> Decimal:
    """At most two decimals, none that are zero."""
    rounded = round(value, 2)
    return Decimal(int(rounded)) if rounded == int(rounded) else rounded.normalize()
