"""Which solution a question names: by words of its title or synonyms, in any form and inside compounds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from bot.knowledge.schema import Solution
from bot.knowledge.search import STOP_WORDS, lemma, terms

_WORD = re.compile(r"[^\W\d_]{2,}")
_WHOLE = 3  # what a word counts that stands in a name as it is; one that shares a part with it counts 1
_LIKELY = 0.4
_SURE = 6  # letters of a known word that a longer one ("kørepengene") may begin with
# Words of titles and of questions that say nothing of the topic by themselves.
_GENERAL = frozenset(
    {
        "afgørelse", "aftale", "andet", "ansat", "ansatte", "ansætte", "ansøge", "arbejde", "behandling",
        "behandlingstid", "bilag", "bruge", "chef", "dag", "den", "det", "dokument", "dokumentation", "dokumentere",
        "egen", "egentlig", "eller", "lang",
        "enhed", "formular", "frist", "frister", "få", "gang", "gerne", "god", "godkende", "godkendelse",
        "gælde", "have", "hjælp", "hvad", "hvem", "hvilke", "hvilken", "hvor", "hvordan", "hvornår", "indberette",
        "indberetning", "indsende", "jeg", "kollega", "kommune", "komme", "krav", "kunne", "leder", "ledelse", "ligge",
        "lov", "lovgivning", "lovgrundlag", "længe", "løsning", "medarbejder", "melde", "min", "måned", "næste", "ny",
        "paragraf", "penge", "person", "portal", "regel", "ret", "sag", "sagsbehandling", "se", "sende", "senest",
        "siden", "sige", "skal", "ske", "skema", "skrive", "skulle", "spørge", "spørgsmål", "svar", "søge", "tage",
        "tid", "under", "uge", "vedhæfte", "vejledning", "vente", "ændre", "ændring", "år",
    }
)  # fmt: skip


def named_solution(
    text: str, solutions: Mapping[str, Solution], ranking: Sequence[tuple[str, float]] = ()
) -> str | None:
    """The first of the ranking if it is likely and a word of the text names it, otherwise the one named best."""
    words = (word.lower() for word in _WORD.findall(text))
    said = [word for word in words if word not in STOP_WORDS and lemma(word) not in _GENERAL]
    if not said or not solutions:
        return None
    fits = {name: _fit(said, solution) for name, solution in solutions.items()}
    place = {name: number for number, (name, _) in enumerate(ranking)}
    best = max(fits, key=lambda name: (fits[name], -place.get(name, len(place))))
    first, confidence = next(iter(ranking), ("", 0.0))
    if confidence >= _LIKELY and 2 * fits.get(first, 0) >= max(fits[best], 1):
        return first
    return best if fits[best] >= _WHOLE else None


def _fit(said: Sequence[str], solution: Solution) -> int:
    title, also = _names(solution.title), _names(" ".join(solution.synonyms))
    return sum(2 * title.fit(word) + also.fit(word) for word in said)


@dataclass(frozen=True)
class _Names:
    """The words of a title or of synonyms: whole, and as parts of compounds."""

    whole: frozenset[str]
    parts: frozenset[str]

    def fit(self, word: str) -> int:
        """How well a word is named: it stands there itself, or shares a part with one that does."""
        if lemma(word) in self.whole or any(len(known) >= _SURE and word.startswith(known) for known in self.whole):
            return _WHOLE
        return int(not (terms(word) - _GENERAL).isdisjoint(self.parts))


_making = Lock()


def _names(text: str) -> _Names:
    with _making:  # many ask at once, and each would make the names of all solutions
        return _made(text)


@lru_cache(maxsize=1000)
def _made(text: str) -> _Names:
    words = {word.lower() for word in _WORD.findall(text)}
    whole = frozenset(lemma(word) for word in words) - _GENERAL - STOP_WORDS
    parts = frozenset(term for word in words for term in terms(word)) - _GENERAL - STOP_WORDS
    return _Names(whole, parts)
