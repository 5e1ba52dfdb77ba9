"""Whom and where the words of an overview name, where it takes the organisation to know: colleagues and units."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.access import tasks
from bot.access.names import fold
from bot.container import Container
from bot.dialogue.case_query import CaseQuery
from bot.dialogue.turn import Turn
from bot.dialogue.unit_words import unit_in

_THEIR_CASES = re.compile(r"\b(?P<name>\w+?)s (?:(?:aabne|lukkede|afsluttede|gamle|nye) )?(?:sager|indberetninger)\b")


def of_somebody(services: Container, text: str, query: CaseQuery) -> CaseQuery:
    """ "Vis mettes sager": a name without a capital counts where a colleague has it."""
    found = _THEIR_CASES.search(fold(text))
    name = found["name"] if found else ""
    known = services.access.search_colleagues(name) if len(name) > 1 else []
    if not any(name in fold(person.name).split() for person in known):
        return query
    return replace(query, whose="all", text=name)


def in_named_unit(services: Container, turn: Turn, query: CaseQuery) -> CaseQuery:
    """The query in the unit that the words name, where the user sees cases of units."""
    standing = services.access.standing(turn.person.id)
    paths = tuple({scope.path for scope in standing.scopes if _shows_cases(scope.task)}) if standing else ()
    if not paths:
        return query
    units = [unit for unit in services.access.tree().units.values() if unit.path.startswith(paths)]
    unit = unit_in(turn.text, units)
    if unit is None:
        return query
    names = set(fold(unit.name).split())
    words = [word for word in query.text.split() if fold(word) not in names]
    return replace(query, unit=unit.id, whose="all" if query.whose == "mine" else query.whose, text=" ".join(words))


def _shows_cases(task: str) -> bool:
    return task.startswith("view_unit:") or tasks.is_handling(task)
