"""The texts of the CPR shield's tests, each also with the day of a real date, and how well the shield does on them.

Only fictitious numbers stand in the repository (60 is added to the day), but these are easier to know: no date and no
time looks so. The twins, made here, are the numbers that people have; nothing says whose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.privacy import cpr
from tests.privacy.cpr_hidden import HIDDEN_GROUPS
from tests.privacy.cpr_open import OPEN_GROUPS, TAKEN_FOR_CPR

_ALIKE = {"o": 0, "O": 0, "l": 1, "I": 1}
_ENCODED = re.compile(r"%[0-9A-F]{2}|&#?\w+;")
# A number with a day above 60 in a text that must stay as it is: its first digit.
_FICTITIOUS_DAY = re.compile(r"(?<!\d)[6-9](?=\D?\d[^\d\n]{0,2}[01]\D?\d[^\d\n]{0,2}\d\D?\d[^\d\n]{0,3}(?:\d\D?){3}\d)")


def real(number: str) -> str:
    """The number with the day of a date: 6101901234 as somebody could have it."""
    return f"{int(number[0]) - 6}{number[1:]}"


def real_twin(text: str, numbers: str) -> tuple[str, str]:
    """The text with the days of real dates in its numbers, found without the shield's help."""
    chars = list(text)
    for number in dict.fromkeys(numbers.split()):
        places = _places(text, number, {}) or _places(text, number, _ALIKE)
        assert places, (text, number)
        for place in places:
            chars[place] = chr(ord(chars[place]) - 6)
    return "".join(chars), " ".join(map(real, numbers.split()))


def _places(text: str, number: str, alike: dict[str, int]) -> list[int]:
    """Where the number's first digits stand, whatever stands between its digits."""
    blank = _ENCODED.sub(lambda code: "_" * len(code[0]), text)
    digits = [(place, unicodedata.decimal(char, alike.get(char))) for place, char in enumerate(blank)]
    digits = [(place, digit) for place, digit in digits if digit is not None]
    row = "".join(str(digit) for _, digit in digits)
    forms = (number, f"{number[:4]}19{number[4:]}", f"{number[:4]}20{number[4:]}")
    return [digits[hit.start()][0] for form in forms for hit in re.finditer(form, row)]


def _open_twins(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield text
        twin = _FICTITIOUS_DAY.sub(lambda digit: str(int(digit[0]) - 6), text)
        if twin != text:
            yield twin


FICTITIOUS = [entry for group in HIDDEN_GROUPS.values() for entry in group]
HIDDEN = [*FICTITIOUS, *(real_twin(*entry) for entry in FICTITIOUS)]
OPEN = [text for group in OPEN_GROUPS.values() for text in _open_twins(group)]
HARD = list(_open_twins(TAKEN_FOR_CPR))


@dataclass(frozen=True)
class Measured:
    """How the shield did: the texts in which a number was missed, and those that lost something for no reason."""

    missed: list[str]
    harmed: list[str]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(HIDDEN)

    @property
    def precision(self) -> float:
        right = len(HIDDEN) - len(self.missed)
        return right / (right + len(self.harmed))


def measure() -> Measured:
    """Runs the shield over all texts, those that nobody can tell from CPR numbers included."""
    return Measured(
        missed=[text for text, numbers in HIDDEN if " ".join(match.number for match in cpr.find(text)) != numbers],
        harmed=[text for text in (*OPEN, *HARD) if cpr.find(text)],
    )
