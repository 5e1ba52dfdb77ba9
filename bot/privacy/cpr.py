"""The CPR shield: finds Danish personal identity numbers in text and puts references in their place.

The form is ddmmyy-nnnn; fictitious numbers have 60 added to the day. Modulus 11 only raises the certainty: numbers
given since 2007 may fail it (CPR-kontoret, "Personnummeret i CPR"). What stands around a number counts: a label such
as "konto" or a unit such as "kr." keeps it out, "cpr" brings it in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from bot.privacy import cpr_context as context

TOKEN = re.compile(r"⟦cpr:([A-Za-z0-9_-]{8,64})⟧")
DISPLAY = "••••••-••••"
VALUE_PREFIX = "cpr:"

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_DASH = r"\-\u2010-\u2015\u2212\uff0d\u2043~_"
_DAY, _MONTH, _YEAR = r"(?P<d>[0-3]\d|[6-9]\d)", r"(?P<m>[01]\d)", r"(?P<y>\d\d)"
_SEPARATORS = rf"\s?[./{_DASH}]\s?|\s{{1,2}}"
_CANDIDATE = re.compile(
    rf"(?<!\d){_DAY}(?P<s1>{_SEPARATORS})?{_MONTH}(?P<s2>{_SEPARATORS})?(?P<c>19|20)?{_YEAR}"
    rf"(?P<s3>\s{{0,3}}[{_DASH}./:,*+|]\s{{0,3}}|\s{{1,3}}|\s*[(\[]\s*)?(?P<n>\d[ ]?\d[ ]?\d[ ]?\d)(?!\d)"
)
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_THRESHOLD = 1.0


class Vault(Protocol):
    """Where the numbers go: gives a reference for a number, and knows its own references."""

    def keep(self, number: str, owner_id: str) -> str: ...

    def knows(self, ref: str, owner_id: str) -> bool: ...


@dataclass(frozen=True)
class Match:
    """A number found: where it stands, its ten digits, and how sure it is (at least 1)."""

    start: int
    end: int
    number: str
    score: float


def find(text: str, *, expected: bool = False) -> list[Match]:
    """The CPR numbers of a text, in order; `expected` where a CPR number was asked for, so that any date will do."""
    if sum(c.isdigit() for c in text) < 10:
        return []
    plain, positions = _plain(text)
    found: list[Match] = []
    position = 0
    while hit := _CANDIDATE.search(plain, position):
        score = _score(plain, hit)
        if expected and score is not None:
            score += 3
        if score is not None and score >= _THRESHOLD:
            number = hit["d"] + hit["m"] + hit["y"] + hit["n"].replace(" ", "")
            found.append(Match(positions[hit.start()], positions[hit.end() - 1] + 1, number, score))
            position = hit.end()
        else:
            position = hit.start() + 1
    return found


def shield(text: str, vault: Vault, owner_id: str, *, expected: bool = False) -> str:
    """The text with a reference for each number; references that are not the owner's own lose their form."""
    text = _disarm(_storable(text), vault, owner_id)
    # Found references are cut out first, so that their letters are never read as numbers.
    parts: list[str] = []
    last = 0
    for token in TOKEN.finditer(text):
        parts += [_replace(text[last : token.start()], vault, owner_id, expected), token.group()]
        last = token.end()
    parts.append(_replace(text[last:], vault, owner_id, expected))
    return "".join(parts)


def shield_value(value: object, vault: Vault, owner_id: str) -> object:
    """The same for a value of JSON, however deep its texts stand."""
    if isinstance(value, str):
        return shield(value, vault, owner_id)
    if isinstance(value, list):
        return [shield_value(item, vault, owner_id) for item in value]
    if isinstance(value, dict):
        return {key: shield_value(item, vault, owner_id) for key, item in value.items()}
    return value


def value_of(text: str) -> str | None:
    """The value of a cpr field ("cpr:REF") when the shielded text holds exactly one reference, else None."""
    refs: set[str] = set(TOKEN.findall(text))
    if len(refs) == 1:
        return VALUE_PREFIX + refs.pop()
    return None


def display(text: str) -> str:
    """References as people see them: dots."""
    return TOKEN.sub(DISPLAY, text)


def refs_in(value: object) -> set[str]:
    """All references that stand in a value of JSON, as tokens or as field values."""
    if isinstance(value, str):
        refs = set(TOKEN.findall(value))
        if value.startswith(VALUE_PREFIX):
            refs.add(value.removeprefix(VALUE_PREFIX))
        return refs
    if isinstance(value, list):
        return set().union(*map(refs_in, value)) if value else set()
    if isinstance(value, dict):
        return set().union(*map(refs_in, value.values())) if value else set()
    return set()


def passes_modulus_11(number: str) -> bool:
    """True for most numbers given before October 2007; says nothing about later ones."""
    digits = [int(c) for c in number]
    if digits[0] >= 6:
        digits[0] -= 6
    return sum(d * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11 == 0


def _replace(text: str, vault: Vault, owner_id: str, expected: bool) -> str:
    for match in reversed(find(text, expected=expected)):
        token = f"⟦cpr:{vault.keep(match.number, owner_id)}⟧"
        text = text[: match.start] + token + text[match.end :]
    return text


def _storable(text: str) -> str:
    """Without what no database takes: zero characters (PostgreSQL) and halves of surrogate pairs (UTF-8)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _disarm(text: str, vault: Vault, owner_id: str) -> str:
    """Users can type the form of a reference; only those that the owner was given count."""
    if "⟦" not in text:
        return text

    def keep(token: re.Match[str]) -> str:
        return token.group() if vault.knows(token[1], owner_id) else f"[cpr:{token[1]}]"

    return TOKEN.sub(keep, text)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with digits of all scripts as 0-9, odd spaces as spaces and nothing invisible, and where each stood."""
    kept: list[str] = []
    positions: list[int] = []
    for index, char in enumerate(text):
        if char > "\x7f":
            if _INVISIBLE.match(char):
                continue
            value = unicodedata.digit(char, None)
            char = str(value) if value is not None else (" " if char.isspace() else char)
        kept.append(char)
        positions.append(index)
    return "".join(kept), positions


def _score(plain: str, hit: re.Match[str]) -> float | None:
    """How surely the candidate is a CPR number; None where it is none at all (no date, part of a longer number)."""
    day, month, year = int(hit["d"]), int(hit["m"]), int(hit["y"])
    fictitious = day > 60
    if not _is_date(day - 60 if fictitious else day, month, year):
        return None
    before, after = plain[max(0, hit.start() - 60) : hit.start()], plain[hit.end() : hit.end() + 20]
    digits = hit["d"] + hit["m"] + hit["y"] + hit["n"].replace(" ", "")
    score = context.form_score(hit) + context.surroundings(before, after, hit)
    if passes_modulus_11(digits):
        score += 1
    return score


def _is_date(day: int, month: int, year: int) -> bool:
    if not 1 <= month <= 12:
        return False
    # The century is not looked at: 29 February holds in every fourth year of the two digits.
    longest = 29 if month == 2 and year % 4 == 0 else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return 1 <= day <= longest
