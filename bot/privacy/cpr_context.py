"""What the form of a ten-digit number and the words around it say about whether it is a CPR number.

Each part gives points; bot/privacy/cpr.py adds them up. A missed number is worse than one too many, so what is unclear
counts as a CPR number. The browser does the same (bot/portal/static/widget/cpr.js).
"""

from __future__ import annotations

import re

from bot.privacy import cpr_patterns as patterns

THRESHOLD = 1.0
NAMED = 4.0  # the word "cpr" stands by it
SOLE_DIGITS = 2.0  # written apart or told apart: nothing else is written so
_APPOINTMENTS = range(19, 40)  # years of two digits
REACH_BEFORE, REACH_AFTER = 60, 24  # characters that are looked at


def form_score(hit: re.Match[str]) -> float:
    """Points for how it is written; the dash in its place says most."""
    inner = bool(hit["s1"] or hit["s2"])
    last = (hit["s3"] or "").strip()
    four = " " not in hit["n"]
    if hit["c"]:
        # A date with a four-digit year, then four digits: often a time of day.
        return 1.5 if last and last not in ",/:." and four else 0.0
    if bool(hit["s1"]) != bool(hit["s2"]):
        return 1.0 if four else 0.0
    if not inner:
        if hit["s3"] is None:
            return 2.0 if four else 0.5
        if not four:
            return 1.0 if hit["n"][2] == " " and len(hit["n"]) == 5 else 0.5
        return 3.0 if last and last not in ",/:|" else 2.0
    if not four:
        return -0.5  # all in pairs: how foreign telephone numbers are written
    if last:
        return 2.5 if last not in ",/:|" else 1.0
    return 1.5


def surroundings(before: str, after: str, hit: re.Match[str]) -> float:
    """Points for and against from the words and signs on both sides."""
    if is_named(before, after):
        return NAMED
    dashed = bool((hit["s3"] or "").strip()) and not (hit["s1"] or hit["s2"])
    points = _label(before, dashed)
    if patterns.UNIT_AFTER.search(after) or patterns.MONEY_BEFORE.search(before):
        points -= 1.5 if dashed else 3.0
    if (
        patterns.PLUS_BEFORE.search(before)
        or patterns.CODE_BEFORE.search(before)
        or patterns.LETTER_AND_DIGIT.search(before)
    ):
        points -= 3.0
    elif before[-1:].isalpha():
        points -= 1.5 if patterns.ADDRESS_BEFORE.search(before) else 0.5
    if after[:1].isalpha() and not patterns.UNIT_AFTER.search(after):
        points -= 0.5
    return points + _part_of_longer(before, after, hit, dashed) + _looks_like_a_time(hit)


def is_named(before: str, after: str) -> bool:
    """Whether the words on one side call it a CPR number; the nearest name counts."""
    if patterns.CPR_AFTER.search(after):
        return True
    other = patterns.LABEL_CLOSE.search(before) and patterns.NUMBERED.search(before)
    return not other and bool(patterns.CPR_BEFORE.search(before))


def _label(before: str, dashed: bool) -> float:
    """Points against, where another number is named: "fakturanr. 710124-0001"."""
    if patterns.LABEL_CLOSE.search(before):
        # With "nr." it is the number's own name; without, it may be what the sentence is about.
        return -3.5 if patterns.NUMBERED.search(before) else -3.0
    if patterns.LABEL_NEAR.search(before):
        return -1.5 if dashed else -3.0
    # No account is written as six digits, a dash and four.
    return -3.5 if not dashed and patterns.BANK_BEFORE.search(before) else 0.0


def _part_of_longer(before: str, after: str, hit: re.Match[str], dashed: bool) -> float:
    """Digits on either side make it a piece of an amount, an account number or a code."""
    points = 0.0
    beside_another = patterns.ANOTHER_BEFORE.search(before), patterns.ANOTHER_AFTER.search(after)
    if not beside_another[0] and patterns.LONGER_BEFORE.search(before) and not (dashed and before.endswith(",")):
        points -= 4.0
    if not beside_another[1] and patterns.LONGER_AFTER.search(after) and not (dashed and after.startswith(",")):
        points -= 4.0
    if group := patterns.GROUP_BEFORE.search(before):
        # Four digits and then ten in one piece: registration and account number of a bank.
        bank = len(group[1]) == 4 and not hit["s3"]
        alone = dashed or not hit["s3"] or len(group[1]) == 8
        points -= 3.0 if bank or (hit["s1"] and not dashed) else (0.0 if alone else 1.5)
    if patterns.GROUP_AFTER.search(after) and (hit["s1"] or " " in hit["n"]):
        points -= 1.5
    return points


def _looks_like_a_time(hit: re.Match[str]) -> float:
    """ "12-03-26 1430" is an appointment: a day of these years, and a time of day."""
    if int(hit["d"]) > 31 or int(hit["y"]) not in _APPOINTMENTS or (hit["s3"] or "").strip() or hit["s3"] is None:
        return 0.0
    if hit["s1"] and hit["s1"].strip() and patterns.TIME.search(hit["n"]):
        return -1.0
    return 0.0
