"""Danish numerals, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {
    "nul": 0, "en": 1, "én": 1, "een": 1, "et": 1, "ét": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7,
    "otte": 8, "ni": 9, "ti": 10, "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16,
    "sytten": 17, "atten": 18, "nitten": 19,
}  # fmt: skip
_TENS = {
    "tyve": 20, "tredive": 30, "tredve": 30, "fyrre": 40, "fyrretyve": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70,
    "firs": 80, "halvfems": 90,
}  # fmt: skip
ORDINALS = {
    "første": 1, "foerste": 1, "anden": 2, "andet": 2, "tredje": 3, "tredie": 3, "fjerde": 4, "femte": 5, "sjette": 6,
    "syvende": 7, "ottende": 8, "niende": 9, "tiende": 10, "ellevte": 11, "elvte": 11, "tolvte": 12, "trettende": 13,
    "fjortende": 14, "femtende": 15, "sekstende": 16, "syttende": 17, "attende": 18, "nittende": 19, "tyvende": 20,
    "enogtyvende": 21, "toogtyvende": 22, "treogtyvende": 23, "fireogtyvende": 24, "femogtyvende": 25,
    "seksogtyvende": 26, "syvogtyvende": 27, "otteogtyvende": 28, "niogtyvende": 29, "tredivte": 30, "enogtredivte": 31,
}  # fmt: skip
_HALVES = {"halvanden": Decimal("1.5"), "halvandet": Decimal("1.5"), "halv": Decimal("0.5"), "halvt": Decimal("0.5")}
_SCALES = {
    "hundrede": 100, "hundred": 100, "tusind": 1000, "tusinde": 1000, "tusinder": 1000, "mio": 10**6, "million": 10**6,
    "millioner": 10**6,
}  # fmt: skip
# "en/et" are articles far more often than numbers: alone they count only before one of these (see numbers.py).
ARTICLES = frozenset({"en", "et", "én", "ét", "een"})

_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_DIGITS = re.compile(
    r"""(?<![\w.,/-])(?P<sign>[-−]\s?)?
    (?P<whole>\d{1,3}(?:[.\s\u00a0]\d{3})+|\d+)
    (?:(?P<comma>[.,])(?P<decimals>\d+))?
    (?P<half>\s?[½¼¾]|\s1/2)?
    (?P<thousand>\s?k(?!\w))?
    (?![\d½])""",
    re.X | re.I,
)
_BARE_FRACTION = re.compile(r"(?<!\w)[½¼¾](?!\w)")
_WORD = re.compile(r"[^\W\d_]+\.?")


@dataclass(frozen=True)
class Numeral:
    """A number in the text; `doubtful` where it can be read in two ways ("1,250")."""

    value: Decimal
    start: int
    end: int
    doubtful: bool = False
    article: bool = False  # nothing but "en" or "et"


def word_value(word: str) -> int | None:
    """The value of a single numeral word below 1,000 ("femogtyve", "femhundrede"), or None."""
    word = word.lower().rstrip(".")
    if word in _UNITS:
        return _UNITS[word]
    if word in _TENS:
        return _TENS[word]
    unit, joined, tens = word.partition("og")
    if joined and unit in _UNITS and 0 < _UNITS[unit] < 10 and tens in _TENS:
        return _UNITS[unit] + _TENS[tens]
    for scale in ("hundrede", "hundred"):
        head, found, tail = word.partition(scale)
        if found and (head == "" or head in _UNITS):
            rest = word_value(tail.removeprefix("og")) if tail else 0
            if rest is not None:
                return 100 * (_UNITS[head] if head else 1) + rest
    return None


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yields the numbers of a text from left to right, digits and words, with "tusind" and "mio." multiplied in."""
    position = 0
    while position < len(text):
        numeral = _next_numeral(text, position)
        if numeral is None:
            return
        yield numeral
        position = numeral.end


def _next_numeral(text: str, position: int) -> Numeral | None:
    digits = _DIGITS.search(text, position)
    bare = _BARE_FRACTION.search(text, position)
    words = _first_word_numeral(text, position, digits.start() if digits else len(text))
    if words is not None:
        return words
    if bare and (not digits or bare.start() < digits.start()):
        return Numeral(_FRACTIONS[bare.group()], bare.start(), bare.end())
    return _from_digits(text, digits) if digits else None


def _from_digits(text: str, match: re.Match[str]) -> Numeral:
    whole = re.sub(r"[.\s\u00a0]", "", match["whole"])
    decimals, comma = match["decimals"] or "", match["comma"]
    doubtful = False
    if (comma == "." and len(decimals) == 3 and len(whole) <= 3) or (comma == "." and len(decimals) > 3):
        whole, decimals = whole + decimals, ""
    elif comma == "," and len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        doubtful = True  # 1,250: a Danish decimal, or an English thousand?
    value = Decimal(f"{whole}.{decimals or '0'}") if decimals else Decimal(whole)
    if match["half"]:
        value += _FRACTIONS.get(match["half"].strip(), Decimal("0.5"))
    if match["thousand"]:
        value *= 1000
    end = match.end()
    value, end = _scaled(text, value, end)
    value, end = _and_a_half(text, value, end)
    return Numeral(-value if match["sign"] else value, match.start(), end, doubtful)


def _scaled(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    scale = re.compile(r"\s?(hundrede|hundred|tusinder|tusinde|tusind|tus\.|mio\.?|millioner|million)(?!\w)", re.I)
    while match := scale.match(text, end):
        word = match[1].lower().rstrip(".")
        value, end = value * (1000 if word == "tus" else _SCALES[word]), match.end()
    return value, end


def _and_a_half(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    half = re.compile(r"\s(?:og\s)?en\shalv(?:t)?(?!\w)", re.I).match(text, end)
    return (value + Decimal("0.5"), half.end()) if half else (value, end)


def _first_word_numeral(text: str, position: int, before: int) -> Numeral | None:
    for match in _WORD.finditer(text, position, before):
        if match.start() > 0 and (text[match.start() - 1].isalnum() or text[match.start() - 1] == "-"):
            continue
        found = _word_numeral_at(text, match.start(), before)
        if found:
            return found
    return None


def _word_numeral_at(text: str, start: int, before: int) -> Numeral | None:
    """Reads words such as "to tusind fem hundrede og tredive" from the left."""
    total, group = Decimal(0), None
    end, count, word = start, 0, ""
    for match in re.compile(r"[^\W\d_]+|[^\s\w]|\d").finditer(text, start, before):
        word = match.group().lower()
        if word == "og" and count:
            continue
        value = _HALVES.get(word, word_value(word))
        if word in _SCALES and _SCALES[word] == 100 and (group is None or group < 10):
            group = (group or 1) * Decimal(100)
        elif word in _SCALES and _SCALES[word] > 100 and (group is not None or word.startswith("tusind")):
            total, group = total + (group or 1) * _SCALES[word], None
        elif value is not None and group is None:
            group = Decimal(value)
        elif value is not None and group is not None and group >= 100 and group % 100 == 0 and value < 100:
            group += Decimal(value)
        else:
            break
        end, count = match.end(), count + 1
    if not count:
        return None
    article = count == 1 and text[start:end].lower() in ARTICLES
    value, half_end = _and_a_half(text, total + (group or 0), end)
    if article and half_end == end:
        part = re.compile(r"\s(halv|halvt|kvart)(?!\w)", re.I).match(text, end)
        if part:
            return Numeral(Decimal("0.25") if part[1].lower() == "kvart" else Decimal("0.5"), start, part.end())
    return Numeral(value, start, half_end, article=article and half_end == end)
