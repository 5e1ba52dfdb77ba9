"""Finds names the way people type them: æ or ae, parts of names in any order, with a slip or two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "u", "ß": "ss"})
_GOOD_ENOUGH = 74

T = TypeVar("T")


def fold(text: str) -> str:
    """Lower case, Danish letters written out, accents off, single spaces."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_DANISH)
    plain = unicodedata.normalize("NFKD", plain)
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def best(query: str, candidates: Sequence[tuple[str, T]], limit: int) -> list[T]:
    """The candidates (folded name, thing) that fit the query, best first; an empty query takes the first ones."""
    wanted = fold(query[:100]).split()
    if not wanted:
        return [thing for _, thing in candidates[:limit]]
    exact: list[tuple[int, str, T]] = []
    rest: list[tuple[str, T]] = []
    for name, thing in candidates:
        words = name.split()
        if all(any(word.startswith(part) for word in words) for part in wanted):
            rank = 0 if name.startswith(" ".join(wanted)) else 1
            exact.append((rank, name, thing))
        else:
            rest.append((name, thing))
    exact.sort(key=lambda hit: hit[:2])
    found = [thing for _, _, thing in exact[:limit]]
    if len(found) < limit and len("".join(wanted)) >= 3:
        found += _near(" ".join(wanted), rest, limit - len(found))
    return found


def _near(query: str, candidates: Sequence[tuple[str, T]], limit: int) -> list[T]:
    hits = process.extract(
        query, [name for name, _ in candidates], scorer=_word_by_word, score_cutoff=_GOOD_ENOUGH, limit=limit
    )
    return [candidates[index][1] for _, _, index in hits]


def _word_by_word(query: Any, name: Any, *, score_cutoff: float | None = None) -> float:
    """The mean over the query's words of their best likeness to a word of the name (or to its beginning)."""
    words = name.split()
    if not words:
        return 0.0
    total = 0.0
    for part in query.split():
        score = max(max(fuzz.ratio(part, word), 0.95 * fuzz.ratio(part, word[: len(part)])) for word in words)
        if score < 60:  # one word that fits nothing is another person
            return 0.0
        total += score
    return total / len(query.split())
