"""The views of the desk's queue: which items lie in each, in a query and for what has been counted."""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa

from bot.access.tasks import Task
from bot.cases import states
from bot.cases.backends.desk import QUEUED
from bot.cases.backends.sql import WorkItemRow

View = Literal["new", "mine", "waiting", "in_progress", "solved"]
VIEWS: tuple[View, ...] = ("new", "mine", "waiting", "in_progress", "solved")
MINE, NOBODYS, ANOTHERS = "mine", "nobody", "another"  # whose an item is, as it is counted
_STARTED = (states.IN_PROGRESS, states.REOPENED)


def counted_in(view: View, key: tuple[Task, str, str]) -> bool:
    """The same as `lies_in`, for what has been counted."""
    _, state, whose = key
    match view:
        case "new":
            return whose == NOBODYS and state in QUEUED
        case "mine":
            return whose == MINE and state in QUEUED
        case "waiting":
            return state == states.AWAITS_REPORTER
        case "in_progress":
            return whose != NOBODYS and state in _STARTED
        case "solved":
            return state == states.SOLVED


def lies_in(view: View, worker_id: str) -> sa.ColumnElement[bool]:
    open_ = WorkItemRow.state.in_(QUEUED)
    match view:
        case "new":
            return sa.and_(open_, WorkItemRow.worker_id.is_(None))
        case "mine":
            return sa.and_(open_, WorkItemRow.worker_id == worker_id)
        case "waiting":
            return WorkItemRow.state == states.AWAITS_REPORTER
        case "in_progress":
            return sa.and_(WorkItemRow.state.in_(_STARTED), WorkItemRow.worker_id.is_not(None))
        case "solved":
            return WorkItemRow.state == states.SOLVED
