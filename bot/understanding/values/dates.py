"""Dates and periods in Danish text; the public face of single_dates and periods."""

from bot.understanding.values.calendar_words import Prefer
from bot.understanding.values.periods import Period, parse_period
from bot.understanding.values.single_dates import find_dates, parse_date

__all__ = ["Period", "Prefer", "find_dates", "parse_date", "parse_period"]
