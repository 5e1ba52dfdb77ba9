"""What is analysed of a message, and the views of it that features are made from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

ANALYSED_CHARACTERS = 1000
# spaCy's time is linear in length, and most of what a long message costs: tags and names are read from the first part
# only (some 50 words), the classifier reads all that is analysed.
TAGGED_CHARACTERS = 300

_SPACE = re.compile(r"\s+")
_FOLD = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "è": "e", "ü": "u"})
_PLAIN = (("ae", "e"), ("æ", "e"), ("oe", "o"), ("ø", "o"), ("aa", "a"), ("å", "a"), ("é", "e"), ("ü", "u"))
_STRETCHED = re.compile(r"(\w)\1{2,}")


@dataclass(frozen=True)
class Token:
    """A word with its lemma and part of speech, as the Danish model sees it."""

    text: str
    lemma: str
    pos: str


def tokens_of(doc: Iterable[Any] | None) -> list[Token]:
    """The words of a spaCy document with lemma and part of speech; none for an empty message."""
    return [Token(word.text, word.lemma_, word.pos_) for word in doc or ()]


def analysed(text: str) -> str:
    """The part of a message that is analysed: composed letters, no control characters, single spaces, at most 1,000."""
    composed = unicodedata.normalize("NFC", text[: 2 * ANALYSED_CHARACTERS])
    if composed.isprintable():  # nothing to take out, as in nearly every message
        return _SPACE.sub(" ", composed).strip()[:ANALYSED_CHARACTERS]
    printable = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in composed)
    kept = "".join(c for c in printable if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    return _SPACE.sub(" ", kept).strip()[:ANALYSED_CHARACTERS]


def plain(text: str) -> str:
    """Folds æ/ae, ø/oe/o and å/aa/a into one letter each, and "heeej" into "hej": a further view, not the only one."""
    low = _STRETCHED.sub(r"\1", text.lower())
    for letters, letter in _PLAIN:
        low = low.replace(letters, letter)
    return low


def folded(text: str) -> str:
    """Writes æ, ø and å as ae, oe and aa."""
    return text.lower().translate(_FOLD)


def lemma_view(tokens: Sequence[Token]) -> str:
    """The lemmas of the words that carry meaning, in order."""
    return " ".join(t.lemma.lower() for t in tokens if t.pos not in ("PUNCT", "SPACE", "SYM"))
