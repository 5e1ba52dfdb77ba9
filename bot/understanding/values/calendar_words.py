"""Danish words for days, months and feasts, and how dates are put together from parts of them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from dateutil.easter import easter

from bot.understanding.values.numerals import ORDINALS, word_value

Prefer = Literal["near", "past", "future"]

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_MONTH_FORMS = {
    **{name: i for i, name in enumerate(MONTHS, 1)},
    "jan": 1, "feb": 2, "febr": 2, "mar": 3, "mart": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "sept": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12, "des": 12,
}  # fmt: skip

# Regular expressions for parts; all texts are lower-cased first.
WEEKDAY = r"(?:mandag|tirsdag|onsdag|torsdag|fredag|l(?:ø|oe|o)rdag|s(?:ø|oe|o)ndag)"
WEEKDAY_SHORT = r"(?:man|tirs|ons|tors|fre|l(?:ø|oe|o)r|s(?:ø|oe|o)n)d?"
MONTH_WORD = r"[a-zæøå]{3,10}"
ORDINAL_WORD = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
COUNT = r"(?:\d{1,3}|halvanden|halvandet|et\spar|en\shalv|et\shalvt|[a-zæøå]+)"
SPAN_UNIT = r"(?:(?:arbejds|hver)dage?|dage?s?|døgn|uge(?:r|s)?|måned(?:er|s)?|mdr?\.?|kvartal(?:er)?|års?)"

FEASTS: tuple[tuple[str, Callable[[int], date]], ...] = (
    (r"(?:sidste\s)?nyt(?:å|aa)rsaften(?:sdag)?", lambda y: date(y, 12, 31)),
    (r"nyt(?:å|aa)rsdag", lambda y: date(y, 1, 1)),
    (r"(?:lille)juleaften(?:sdag)?", lambda y: date(y, 12, 23)),
    (r"juleaften(?:sdag)?", lambda y: date(y, 12, 24)),
    (r"(?:1\.|første)\s?juledag", lambda y: date(y, 12, 25)),
    (r"(?:2\.|anden)\s?juledag", lambda y: date(y, 12, 26)),
    (r"palmesøndag", lambda y: easter(y) - timedelta(7)),
    (r"sk(?:æ|ae)rtorsdag", lambda y: easter(y) - timedelta(3)),
    (r"langfredag", lambda y: easter(y) - timedelta(2)),
    (r"(?:2\.|anden)\s?p(?:å|aa)skedag", lambda y: easter(y) + timedelta(1)),
    (r"(?:1\.|første\s)?\s?p(?:å|aa)ske(?:søn)?dag", lambda y: easter(y)),
    (r"(?:kristi\s)?himmelfarts?(?:dag)?", lambda y: easter(y) + timedelta(39)),
    (r"(?:2\.|anden)\s?pinsedag", lambda y: easter(y) + timedelta(50)),
    (r"(?:1\.|første\s)?\s?pinse(?:søn)?dag", lambda y: easter(y) + timedelta(49)),
    (r"grundlovsdag", lambda y: date(y, 6, 5)),
    (r"sank(?:t)?\s?hans(?:aften)?", lambda y: date(y, 6, 23)),
)


@lru_cache(maxsize=4096)
def month_number(word: str) -> int | None:
    """The number of a month name, its abbreviation or a slightly misspelt name; None for any other word."""
    word = word.rstrip(".")
    if word in _MONTH_FORMS:
        return _MONTH_FORMS[word]
    if len(word) < 5:
        return None
    best = max(MONTHS, key=lambda name: SequenceMatcher(None, word, name).ratio())
    return MONTHS.index(best) + 1 if SequenceMatcher(None, word, best).ratio() >= 0.8 else None


def weekday_number(word: str) -> int:
    """Monday is 0; for any form that WEEKDAY or WEEKDAY_SHORT matches."""
    return ("ma", "ti", "on", "to", "fr", "l", "s").index(word[:2] if word[0] not in "ls" else word[0])


def count(word: str) -> float | None:
    """The value of a counting word ("14", "fjorten", "et par", "halvanden"), or None."""
    word = re.sub(r"\s+", " ", word)
    if word.isdigit():
        return int(word)
    fixed = {"halvanden": 1.5, "halvandet": 1.5, "et par": 2, "en halv": 0.5, "et halvt": 0.5}
    return fixed.get(word, word_value(word))


def shift(day: date, number: float, unit: str, sign: int = 1) -> date:
    """Moves a date by days, weeks, months, quarters, years or working days; half months are 15 days."""
    if unit.startswith(("arbejds", "hver")):
        left = int(number)
        while left > 0:
            day += timedelta(sign)
            left -= day.weekday() < 5
        return day
    if unit.startswith(("dag", "døgn")):
        return day + timedelta(sign * int(number))
    if unit.startswith("uge"):
        return day + timedelta(sign * round(number * 7))
    per_unit = 3 if unit.startswith("kvartal") else 12 if unit.startswith("år") else 1
    months = number * per_unit
    day = add_months(day, sign * int(months))
    return day + timedelta(sign * 15) if months % 1 else day


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_month(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, monthrange(year, month)[1])


def first_of_week(year: int, week: int) -> date | None:
    """Monday of an ISO week, or None where the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


@dataclass(frozen=True)
class Context:
    """What an incomplete date is completed from."""

    today: date
    prefer: Prefer = "near"
    not_before: date | None = None  # the start of a period, for its end
    not_after: date | None = None  # the end of a period, for its start

    def pick(self, candidates: list[date]) -> date | None:
        """Chooses among the dates that an incomplete one may mean."""
        fitting = [day for day in candidates if self.not_before is None or day >= self.not_before]
        fitting = [day for day in fitting if self.not_after is None or day <= self.not_after]
        if self.not_before is not None:
            return min(fitting, default=None)
        if self.not_after is not None:
            return max(fitting, default=None)
        past = [day for day in fitting if day <= self.today]
        coming = [day for day in fitting if day >= self.today]
        if self.prefer == "past" and past:
            return max(past)
        if self.prefer == "future" and coming:
            return min(coming)
        # A day that has passed counts as twice as far away: people write about what comes more often than about what was.
        return min(fitting, key=lambda day: max((day - self.today).days, 2 * (self.today - day).days), default=None)


@dataclass(frozen=True)
class Resolved:
    """The date that an expression means in its context, or the reason why there is none."""

    value: date | None
    reason: str | None = None
    assumed: bool = False


def full_year(digits: str, today: date) -> int:
    """Makes "26" 2026 and "98" 1998."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return 2000 + year if year <= today.year % 100 + 30 else 1900 + year


def resolve_date(day: int, month: int, year: int | None, weekday: int | None, context: Context) -> Resolved:
    """Completes a day and month; the reason is in Danish and meant for the user."""
    if not 1 <= month <= 12:
        return Resolved(None, f"Der er ingen måned nummer {month}. Skriv dagen først: 3/4 er den 3. april.")
    if not 1 <= day <= 31:
        return Resolved(None, f"Der er ingen dag nummer {day} i {MONTHS[month - 1]}.")
    longest = monthrange(2024, month)[1]
    if day > longest or (year and day > monthrange(year, month)[1]):
        days = monthrange(year, month)[1] if year else longest
        return Resolved(None, f"{MONTHS[month - 1].capitalize()}{f' {year}' if year else ''} har kun {days} dage.")
    if year:
        value = date(year, month, day)
        if weekday is not None and value.weekday() != weekday:
            return Resolved(None, _wrong_weekday(value, weekday))
        return Resolved(value)
    years = range(context.today.year - 1, context.today.year + 5)
    candidates = [date(y, month, day) for y in years if day <= monthrange(y, month)[1]]
    if weekday is not None and (matching := [d for d in candidates if d.weekday() == weekday]):
        chosen = context.pick([d for d in matching if abs((d - context.today).days) < 200])
        if chosen:
            return Resolved(chosen, assumed=True)
    chosen = context.pick(candidates)
    if chosen and weekday is not None:
        return Resolved(None, _wrong_weekday(chosen, weekday))
    return Resolved(chosen, assumed=True)


def _wrong_weekday(value: date, weekday: int) -> str:
    written = f"{value.day}. {MONTHS[value.month - 1]} {value.year}"
    return f"Den {written} er en {WEEKDAYS[value.weekday()]}, ikke en {WEEKDAYS[weekday]}. Hvilken dag mener du?"
