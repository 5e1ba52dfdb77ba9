"""Full-text search over all topic pages: Danish lemmas and the parts of compounds, passages quoted word by word.

The index is an FTS5 table in memory, made from the pages in half a second whenever they have changed: it needs no
place in the database, and is the same whichever database is used.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from threading import Lock

import simplemma

from bot.knowledge.loader import Knowledge
from bot.knowledge.markdown import plain

_WORD = re.compile(r"[^\W_]+")
# Not after "1." at a line's beginning, and not before a digit: "stk. 1", "kl. 8", "ca. 3".
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!^\d\.)(?<!^\d\d\.)\s+(?=[A-ZÆØÅ“\"])")
_QUESTION = re.compile(r"^(?=### )", re.MULTILINE)  # each with its answer is quoted by itself
_SHORTEST_PART = 3  # letters
_SHORTEST_COMPOUND = 7
# Endings that are words too: "parkering" is no ring, "pension" no ion, "vittighed" no heath.
_ENDINGS = frozenset(
    _WORD.findall("ding ere hed heden heder hede ion ioner ionen kere ling linger ning ninger ring ringen ringer sel")
)
_QUOTED = 260  # characters of a passage that are shown
# Words that stand in every question and tell nothing about what it is about.
STOP_WORDS = frozenset(
    _WORD.findall(
        "af alle at blive da de dem den denne der deres det dette dig din dit du efter eller en end er et få for "
        "fordi fra før gøre gerne give ham han have hej hendes her hos hun hvad hvem hver hvilken hvis hvor "
        "hvordan hvorfor hvornår i ikke ind jeg jer jo kan kunne lige man mange med meget men mig min mit mod må "
        "måtte noget nogle nogen nu når og også om op os over på så sig sin sit skulle skal som til ud under var "
        "vel ved vi vil ville være"
    )
)
_TITLE_WEIGHT, _HEADING_WEIGHT, _TEXT_WEIGHT = 6.0, 3.0, 1.0


@dataclass(frozen=True)
class Passage:
    """A place in a page that fits what was searched for; `marks` are the words to highlight, as (start, end)."""

    solution_id: str
    title: str
    heading: str
    anchor: str
    text: str  # quoted as it stands on the page
    marks: Sequence[tuple[int, int]]
    score: float  # lower is better, as FTS5's bm25

    @property
    def path(self) -> str:
        """Where the passage stands in the portal."""
        return f"/emner/{self.solution_id}#{self.anchor}"

    def parts(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is one of the words to highlight."""
        end = 0
        for start, stop in self.marks:
            yield self.text[end:start], False
            yield self.text[start:stop], True
            end = stop
        yield self.text[end:], False


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The word's dictionary form, in small letters."""
    return str(simplemma.lemmatize(word, lang="da")).lower()


@lru_cache(maxsize=50_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The lemmas of a compound's parts ("barselsorlov": barsel, orlov); none where the word is not one."""
    if len(word) < _SHORTEST_COMPOUND:
        return ()
    best: tuple[int, str, str] | None = None
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        left, right = word[:at], word[at:]
        if right in _ENDINGS or not _known(right):
            continue
        for first in (left, left[:-1] if left[-1] in "se" else ""):
            shorter = min(len(first), len(right))
            if len(first) >= _SHORTEST_PART and _known(first) and (best is None or shorter > best[0]):
                best = (shorter, first, right)
    if best is None:
        return ()
    _, first, rest = best
    return (lemma(first), *(parts_of(rest) or (lemma(rest),)))


def _known(word: str) -> bool:
    return bool(simplemma.is_known(word, lang="da"))


@lru_cache(maxsize=50_000)
def verb_of(noun: str) -> str | None:
    """The verb that a noun is made of ("varsling": varsle, "opsigelse": opsige), None where there is none."""
    for ending in ("ning", "ing", "else"):
        verb = noun.removesuffix(ending) + "e"
        if noun.endswith(ending) and len(verb) > _SHORTEST_PART and _known(verb):
            return lemma(verb)
    return None


def terms(word: str) -> frozenset[str]:
    """All that a word is found by: its lemma, the verb that it is made of, and the parts of it."""
    forms, parts = _forms(word)
    return forms | parts


def _forms(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """The lemma with its verb, and its parts; an inflected form has none ("lukkede" is not luk and kede)."""
    whole = lemma(word.lower())
    return frozenset({whole, verb_of(whole) or whole}), frozenset(parts_of(whole))


def _indexed(text: str) -> str:
    return " ".join(term for word in _WORD.findall(text) for term in sorted(terms(word)))


@dataclass(frozen=True)
class _Wanted:
    """A word of the query: held by a section that has it whole or all its parts."""

    forms: frozenset[str]
    parts: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        return frozenset(term for term in self.forms | self.parts if len(term) > 1) - STOP_WORDS

    def held_by(self, section: frozenset[str]) -> bool:
        return not self.forms.isdisjoint(section) or bool(self.parts and self.parts <= section)


@dataclass(frozen=True)
class _Index:
    """The table that ranks, and for each section of a page the terms that it holds."""

    table: sqlite3.Connection
    sections: Mapping[tuple[str, str], frozenset[str]]

    def weight(self, word: _Wanted) -> float:
        """How much a word tells: the fewer sections hold it the more, and most where none does."""
        return log(len(self.sections) / (1 + sum(word.held_by(held) for held in self.sections.values())) + 1)


class PageSearch:
    """Searches the pages of a knowledge base; made anew when they have changed."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._lock = Lock()
        self._of: object = None
        self._index: _Index | None = None

    def find(self, query: str, limit: int = 5, least_share: float = 0.0, least_words: int = 1) -> list[Passage]:
        """The best passages, at most one of each page; none where no word of the query stands on any page.

        `least_share`: how much of what the query's words tell the section (with its page's title) must hold; a rare
        word counts more than a common one, and most one that stands on no page. `least_words`: how many telling words
        at the least; "i aften" alone makes no question about pay for evenings.
        """
        words = _words(query)
        wanted = {term for word in words for term in word.terms}
        if not wanted:
            return []
        with self._lock:
            index = self._fresh()
            rows = index.table.execute(
                "SELECT solution, anchor, bm25(pages, 0, 0, ?, ?, ?) AS score "
                "FROM pages WHERE pages MATCH ? ORDER BY score LIMIT 200",
                (_TITLE_WEIGHT, _HEADING_WEIGHT, _TEXT_WEIGHT, " OR ".join(f'"{term}"' for term in sorted(wanted))),
            ).fetchall()
        weights = {word: index.weight(word) for word in words}
        least = least_share * sum(weights.values())
        found: dict[str, Passage] = {}
        for solution, anchor, score in rows:
            held = [word for word in words if word.held_by(index.sections[solution, anchor])]
            if solution in found or len(held) < least_words or sum(weights[word] for word in held) < least:
                continue
            passage = self._passage(solution, anchor, wanted, score)
            if passage is not None:
                found[solution] = passage
            if len(found) == limit:
                break
        return list(found.values())

    def _fresh(self) -> _Index:
        content = self._knowledge.version
        if self._index is None or self._of is not content:
            self._index, self._of = _build(self._knowledge), content
        return self._index

    def _passage(self, solution_id: str, anchor: str, wanted: set[str], score: float) -> Passage | None:
        page, solution = self._knowledge.topic(solution_id), self._knowledge.solution(solution_id)
        section = page.section(anchor) if page else None
        if section is None or solution is None:
            return None
        text = _best_part([plain(part) for part in _QUESTION.split(section.text)], wanted)
        marks = tuple(m.span() for m in _WORD.finditer(text) if terms(m.group()) & wanted)
        return Passage(solution_id, solution.title, section.heading, anchor, text, marks, score)


def _words(query: str) -> list[_Wanted]:
    """The words of a query that tell something, each once."""
    forms = (_forms(word) for word in _WORD.findall(query[:1000]) if word.lower() not in STOP_WORDS)
    words = (_Wanted(whole, parts) for whole, parts in forms if whole.isdisjoint(STOP_WORDS))
    return list(dict.fromkeys(word for word in words if word.terms))


def _build(knowledge: Knowledge) -> _Index:
    table = sqlite3.connect(":memory:", check_same_thread=False)
    table.execute("CREATE VIRTUAL TABLE pages USING fts5(solution UNINDEXED, anchor UNINDEXED, title, heading, text)")
    sections: dict[tuple[str, str], frozenset[str]] = {}
    for solution, anchor, *texts in _rows(knowledge):
        table.execute("INSERT INTO pages VALUES (?, ?, ?, ?, ?)", (solution, anchor, *texts))
        sections[solution, anchor] = frozenset(" ".join(texts).split())
    return _Index(table, sections)


def _rows(knowledge: Knowledge) -> Iterator[tuple[str, str, str, str, str]]:
    for solution in knowledge.solutions.values():
        page = knowledge.topic(solution.id)
        title = _indexed(" ".join([solution.title, *solution.synonyms]))
        for section in page.sections if page else ():
            heading, text = _indexed(section.heading), _indexed(plain(section.text))
            yield solution.id, section.anchor, title, heading, text


def _best_part(parts: Iterable[str], wanted: set[str]) -> str:
    """The sentences from the one on that holds most of what is wanted, quoted whole, in lines as on the page."""
    best: list[tuple[int, str]] = []
    most = -1
    for text in parts:
        sentences = [(number, part) for number, line in enumerate(text.splitlines()) for part in _sentences(line)]
        for at, (_, sentence) in enumerate(sentences):
            hits = len({term for word in _WORD.findall(sentence) for term in terms(word)} & wanted)
            if hits > most:
                best, most = sentences[at:], hits
    size = 0
    lines: dict[int, list[str]] = {}
    for number, sentence in best:
        size += len(sentence) + 1
        if lines and size > _QUOTED:
            break
        lines.setdefault(number, []).append(sentence)
    return "\n".join(" ".join(sentences) for sentences in lines.values())


def _sentences(line: str) -> Iterable[str]:
    return (part for part in _SENTENCE_END.split(line.strip()) if part)
