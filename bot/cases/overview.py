"""The lists of cases: a page in its order, counted as far as it helps, and what awaits one.

Sources of the two ways of reading a page: what `python -m bench.cases` measures with a million cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.access.types import Standing
from bot.cases import present, visibility
from bot.cases.filtering import fits
from bot.cases.model import CaseRow
from bot.cases.types import CaseFilter, CasePage, CaseSummary

MOST_COUNTED = 10_000  # nobody reads on from there; they narrow the list
MOST_AWAITING = 100
# Pages further on are sorted: walking there would pass too many cases of others.
_NEAR = 200
_NEWEST = (CaseRow.updated_at.desc(), CaseRow.number.desc())

Condition = sa.ColumnElement[bool]


class Overview:
    """What the lists hold, each read in the transaction that it is given."""

    def __init__(self, access: AccessService, most_counted: int = MOST_COUNTED) -> None:
        self._access = access
        self._most_counted = most_counted

    def page(self, session: Session, standing: Standing, criteria: CaseFilter) -> CasePage:
        """A page of cases, in the order that the filter asks for."""
        path = self._path(session, criteria)
        if path is not None and not path:
            return CasePage(0, ())
        where = fits(standing, criteria, path)
        total = _count(session, where, self._most_counted + 1)
        many = total > self._most_counted
        # Most of what is walked past fits where many do; in a period long ago, nothing of it does.
        walked = many and criteria.sort in ("awaiting", "newest") and not criteria.period
        walked &= criteria.offset + criteria.limit <= _NEAR
        numbers = _walked(session, standing, where, criteria) if walked else _sorted(session, standing, where, criteria)
        # A case with its answers is long: only those of the page are read whole.
        place = {number: position for position, number in enumerate(numbers)}
        shown = session.scalars(sa.select(CaseRow).where(CaseRow.number.in_(numbers)))
        rows = sorted(shown, key=lambda row: place[row.number])
        return CasePage(min(total, self._most_counted), self._summaries(session, standing, rows), more=many)

    def awaiting(self, session: Session, standing: Standing) -> Sequence[CaseSummary]:
        """What is the person's move, the oldest first."""
        rows = session.scalars(
            sa.select(CaseRow)
            .where(visibility.not_kept_from(standing), visibility.awaiting(standing))
            .order_by(CaseRow.state_since, CaseRow.number)
            .limit(MOST_AWAITING)
        ).all()
        return self._summaries(session, standing, rows)

    def awaiting_count(self, session: Session, standing: Standing) -> int:
        return _count(session, sa.and_(visibility.not_kept_from(standing), visibility.awaiting(standing)))

    def _path(self, session: Session, criteria: CaseFilter) -> str | None:
        """Of the unit that is asked for; empty where there is none such, which holds no cases."""
        if criteria.unit_id is None:
            return None
        unit = self._access.unit(criteria.unit_id)
        return self._access.path_now(session, unit.id) if unit else ""

    def _summaries(self, session: Session, standing: Standing, rows: Sequence[CaseRow]) -> tuple[CaseSummary, ...]:
        senders = [side for row in rows if row.on_behalf_of_id for side in (row.reporter_id, row.on_behalf_of_id)]
        names = self._access.names(session, [*senders, *(row.assignee_id for row in rows)])
        return tuple(present.summary(standing, row, names) for row in rows)


def _count(session: Session, where: Condition, most: int | None = None) -> int:
    found = sa.select(CaseRow.number).where(where).limit(most).subquery()
    return int(session.execute(sa.select(sa.func.count()).select_from(found)).scalar_one())


def _sorted(session: Session, standing: Standing, where: Condition, criteria: CaseFilter) -> Sequence[str]:
    """The page of all that fits, sorted: read from an index alone where there is one of what is asked."""
    return session.scalars(
        sa.select(CaseRow.number)
        .where(where)
        .order_by(*_order(standing, criteria.sort))
        .limit(criteria.limit)
        .offset(criteria.offset)
    ).all()


def _walked(session: Session, standing: Standing, where: Condition, criteria: CaseFilter) -> Sequence[str]:
    """The page of the newest cases, walked to by time until it is full; before them those that await the person."""
    limit, offset = criteria.limit, criteria.offset
    first: Sequence[str] = ()
    if criteria.sort == "awaiting":
        waiting = sa.and_(where, visibility.awaiting(standing))
        first = session.scalars(
            sa.select(CaseRow.number).where(waiting).order_by(*_NEWEST).limit(limit).offset(offset)
        ).all()
        before = len(first) + offset if first else _count(session, waiting)
        where = sa.and_(where, CaseRow.number.not_in(_awaiting(standing)))
        limit, offset = limit - len(first), max(0, offset - before)
    # Within a CASE the condition tempts no planner to read everything that fits by another index.
    one_by_one = sa.case((where, 1), else_=0) == 1
    rest = sa.select(CaseRow.number).where(one_by_one).order_by(*_NEWEST).limit(limit).offset(offset)
    return [*first, *session.scalars(rest)]


def _order(standing: Standing, sort: str) -> Sequence[Any]:
    match sort:
        case "newest":
            return _NEWEST
        case "oldest":
            return (CaseRow.submitted_at, CaseRow.number)
        case "area":
            return (CaseRow.area, *_NEWEST)
        case _:
            return (sa.case((CaseRow.number.in_(_awaiting(standing)), 0), else_=1), *_NEWEST)


def _awaiting(standing: Standing) -> sa.Select[str]:
    """The numbers of what awaits the person: found once by its own indexes, not asked of each case of the list."""
    return sa.select(CaseRow.number).where(visibility.awaiting(standing)).correlate(None)
