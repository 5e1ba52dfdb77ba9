"""Danish forms of values: dates, amounts, lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


def danish_date(day: date, *, weekday: bool = False) -> str:
    """Writes a date as "12. marts 2026", with the weekday in front if asked for."""
    text = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} den {text}" if weekday else text


def danish_moment(moment: datetime) -> str:
    """Writes a local time as "12. marts 2026 kl. 9.05"."""
    return f"{danish_date(moment.date())} kl. {moment.hour}.{moment.minute:02d}"


def danish_number(value: str | Decimal) -> str:
    """Writes a number with dots between thousands and a decimal comma: "1.250,5"."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return str(value)
    whole, _, fraction = f"{number:,f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def danish_amount(value: str | Decimal) -> str:
    """Writes an amount in kroner: "1.250,50 kr."."""
    number = Decimal(value)
    whole, _, fraction = f"{number:,.2f}".partition(".")
    return f"{whole.replace(',', '.')},{fraction} kr."


def listed(parts: Sequence[str], last: str = "og") -> str:
    """Joins words as Danish does: "a, b og c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""
