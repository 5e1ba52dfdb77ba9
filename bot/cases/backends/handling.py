"""Who may handle a work item: one rule, for an item that has been read and for queries. Nobody handles their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa

from bot.access import tasks
from bot.access.tasks import Task
from bot.access.types import Scope, Standing
from bot.cases.backends.sql import WorkItemRow
from bot.database.base import below

_PARTIES = ("reporter_id", "on_behalf_of_id", "subject_id")


def handled_by(standing: Standing, item: WorkItemRow) -> Scope | None:
    """The permission to handle the item, one's own before a lent one; a case of the lender's own is none of theirs."""
    own = parties_of(item)
    if standing.person_id in own:
        return None
    fitting = [
        scope
        for scope in standing.scopes
        if scope.task == item.queue and item.unit_path.startswith(scope.path) and scope.for_person not in own
    ]
    return min(fitting, key=lambda scope: scope.for_person is not None, default=None)


def handled(standing: Standing, among: Collection[Task] | None = None) -> sa.ColumnElement[bool]:
    """The same in a query; with `among` only what one of these tasks handles."""
    places = [
        sa.and_(WorkItemRow.queue == scope.task, below(WorkItemRow.unit_path, scope.path), *_not_of(scope.for_person))
        for scope in standing.scopes
        if tasks.is_handling(scope.task) and (among is None or scope.task in among)
    ]
    return sa.and_(sa.or_(sa.false(), *places), *_not_of(standing.person_id))


def parties_of(item: WorkItemRow) -> set[str]:
    """Those whom the case is from, for or about."""
    return {item.body[party] for party in _PARTIES if item.body.get(party)}


def _not_of(person_id: str | None) -> Iterator[sa.ColumnElement[bool]]:
    if person_id is not None:
        for party in _PARTIES:
            yield sa.func.coalesce(WorkItemRow.body[party].as_string(), "") != person_id
