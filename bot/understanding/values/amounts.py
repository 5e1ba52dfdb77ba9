"""Amounts of money in kroner: "1.250,50 kr", "kr. 500,-", "12 tusind", "fem hundrede"."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.understanding.values.numerals import Numeral, find_numerals
from bot.understanding.values.parsed import Parsed, parsed

_AFTER = re.compile(r"\s?(?:,-+|,–|\.-|kr\.?(?!\w)|kroner(?!\w)|kr,-|dkk(?!\w)|danske kroner(?!\w)|,00\s?kr)", re.I)
_BEFORE = re.compile(r"(?:(?<!\w)(?:kr\.?|dkk|kroner)\s?:?\s?)$", re.I)
_OERE = re.compile(r"\s?(?:og\s)?(\d{1,2})\s?øre(?!\w)", re.I)
_OTHER_CURRENCY = re.compile(r"\s?(?:€|euro?|\$|usd|dollars?|sek|nok|pund|gbp)(?!\w)", re.I)
_NOT_MONEY = re.compile(
    r"\s?-?(?:%|procent|pct|timer?|dage?|uger?|mdr|måned(?:er)?|års?|km|kilometer|stk|min(?:utter)?|gange?|bilag|personer)(?!\w)",
    re.I,
)
_DATE_OR_TIME = re.compile(
    r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:20)?\d{2}(?!\d)|(?<!\d)\d{1,2}/\d{1,2}(?!\d)"
    r"|\bkl\.?\s?\d{1,2}(?:[.:]\d{2})?|\bden\s\d{1,2}\.|\bd\.\s?\d{1,2}\.?|\buge\s\d{1,2}"
    r"|\d{1,2}\.\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*(?:\s\d{4})?",
    re.I,
)


def parse_amount(text: str) -> Parsed[Decimal] | None:
    """Reads an amount in kroner, with at most two decimals.

    A number with a currency wins over one without; several without one are not an answer (None). A foreign currency
    and "1,250" give no value but a reason.
    """
    masked = _DATE_OR_TIME.sub(lambda match: " " * len(match.group()), text)
    money: list[Parsed[Decimal]] = []
    bare: list[Parsed[Decimal]] = []
    for numeral in find_numerals(masked):
        if foreign := _OTHER_CURRENCY.match(masked, numeral.end):
            reason = "Beløbet skal være i danske kroner."
            money.append(parsed(None, text, numeral.start, foreign.end(), reason=reason))
            continue
        before = _BEFORE.search(masked, 0, numeral.start)
        after = _AFTER.match(masked, numeral.end)
        start = before.start() if before else numeral.start
        end = after.end() if after else numeral.end
        value = numeral.value
        if after and (oere := _OERE.match(masked, end)):
            value, end = value + Decimal(oere[1]) / 100, oere.end()
        if before or after:
            money.append(_amount(numeral, value, text, start, end))
        elif not numeral.article and not _NOT_MONEY.match(masked, numeral.end):
            bare.append(_amount(numeral, value, text, start, end))
    if money:
        return money[0]
    return bare[0] if len(bare) == 1 else None


def _amount(numeral: Numeral, value: Decimal, text: str, start: int, end: int) -> Parsed[Decimal]:
    reason = None
    if numeral.doubtful:
        digits = text[numeral.start : numeral.end]
        reason = f"Mener du {digits.replace(',', '.')} kr. eller {digits.rstrip('0')} kr.? Skriv beløbet igen."
    elif value != round(value, 2):
        reason = "Et beløb har højst to decimaler."
    amount = None if reason else (Decimal(int(value)) if value == int(value) else round(value, 2))
    return parsed(amount, text, start, end, reason=reason)
