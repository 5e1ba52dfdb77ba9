"""What a value parser gives back: the value, and the piece of text it was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

# Words that may stand around a value without making the message more than an answer ("det er nok på fredag, tror jeg").
_FILLER = frozenset(
    [
        "ah",
        "altså",
        "at",
        "bare",
        "ca",
        "ca.",
        "cirka",
        "da",
        "den",
        "det",
        "de",
        "d",
        "der",
        "dog",
        "er",
        "en",
        "et",
        "for",
        "fra",
        "hej",
        "hm",
        "hmm",
        "hos",
        "i",
        "ind",
        "ja",
        "jamen",
        "jeg",
        "jo",
        "kl",
        "kun",
        "lad",
        "lige",
        "med",
        "mener",
        "men",
        "min",
        "mit",
        "mine",
        "må",
        "nej",
        "nok",
        "nu",
        "næsten",
        "og",
        "også",
        "ok",
        "okay",
        "om",
        "omkring",
        "os",
        "perioden",
        "på",
        "skal",
        "skulle",
        "skriv",
        "skriver",
        "siger",
        "sige",
        "starter",
        "startede",
        "start",
        "slut",
        "slutter",
        "svar",
        "svaret",
        "så",
        "tak",
        "til",
        "tog",
        "tror",
        "være",
        "var",
        "vel",
        "venligst",
        "vi",
        "vil",
        "vist",
        "bliver",
        "blev",
        "begynder",
        "datoen",
        "dato",
        "dagen",
        "beløbet",
        "beløb",
        "prisen",
        "koster",
        "kostede",
        "kr",
        "kroner",
        "ialt",
        "alt",
        "sat",
        "sæt",
        "håber",
        "regner",
        "forventer",
        "gerne",
        "måske",
        "please",
        "sagen",
        "sagsnummer",
        "nummer",
        "nr",
        "øh",
        "øhm",
        "antal",
        "antallet",
        "timer",
        "ugentligt",
        "uge",
        "ugen",
        "hver",
        "per",
        "pr",
        "dagligt",
        "præcis",
        "præcist",
        "nøjagtig",
        "sammen",
        "igen",
        "ligger",
        "ret",
        "rettes",
        "ændr",
        "ændres",
        "gælder",
        "gælde",
    ]
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A value read from `text[start:end]`.

    `value` is None where something was recognised that cannot be used (31 February, "til marts" for a date); then
    `reason` says why, in Danish, to be shown. `whole` says that the value is (nearly) the whole message, so that it is
    an answer and not a mention. `assumed` says that a part was filled in by us (the year) and should be shown.
    """

    value: T | None
    start: int
    end: int
    text: str
    whole: bool
    reason: str | None = None
    assumed: bool = False
    unit: str | None = None

    @property
    def usable(self) -> bool:
        """True where there is a value."""
        return self.value is not None


def is_whole(text: str, start: int, end: int) -> bool:
    """Says whether what stands around text[start:end] is nothing but filler words."""
    rest = text[:start] + " " + text[end:]
    if "?" in text[end:]:
        return False
    return all(word in _FILLER for word in _WORD.findall(rest.lower()))


def parsed(
    value: T | None,
    text: str,
    start: int,
    end: int,
    *,
    reason: str | None = None,
    assumed: bool = False,
    unit: str | None = None,
) -> Parsed[T]:
    """Builds a Parsed and works out whether it is the whole message."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return Parsed(value, start, end, text[start:end], is_whole(text, start, end), reason, assumed, unit)
