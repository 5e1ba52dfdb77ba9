"""What of the overview of cases is wanted, as it was said or chosen: as a filter, in words, in buttons and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

from bot.access.names import fold
from bot.access.tasks import AREAS
from bot.cases import states
from bot.cases.types import CaseFilter, Sort, Whose, Word
from bot.knowledge.loader import Knowledge
from bot.reports.formatting import MONTHS, danish_date

MOST_TEXT = 100  # characters
MOST_PAGES = 5000

# What can be chosen besides a single state: key -> how it is called, and the states.
GROUPS: Mapping[str, tuple[str, frozenset[str]]] = {
    "aabne": ("Åbne", states.OPEN),
    "afsluttede": ("Afsluttede", states.ENDED | {states.SOLVED}),
}
WHOSE: Mapping[Whose, str] = {
    "mine": "Mine",
    "unit": "Enhedens",
    "desk": "Dem, jeg behandler",
    "followed": "Dem, jeg følger",
    "all": "Alle, jeg kan se",
}
SORTS: Mapping[Sort, str] = {
    "awaiting": "Afventer dig først",
    "newest": "Senest ændret først",
    "oldest": "Ældste først",
    "area": "Efter område",
}
_LED_BY: Mapping[Whose, str] = {"unit": "enhedens ", "followed": "fulgte ", "all": "", "mine": "", "desk": ""}
_PLURAL: Mapping[str, str] = {
    **{key: title.lower() for key, (title, _) in GROUPS.items()},
    states.AWAITS_APPROVAL: "ikke godkendte",
    states.RECEIVED: "modtagne",
    states.IN_PROGRESS: "igangværende",
    states.AWAITS_REPORTER: "returnerede",
    states.SOLVED: "løste",
    states.CLOSED: "lukkede",
    states.REOPENED: "genåbnede",
    states.CANCELLED: "annullerede",
    states.REJECTED: "afviste",
}
_ENDINGS = ("ernes", "erne", "enes", "ene", "ens", "ets", "er", "en", "et", "es", "e", "s", "n")


@dataclass(frozen=True)
class CaseQuery:
    """One wish for the overview. The empty one is all of one's own cases."""

    state: str = ""  # a key of GROUPS, or a state
    area: str = ""
    unit: str = ""  # an id
    whose: Whose = "mine"
    first: date | None = None
    last: date | None = None
    text: str = ""  # number, person, topic, words
    sort: Sort = "awaiting"
    page: int = 1

    # --- buttons and links

    def parameters(self) -> dict[str, Any]:
        """As they stand in a button or a link; what is as usual is left out."""
        given = {
            "tilstand": self.state,
            "omraade": self.area,
            "enhed": self.unit,
            "hvis": "" if self.whose == "mine" else self.whose,
            "fra": self.first.isoformat() if self.first else "",
            "til": self.last.isoformat() if self.last else "",
            "soeg": self.text,
            "sorter": "" if self.sort == "awaiting" else self.sort,
            "side": "" if self.page == 1 else str(self.page),
        }
        return {name: value for name, value in given.items() if value}

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> CaseQuery:
        """Reads them; what cannot be read is left out."""

        def text(name: str) -> str:
            return " ".join(str(given.get(name) or "").split())[:MOST_TEXT]

        state, area, whose, sort, page = (text(name) for name in ("tilstand", "omraade", "hvis", "sorter", "side"))
        first, last = _day(text("fra")), _day(text("til"))
        if first and last and last < first:
            first, last = last, first
        return cls(
            state=state if state in GROUPS or state in states.LABELS else "",
            area=area if area in AREAS else "",
            unit=text("enhed"),
            whose=whose if whose in get_args(Whose) else "mine",  # type: ignore[arg-type]
            first=first,
            last=last,
            text=text("soeg"),
            sort=sort if sort in get_args(Sort) else "awaiting",  # type: ignore[arg-type]
            page=min(int(page), MOST_PAGES) if page.isdecimal() and int(page) > 0 else 1,
        )

    # --- the filter

    def criteria(self, knowledge: Knowledge, limit: int) -> CaseFilter:
        """The filter; a word that tells of a topic finds the cases of its solutions too."""
        wanted = GROUPS[self.state][1] if self.state in GROUPS else frozenset({self.state} if self.state else ())
        return CaseFilter(
            states=wanted,
            area=self.area or None,
            whose=self.whose,
            period=(self.first or date(2000, 1, 1), self.last or date(2200, 1, 1)) if self.dated else None,
            words=tuple(Word(word, solutions_about(knowledge, word)) for word in self.text.split()),
            unit_id=self.unit or None,
            sort=self.sort,
            limit=limit,
            offset=(self.page - 1) * limit,
        )

    @property
    def dated(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def parts(self) -> tuple[str, ...]:
        """What narrows it, each by the name that `without` takes."""
        given = {
            "state": self.state,
            "area": self.area,
            "unit": self.unit,
            "whose": self.whose != "mine",
            "period": self.dated,
            "text": self.text,
        }
        return tuple(name for name, value in given.items() if value)

    def without(self, *parts: str) -> CaseQuery:
        """The same with less to narrow it, from its first page."""
        changes: dict[str, Any] = {"page": 1}
        for part in parts:
            changes |= {"first": None, "last": None} if part == "period" else {part: "mine" if part == "whose" else ""}
        return replace(self, **changes)

    # --- in words

    def described(self, knowledge: Knowledge, unit_name: str = "") -> str:
        """ "Åbne sager om løn fra marts 2026": what was understood."""
        words = f"{_LED_BY[self.whose]}{_PLURAL.get(self.state, '')}".strip() + " sager"
        if self.whose == "desk":
            words += ", du behandler,"
        if self.area:
            area = knowledge.areas.get(self.area)
            words += f" om {_lower_first(area.title) if area else self.area}"
        if self.text:
            words += f" med “{self.text}”" if self.area else f" om “{self.text}”"
        if self.unit:
            words += f" i {unit_name or self.unit}"
        if self.dated:
            words += f" {period_in_words(self.first, self.last)}"
        words = words.strip().rstrip(",")
        return words[0].upper() + words[1:]


def solutions_about(knowledge: Knowledge, word: str, *, whole: bool = False) -> frozenset[str]:
    """The solutions whose title or synonyms hold the word, in whatever form, or (not `whole`) one that begins so."""
    wanted = fold(word)
    if len(wanted) < 2 or wanted.isdigit():
        return frozenset()
    stems = {wanted, *(wanted.removesuffix(end) for end in _ENDINGS if len(wanted) - len(end) >= 4)}
    stems |= {f"{stem[:-1]}e{stem[-1]}" for stem in stems if stem[-1:] in "lnr" and stem != wanted}  # barslen: barsel
    return frozenset(
        solution.id
        for solution in knowledge.solutions.values()
        if _holds(f"{solution.title} {' '.join(solution.synonyms)}", wanted, stems, whole=whole)
    )


def _holds(text: str, wanted: str, stems: set[str], *, whole: bool) -> bool:
    begins = len(wanted) >= 4 and not whole
    return any(token in stems or (begins and token.startswith(wanted)) for token in fold(text).split())


def period_in_words(first: date | None, last: date | None) -> str:
    """ "fra marts 2026", "fra 2. marts 2026 til 4. april 2026"."""
    if first and last:
        if first == last:
            return f"fra {danish_date(first)}"
        if first.day == 1 and (last + timedelta(days=1)).day == 1:
            if first.year == last.year and (first.month, last.month) == (1, 12):
                return f"fra {first.year}"
            if (first.year, first.month) == (last.year, last.month):
                return f"fra {MONTHS[first.month - 1]} {first.year}"
        return f"fra {danish_date(first)} til {danish_date(last)}"
    if first:
        return f"siden {danish_date(first)}"
    return f"til og med {danish_date(last)}" if last else ""


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
