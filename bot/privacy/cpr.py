"""The CPR shield: finds Danish personal identity numbers in text and puts references in their place.

The form is ddmmyy-nnnn; fictitious numbers have 60 added to the day. Modulus 11 only raises the certainty: numbers
given since 2007 may fail it (CPR-kontoret, "Personnummeret i CPR"). What stands around a number counts: a label such
as "konto" or a unit such as "kr." keeps it out, "cpr" brings it in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.privacy import cpr_context as context
from bot.privacy import cpr_patterns as patterns
from bot.privacy.cpr_plain import plain

TOKEN = re.compile(r"⟦cpr:([A-Za-z0-9_-]{8,64})⟧")
DISPLAY = "••••••-••••"
VALUE_PREFIX = "cpr:"

_MANY_DIGITS = 8  # of an answer: a date and some more
_DIGITS = frozenset("0123456789")
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


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


def find(text: str, *, expected: bool = False, label: str = "") -> list[Match]:
    """The CPR numbers of a text, in order.

    `expected` where a CPR number was asked for, so that any date will do; `label` is the id of the field that is
    answered: one that asks for an account or the like may take ten digits, but only these.
    """
    read, starts, ends = plain(text)
    if sum(c in _DIGITS for c in read) < 10:
        return []
    field = label.replace("_", "-")
    if not expected and patterns.TEN_DIGITS.search(read) and patterns.OTHER_NUMBER.search(field):
        return []
    found: list[tuple[int, int, str, float]] = []  # places in what was read
    for pattern, points in _FORMS:
        if pattern is patterns.IN_PIECES and not (expected or patterns.CPR_WORD.search(read)):
            continue
        position = 0
        while hit := pattern.search(read, position):
            position = hit.start() + 1
            if any(hit.start() < end and start < hit.end() for start, end, *_ in found):
                continue
            number = _ten_digits(hit)
            if number is None or not _has_a_date(number):
                continue
            before, after = _sides(read, hit, found)
            score = points(before, after, hit) + (3 if expected else 0) + passes_modulus_11(number)
            if score >= context.THRESHOLD:
                found.append((hit.start(), hit.end(), number, score))
                position = hit.end()
    return [Match(starts[start], ends[end - 1], number, score) for start, end, number, score in sorted(found)]


def shield(text: str, vault: Vault, owner_id: str, *, expected: bool = False, label: str = "") -> str:
    """The text with a reference for each number; references that are not the owner's own lose their form."""
    text = _disarm(_storable(text), vault, owner_id)
    # Found references are cut out first, so that their letters are never read as numbers.
    parts: list[str] = []
    last = 0
    for token in TOKEN.finditer(text):
        parts += [_replace(text[last : token.start()], vault, owner_id, expected, label), token.group()]
        last = token.end()
    parts.append(_replace(text[last:], vault, owner_id, expected, label))
    return "".join(parts)


def shield_number(text: str, vault: Vault, owner_id: str) -> str:
    """The answer to a question for a CPR number, without any: in whatever way it is written, and mistyped too."""
    return _blanked(shield(text, vault, owner_id, expected=True))


def shield_value(value: object, vault: Vault, owner_id: str, *, label: str = "") -> object:
    """The same for a value of JSON, however deep its texts stand; a key is the label of what it holds."""
    if isinstance(value, str):
        return shield(value, vault, owner_id, label=label)
    if isinstance(value, list):
        return [shield_value(item, vault, owner_id, label=label) for item in value]
    if isinstance(value, dict):
        return {key: shield_value(item, vault, owner_id, label=str(key)) for key, item in value.items()}
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


def without_numbers(text: str) -> str:
    """The text with dots for numbers and references alike; for a copy that nobody reads a number out of again."""
    for match in reversed(find(text)):
        text = text[: match.start] + DISPLAY + text[match.end :]
    return display(text)


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


def _replace(text: str, vault: Vault, owner_id: str, expected: bool, label: str) -> str:
    for match in reversed(find(text, expected=expected, label=label)):
        token = f"⟦cpr:{vault.keep(match.number, owner_id)}⟧"
        text = text[: match.start] + token + text[match.end :]
    return text


def _blanked(text: str) -> str:
    """A mistyped number may be a person's all the same: its digits go, and it is asked for again."""
    digits, letters = sum(c.isdigit() for c in text), sum(c.isalpha() for c in text)
    if digits < _MANY_DIGITS or letters > digits or TOKEN.search(text):
        return text
    return "".join("•" if c.isdigit() else c for c in text)


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


def _ten_digits(hit: re.Match[str]) -> str | None:
    digits = "".join(c for c in hit[0] if c in _DIGITS)
    if len(digits) == 12 and digits[4:6] in ("19", "20"):  # the year in full
        digits = digits[:4] + digits[6:]
    return digits if len(digits) == 10 else None


def _has_a_date(number: str) -> bool:
    """Whether it begins with a date; those of fictitious people have 60 added to the day."""
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    day = day - 60 if day > 60 else day
    if not 1 <= month <= 12:
        return False
    # The century is not looked at: 29 February holds in every fourth year of the two digits.
    longest = 29 if month == 2 and year % 4 == 0 else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return 1 <= day <= longest


def _sides(read: str, hit: re.Match[str], found: list[tuple[int, int, str, float]]) -> tuple[str, str]:
    """What stands on both sides, as far as the next number that was found already."""
    earlier = max((end for _, end, *_ in found if end <= hit.start()), default=-1)
    start = max(hit.start() - context.REACH_BEFORE, 0)
    before = "¤" + read[earlier : hit.start()] if earlier >= start else read[start : hit.start()]
    end = min([hit.end() + context.REACH_AFTER, *(begin for begin, *_ in found if begin >= hit.end())])
    return before, read[hit.end() : end]


def _usual(before: str, after: str, hit: re.Match[str]) -> float:
    return context.form_score(hit) + context.surroundings(before, after, hit)


def _in_pieces(before: str, after: str, hit: re.Match[str]) -> float:
    """Ten digits in odd groups: nothing by themselves."""
    return context.NAMED if context.is_named(before, after) else -2.0


def _sole(before: str, after: str, hit: re.Match[str]) -> float:
    return context.SOLE_DIGITS + (context.NAMED if context.is_named(before, after) else 0.0)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, str, re.Match[str]], float]], ...] = (
    (patterns.USUAL, _usual),
    (patterns.ONE_BY_ONE, _sole),
    (patterns.TOLD_APART, _sole),
    (patterns.IN_PIECES, _in_pieces),
)
