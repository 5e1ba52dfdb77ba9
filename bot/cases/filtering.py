"""Which cases a list asks for, as one condition of its query: the right to see them is part of it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.access.names import fold
from bot.access.types import Standing
from bot.cases import visibility
from bot.cases.model import CaseRow
from bot.cases.types import CaseFilter, Word
from bot.clock import LOCAL
from bot.database.base import below

MOST_WORDS = 5  # of a search


def fits(standing: Standing, criteria: CaseFilter, path: str | None) -> sa.ColumnElement[bool]:
    """The filter and the right to see, in one condition. `path`: of the unit that is asked for."""
    whose = {
        "mine": visibility.mine,
        "unit": visibility.by_unit,
        "desk": visibility.by_desk,
        "followed": visibility.followed,
        "all": visibility.visible_to,
    }[criteria.whose]
    parts = [visibility.not_kept_from(standing), whose(standing)]
    own = criteria.whose in ("mine", "followed")  # found by the indexes of their parties
    if path is not None:
        parts.append(below(_unindexed(CaseRow.unit_path) if own else CaseRow.unit_path, path))
    if criteria.states:
        # Of the lists, the desk's alone has an index with the state; SQLite would rather read all open cases there are.
        state = CaseRow.state if criteria.whose == "desk" else _unindexed(CaseRow.state)
        parts.append(state.in_(sorted(criteria.states)))
    if criteria.area:
        parts.append(CaseRow.area == criteria.area)
    if criteria.solution_id:
        parts.append(CaseRow.solution_id == criteria.solution_id)
    if criteria.awaiting_me:
        parts.append(visibility.awaiting(standing))
    if criteria.period:
        first, last = criteria.period
        start = datetime.combine(first, time(), LOCAL)
        end = datetime.combine(last + timedelta(days=1), time(), LOCAL)
        parts += [CaseRow.submitted_at >= start, CaseRow.submitted_at < end]
    if criteria.people:
        people = sorted(criteria.people)
        parts.append(sa.or_(CaseRow.reporter_id.in_(people), CaseRow.subject_id.in_(people)))
    words = [*criteria.words, *(Word(text) for text in (criteria.text or "").split())]
    parts += [_has(word) for word in words[:MOST_WORDS]]
    return sa.and_(*parts)


def _unindexed(column: Any) -> sa.ColumnElement[Any]:
    """The column in a form that no index holds."""
    plain: sa.ColumnElement[Any] = column
    return plain.op("||")("")


def _has(word: Word) -> sa.ColumnElement[bool]:
    """The case names the word, or its solution is what the word is about."""
    wanted = word.text if word.text.replace("-", "").isdigit() else fold(word.text)
    named = CaseRow.search_text.contains(wanted, autoescape=True)
    return sa.or_(named, CaseRow.solution_id.in_(sorted(word.solutions))) if word.solutions else named
