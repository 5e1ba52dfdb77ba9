"""What may stand in a cell. Each reader gives the value or raises Unfit with a Danish text; no CPR number is quoted."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.privacy import cpr

LONGEST_ID = 64
LONGEST_NAME = 200
MOST_HOURS = 100.0  # a week
_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
_OPEN_END = 9999  # the year that payroll systems write for "until further notice"

# Unit ids stand in paths and as codes in the audit; person ids are also what the host portal signs ("an@by.dk").
_UNIT_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._+-]*")
_PERSON_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@+-]*")
_CPR = re.compile(r"\d{6}[ -]?\d{4}")
_MAIL = re.compile(r"[^@\s,;<>\"()\[\]]+@[^@\s,;<>\"()\[\]]+\.[^@\s,;<>\"()\[\]]+")
_OBJECT_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_FORMULA = ("=", "+", "-", "@")
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DANISH = re.compile(r"(\d\d?)[-./](\d\d?)[-./](\d{4})(?: 00:00(?::00)?)?")
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,6})?")


class Unfit(ValueError):
    """The cell does not hold what its column is for."""


def quoted(text: str) -> str:
    """The cell as it may be shown: short, and with dots for anything that looks like a CPR number."""
    shown = _CPR.sub(cpr.DISPLAY, cpr.without_numbers(text))
    shown = "".join(c if unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in shown)
    return f"“{shown[:40]}{'…' if len(shown) > 40 else ''}”"


def unit_id(text: str) -> str:
    return _id(text, _UNIT_ID)


def person_id(text: str) -> str:
    """An id of a person or an employment: never their CPR number, since it is shown in addresses and logs."""
    if _CPR.fullmatch(text) and cpr.find(text, expected=True):
        raise Unfit("ligner et CPR-nummer. Brug medarbejderens nummer i lønsystemet.")
    return _id(text, _PERSON_ID)


def optional_unit_id(text: str) -> str | None:
    return unit_id(text) if text else None


def optional_person_id(text: str) -> str | None:
    return person_id(text) if text else None


def name(text: str) -> str:
    """A name of a person, a unit or a position."""
    if not text:
        raise Unfit("mangler.")
    _printable(text)
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if plain.startswith(_FORMULA):
        raise Unfit(f"ligner en formel fra et regneark: {quoted(plain)}.")
    if len(plain) > LONGEST_NAME:
        raise Unfit(f"er på {len(plain)} tegn; der er plads til {LONGEST_NAME}.")
    if cpr.find(plain):
        raise Unfit("indeholder et CPR-nummer.")
    if not any(c.isalpha() for c in plain):
        raise Unfit(f"er uden bogstaver: {quoted(plain)}.")
    return plain


def email(text: str) -> str:
    """An address, or nothing: not everybody has one."""
    if not text:
        return ""
    _printable(text)
    if len(text) > LONGEST_NAME:
        raise Unfit(f"er på {len(text)} tegn; der er plads til {LONGEST_NAME}.")
    if text.startswith(_FORMULA) or not _MAIL.fullmatch(text) or cpr.find(text):
        raise Unfit(f"er ikke en mailadresse: {quoted(text)}.")
    return text


def entra_id(text: str) -> str:
    """An object id of Microsoft Entra, or nothing: not everybody has an account."""
    if text and not _OBJECT_ID.fullmatch(text.lower()):
        raise Unfit(
            f"skal være et objekt-id fra Microsoft Entra (36 tegn med fire bindestreger) og ikke {quoted(text)}."
        )
    return text.lower()


def hours(text: str) -> float | None:
    """Hours a week, "32,5" or "32.5"; nothing where they are not fixed."""
    if not text:
        return None
    value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
    if not 0 <= value <= MOST_HOURS:
        raise Unfit(f"skal være et antal timer mellem 0 og {MOST_HOURS:.0f} som 32,5 og ikke {quoted(text)}.")
    return value


def day(text: str) -> date:
    """A day, as 2026-03-01 or 01-03-2026 (also with points or slashes)."""
    if not text:
        raise Unfit("mangler.")
    found = _parsed(text)
    if not _FIRST <= found <= _LAST:
        raise Unfit(f"ligger uden for {_FIRST.year}-{_LAST.year}: {quoted(text)}.")
    return found


def last_day(text: str) -> date | None:
    """The last day, or None for until further notice."""
    if not text:
        return None
    if _parsed(text).year == _OPEN_END:
        return None
    return day(text)


def _parsed(text: str) -> date:
    iso, danish = _ISO.fullmatch(text), _DANISH.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if danish:
            return date(int(danish[3]), int(danish[2]), int(danish[1]))
    except ValueError:
        raise Unfit(f"findes ikke i kalenderen: {quoted(text)}.") from None
    raise Unfit(f"skal være en dato som 2026-03-01 eller 01-03-2026 og ikke {quoted(text)}.")


def _id(text: str, form: re.Pattern[str]) -> str:
    if not text:
        raise Unfit("mangler.")
    _printable(text)
    if len(text) > LONGEST_ID:
        raise Unfit(f"er på {len(text)} tegn; der er plads til {LONGEST_ID}.")
    if not form.fullmatch(text):
        signs = ". _ + - @" if form is _PERSON_ID else ". _ + -"
        raise Unfit(f"må kun have bogstaverne a-z, tal og {signs} og ikke {quoted(text)}.")
    return text


def _printable(text: str) -> None:
    """Control signs, also the invisible ones that turn the direction of writing or are no characters at all."""
    if text.isprintable():  # the quick way for nearly all cells; odd spaces are not "printable", but fine
        return
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in text):
        raise Unfit(f"indeholder kontroltegn: {quoted(text)}.")
