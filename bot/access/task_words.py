"""Tasks in plain Danish: what a deputy may do, as a list and in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.access.tasks import AREAS, Task
from bot.reports.formatting import listed

AREA_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "loen": "løn",
        "personale": "ansættelse og personale",
        "fravaer": "ferie, fravær og barsel",
        "personalejura": "følsomme personalesager",
        "oekonomi": "økonomi og fakturaer",
        "rejser": "kørsel og rejser",
        "indkoeb": "indkøb",
        "forsikring": "forsikring og arbejdsulykker",
        "it": "it",
        "platform": "portalen",
    }
)
# In the order in which they are shown; what is not here is not lent.
KINDS: Mapping[str, str] = MappingProxyType(
    {"approve": "Godkende", "report": "Indberette for andre", "view_unit": "Se enhedens sager"}
)


def lendable(task: Task) -> bool:
    """Whether a deputy can be given the task: what follows from a desk or from an administrator is given by role."""
    kind, _, area = task.partition(":")
    return kind in KINDS and area in AREA_WORDS


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """The tasks in the order in which people read them."""
    known = [f"{kind}:{area}" for kind in KINDS for area in AREAS]
    return sorted(set(tasks), key=lambda task: (known.index(task) if task in known else len(known), task))


def grouped(tasks: Iterable[Task]) -> list[tuple[str, list[tuple[Task, str]]]]:
    """(what, [(task, area in words)]) for choosing among."""
    found: dict[str, list[tuple[Task, str]]] = {}
    for task in in_order(tasks):
        kind, _, area = task.partition(":")
        if lendable(task):
            found.setdefault(KINDS[kind], []).append((task, _capitalised(AREA_WORDS[area])))
    return list(found.items())


def in_words(tasks: Iterable[Task]) -> str:
    """ "Godkende: løn; kørsel og rejser. Se enhedens sager: løn": areas have an "og" of their own."""
    groups: dict[str, list[str]] = {}
    others = []
    for task in in_order(tasks):
        kind, _, area = task.partition(":")
        if lendable(task):
            groups.setdefault(KINDS[kind], []).append(AREA_WORDS[area])
        else:
            others.append(task)
    parts = [
        f"{what}: alle områder" if len(areas) == len(AREAS) else f"{what}: {'; '.join(areas)}"
        for what, areas in groups.items()
    ]
    if others:
        parts.append("andre opgaver" if parts else "Andre opgaver")
    return ". ".join(parts)


def named(tasks: Iterable[Task]) -> str:
    """ "godkende (it) og godkende (portalen)": a few tasks in the middle of a sentence."""
    parts = [task.partition(":") for task in in_order(tasks)]
    return listed([f"{KINDS.get(kind, kind).lower()} ({AREA_WORDS.get(area, area)})" for kind, _, area in parts])


def _capitalised(text: str) -> str:
    return "It" if text == "it" else text[:1].upper() + text[1:]
