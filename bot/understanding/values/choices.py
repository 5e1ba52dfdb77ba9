"""Matching a text against options: their words and synonyms, inflected or misspelt, or their place in the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.understanding.values.numerals import ORDINALS, word_value


class OptionLike(Protocol):
    """Anything with an id, a label and synonyms (the schema's FieldOption, a tree's option)."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def synonyms(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Option:
    """A plain option, for callers that have none of their own."""

    id: str
    label: str
    synonyms: Sequence[str] = ()


@dataclass(frozen=True)
class Match:
    """The options that the text names, in the list's order; not `sure` where it rests on a likeness or a tie."""

    ids: tuple[str, ...]
    sure: bool


@dataclass(frozen=True)
class _Scored:
    """An option, how well the text covers one of its phrases, and with which of the text's words."""

    id: str
    score: float
    used: frozenset[int]


_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e"})  # both ways of writing them are one
_TOKEN = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*|%")
_STOP = frozenset(
    "af alle at bare begge blev bliver da de dem den denne der det du både eller en er et for fra har han "
    "hun i ja jeg kan med men mener mig min mine mit må nok noget og også om os på skal som så tak til "
    "tror tænker var vi vil ville vælger vælge".translate(_LETTERS).split()
)
# What means "none of these" is made of words that any answer may hold: "en anden skole" is no "noget andet".
_NONE_OF_THEM = frozenset(
    {"ingen af dem", "ingen af delene", "noget andet", "noget helt andet", "ingen", "andet", "noget andet end det"}
)
_JOINING = frozenset({"og", "baade", "samt", "eller", "plus", "ogsaa"})
_FULL = 0.94  # a phrase is there, in whatever form
_SURE = 0.86  # from here on nothing rests on a mere likeness
_PART = 0.7  # a word that is a part of the other ("benzinkort" and "benzin")
_NOT = frozenset({"ikke", "ik", "ingen", "hverken"})
_WANTING = frozenset(
    "kan har kunne faar fik vil virker blev havde ved maa jeg vi den det de der endnu stadig husker".split()  # noqa: SIM905
)
_SUFFIXES = (
    "ernes", "erne", "ernes", "enes", "ene", "ens", "ets", "ers", "ende", "ede", "er", "en", "et", "es", "e", "s", "t",
)  # fmt: skip
_ORDINAL = re.compile(
    r"^\W*(?:(?:jeg\s(?:vælger|tager|vil\shave)|det\ser|vælg|tag)\s)?(?:(?:den|det|nr\.?|nummer|mulighed|valg|punkt|svar)\s)*"
    r"(?:(?P<digit>\d{1,2})\.?|(?P<word>[a-zæøå]+)|(?P<letter>[a-h])\))(?:\s(?:mulighed|valgmulighed|valg|punkt|svar|en|der))?(?:\stak)?\W*$",
    re.I,
)


_NONE = re.compile(
    r"(?:nej |nej tak |det er |det var |jeg (?:tror|mener) |nok |vist |bare )*"
    r"(?:(?:noget (?:helt )?)?andet|(?P<none>ingen(?: af (?:dem|delene|de der|mulighederne|de to|de tre))?)|noget tredje)"
    r"(?: tak| end det| desværre| passer)*"
)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Cuts the commonest Danish endings, so that "ferien" and "ferie" meet; never below three letters.

    A lone t or s belongs to many short words ("skat", "moms"), and a consonant doubled by an ending is one without it
    ("lønnen", "løn").
    """
    for suffix in _SUFFIXES:
        left = len(word) - len(suffix)
        if word.endswith(suffix) and left >= (4 if len(suffix) == 1 and suffix in "ts" else 3):
            cut = word[:left]
            doubled = left > 3 and cut[-1] == cut[-2] and cut[-1] not in "aeiouyæøå"
            return cut[:-1] if doubled else cut
    return word


def _tokens(text: str) -> list[str]:
    return [token.lower().translate(_LETTERS) for token in _TOKEN.findall(text)]


def _content(tokens: Iterable[str]) -> list[str]:
    words = list(tokens)
    content = [token for token in words if token not in _STOP]
    return content or words


def _ordinal(text: str, count: int) -> int | None:
    """The place in the list that "den første", "nr. 2", "2" or "den sidste" names, from 0."""
    match = _ORDINAL.match(text.strip())
    if not match:
        return None
    if match["digit"]:
        number = int(match["digit"])
    elif match["letter"]:
        number = ord(match["letter"].lower()) - 96
    else:
        word = match["word"].lower()
        if word in ("sidste", "nederste", "sidstnævnte"):
            return count - 1
        if word in ("øverste", "førstnævnte"):
            return 0
        led = re.search(r"\b(?:nr|nummer|mulighed|valg|punkt|svar)\b", text, re.I)
        number = ORDINALS.get(word) or (word_value(word) if led or word in ("et", "to", "tre", "fire") else 0) or 0
    return number - 1 if 1 <= number <= count else None


def _phrases(option: OptionLike) -> list[str]:
    """What names the option within a longer text."""
    return [phrase for phrase in _all_phrases(option) if phrase.lower() not in _NONE_OF_THEM]


def _all_phrases(option: OptionLike) -> list[str]:
    return [option.label, *option.synonyms, option.id.replace("_", " ").replace("-", " ")]


def _edits(a: str, b: str, most: int) -> int:
    """Insertions, deletions, replacements and swaps that make a of b, or most + 1 where there are more."""
    before, row = list[int](), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _same(a: str, b: str, lemmas: Mapping[str, str]) -> float:
    """1 for the same word in another form, less for a misspelling (least for short words: læge, lege), 0 for another."""
    if a == b or lemmas.get(a, a) == lemmas.get(b, b):
        return 1.0
    if a.isdigit() or b.isdigit():
        return 0.0
    if min(len(a), len(b)) >= 3 and _stems(a) & _stems(b):
        return 1.0
    if _bare(a) == _bare(b):
        return 0.85  # "kob" for "køb", but perhaps "lege" and not "læge"
    shortest, longest = sorted((a, b), key=len)
    if len(shortest) < 4:
        return 0.0
    edits = _edits(a, b, 2)
    if len(longest) >= 9 and edits <= 2:
        return 0.9
    if edits <= 1:
        return 0.9 if len(longest) >= 7 else 0.75
    joined = longest.startswith(shortest) or longest.endswith(shortest)
    return _PART if joined and len(shortest) >= 5 and len(longest) - len(shortest) >= 2 else 0.0


def _stems(word: str) -> set[str]:
    """The word without its ending, and without the one before that ("borgeren", "borger")."""
    once = stem(word)
    return {once, stem(once)}


def _bare(word: str) -> str:
    return word.replace("ae", "e").replace("oe", "o").replace("aa", "a")


def _cover(words: Sequence[str], phrase: str, lemmas: Mapping[str, str]) -> tuple[float, frozenset[int]]:
    """How well the words cover the phrase (0 to 1), and which of them it took."""
    wanted = _content(_tokens(phrase))
    if not wanted or not words:
        return 0.0, frozenset()
    total, used = 0.0, set[int]()
    for target in wanted:
        likeness = [_same(word, target, lemmas) for word in words]
        best = max(likeness)
        if best > 0:
            total += best
            used.add(likeness.index(best))
    return total / len(wanted), frozenset(used)


def _without_negated(tokens: Sequence[str]) -> list[str]:
    """Drops what is said not to be: "ikke ferie, men omsorgsdag" leaves the second.

    What one cannot do, or has not got, is what the text is about: "kan ikke finde min lønseddel".
    """
    kept: list[str] = []
    negated, before = 0, ""
    for token in tokens:
        previous, before = before, token
        if token in _NOT:
            negated = 0 if previous in _WANTING else 3
        elif token in ("men", "derimod", "og", "eller"):
            negated = 0
        elif negated:
            negated -= 1
        else:
            kept.append(token)
    return kept


def match(text: str, options: Sequence[OptionLike], lemmas: Mapping[str, str] | None = None) -> Match | None:
    """Finds the options that the text names; several where it names several ("både a og b"); None where none fits.

    `lemmas` maps lower-cased words of the text and of the options to their lemma, where the caller has them.
    """
    known = {word.translate(_LETTERS): lemma.translate(_LETTERS) for word, lemma in (lemmas or {}).items()}
    lowered = " ".join(_tokens(text))
    for option in options:  # the very words of an option
        if any(lowered == " ".join(_tokens(phrase)) for phrase in _all_phrases(option)):
            return Match((option.id,), True)
    last_resort = _NONE.fullmatch(lowered)
    if last_resort:
        kind = {phrase for phrase in _NONE_OF_THEM if phrase.startswith("ingen") == bool(last_resort["none"])}
        for option in options:
            if kind & {phrase.lower() for phrase in _all_phrases(option)}:
                return Match((option.id,), True)
    place = _ordinal(text, len(options))
    if place is not None:
        return Match((options[place].id,), True)

    tokens = _tokens(text)
    negated_options = {o.id for o in options if any(_NOT & set(_tokens(p)) for p in _phrases(o))}
    positive = set(_without_negated(tokens))
    words = _content(tokens)
    scored: list[_Scored] = []
    for option in options:
        phrases = _phrases(option)
        heard = words if option.id in negated_options else [word if word in positive else "" for word in words]
        if not any(heard) or not phrases:
            continue
        covers = [_cover(heard, phrase, known) for phrase in phrases]
        score, used = max(covers, key=lambda cover: (cover[0], len(cover[1])))
        used = used.union(*(words for said, words in covers if said >= _FULL))
        short = [word for word in heard if word]
        if len(short) <= 3:  # a short text that lies inside the label: "fysisk" for "Fysisk vold"
            inside = max(_cover(_content(_tokens(phrase)), " ".join(short), known)[0] for phrase in phrases)
            score = max(score, 0.9 * inside)
        scored.append(_Scored(option.id, score, used))
    return _decide(scored, options, several=bool(_JOINING & set(tokens)))


def _decide(scored: Sequence[_Scored], options: Sequence[OptionLike], *, several: bool) -> Match | None:
    full = [one for one in scored if one.score >= _FULL]
    if full:
        # An option whose words lie within another's ("ferie" in "ferie uden løn") is not meant.
        meant = [one for one in full if not any(one.used < other.used for other in full)]
        if not several:  # nothing joins two answers: the one that more of the words name
            meant = [one for one in meant if len(one.used) == max(len(other.used) for other in meant)]
        return Match(_in_order([one.id for one in meant], options), True)
    top = max((one.score for one in scored), default=0.0)
    if top < 0.6:
        return None
    near = [one.id for one in scored if one.score >= top - 0.08]
    return Match(_in_order(near, options), len(near) == 1 and top >= _SURE)


def _in_order(ids: Sequence[str], options: Sequence[OptionLike]) -> tuple[str, ...]:
    return tuple(option.id for option in options if option.id in ids)
