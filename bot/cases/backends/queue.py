"""What case workers look at: the queue with its counts, and one item with all that has happened to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.holders import holders
from bot.access.names import fold
from bot.access.service import AccessService
from bot.access.tasks import Task
from bot.access.types import Person, Standing
from bot.cases import states
from bot.cases.backends.desk import QUEUED
from bot.cases.backends.handling import handled, handled_by
from bot.cases.backends.permitted import Doing, permitted
from bot.cases.backends.sql import WorkItemEventRow, WorkItemNoteRow, WorkItemRow
from bot.cases.backends.views import ANOTHERS, MINE, NOBODYS, VIEWS, View, counted_in, lies_in
from bot.clock import Clock, today
from bot.database.engine import Sessions, reading

PAGE = 25
MOST_WORDS = 5  # of a search


@dataclass(frozen=True)
class QueueFilter:
    """Which items: those of the tasks, in the view; all of `text` must stand in the number or a name."""

    tasks: frozenset[Task]
    view: View = "new"
    task: Task | None = None
    text: str = ""
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True)
class Item:
    """A work item. `desk_since`: since when it has been the desk's turn, what it awaited the reporter left out."""

    number: str
    title: str
    solution_id: str
    queue: Task
    state: str
    worker_id: str | None
    worker_name: str | None
    reporter_name: str
    subject_name: str | None  # where it is about another employee
    unit_name: str
    sensitive: bool
    version: int
    arrived: datetime
    state_since: datetime
    desk_since: datetime


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue; the counts are of what the search fits, by view and by task."""

    total: int
    items: tuple[Item, ...]
    by_view: Mapping[View, int]
    by_task: Mapping[Task, int]


@dataclass(frozen=True)
class Doings:
    """A line of what the desk has done; a note is for case workers only."""

    at: datetime
    kind: Literal["state", "assigned", "note"]
    actor: str
    state: str | None
    text: str
    suggested_solution: str | None = None


@dataclass(frozen=True)
class OpenItem:
    """One item as its worker sees it, with what they may do now."""

    item: Item
    answers: Mapping[str, Any]
    doings: tuple[Doings, ...]
    colleagues: tuple[Person, ...]  # to whom it can be given
    may: frozenset[Doing] = field(default_factory=frozenset)


class DeskQueue:
    """Reads the desk's items for one person; what they may not handle does not exist for them."""

    def __init__(self, session_factory: Sessions, clock: Clock, access: AccessService) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access

    def page(self, worker_id: str, criteria: QueueFilter) -> QueuePage:
        """A page, the oldest first."""
        with reading(self._sessions) as session:
            standing = self._access.standing(worker_id, session)
            if standing is None:
                return QueuePage(0, (), dict.fromkeys(VIEWS, 0), {})
            fits = sa.and_(handled(standing, criteria.tasks), *_named(criteria.text))
            counts = self._counts(session, standing, fits)
            by_view = {
                view: sum(n for key, n in counts.items() if counted_in(view, key) and criteria.task in (None, key[0]))
                for view in VIEWS
            }
            by_task: Counter[Task] = Counter()
            for key, number in counts.items():
                if counted_in(criteria.view, key):
                    by_task[key[0]] += number
            where = [fits, lies_in(criteria.view, worker_id)]
            if criteria.task:
                where.append(WorkItemRow.queue == criteria.task)
            rows = session.scalars(
                sa.select(WorkItemRow)
                .where(*where)
                .order_by(WorkItemRow.created_at, WorkItemRow.number)
                .limit(criteria.limit)
                .offset(criteria.offset)
            ).all()
            return QueuePage(by_view[criteria.view], tuple(self._items(session, rows)), by_view, by_task)

    def get(self, worker_id: str, number: str, among: frozenset[Task]) -> OpenItem | None:
        """The item; None where there is none that the worker handles by one of the tasks."""
        with reading(self._sessions) as session:
            standing = self._access.standing(worker_id, session)
            row = self._row(session, standing, number, among)
            if row is None:
                return None
            item = self._items(session, [row])[0]
            may = permitted(row.state, row.worker_id, worker_id)
            colleagues = self._colleagues(session, row, worker_id) if "give" in may else ()
            may = may if colleagues else may - {"give"}
            answers = dict(row.body.get("answers") or {})
            return OpenItem(item, answers, self._doings(session, row), colleagues, may)

    def changes(self, worker_id: str, number: str, among: frozenset[Task]) -> tuple[int, int] | None:
        """The item's version and how many notes it has; None where `get` finds none."""
        with reading(self._sessions) as session:
            standing = self._access.standing(worker_id, session)
            row = self._row(session, standing, number, among)
            if row is None:
                return None
            notes = sa.select(sa.func.count()).where(WorkItemNoteRow.correlation_id == row.correlation_id)
            return row.version, int(session.execute(notes).scalar_one())

    def _row(
        self, session: Session, standing: Standing | None, number: str, among: frozenset[Task]
    ) -> WorkItemRow | None:
        row = session.scalars(sa.select(WorkItemRow).where(WorkItemRow.number == number)).one_or_none()
        if standing is None or row is None or row.queue not in among or handled_by(standing, row) is None:
            return None
        return row

    def _counts(
        self, session: Session, standing: Standing, fits: sa.ColumnElement[bool]
    ) -> Mapping[tuple[Task, str, str], int]:
        """(task, state, whose) -> how many."""
        whose = sa.case(
            (WorkItemRow.worker_id.is_(None), NOBODYS), (WorkItemRow.worker_id == standing.person_id, MINE),
            else_=ANOTHERS,
        ).label("whose")  # fmt: skip
        counted = sa.select(WorkItemRow.queue, WorkItemRow.state, whose, sa.func.count()).where(
            fits, WorkItemRow.state.in_((*QUEUED, states.SOLVED))
        )
        rows = session.execute(counted.group_by(WorkItemRow.queue, WorkItemRow.state, whose))
        return {(task, state, mine): number for task, state, mine, number in rows}

    def _items(self, session: Session, rows: Sequence[WorkItemRow]) -> list[Item]:
        people = [row.worker_id for row in rows]
        people += [row.body.get(party) for row in rows for party in ("reporter_id", "subject_id")]
        names = self._access.names(session, people)
        units = self._access.tree().units
        return [
            Item(
                number=row.number,
                title=row.title,
                solution_id=row.body.get("solution_id", ""),
                queue=row.queue,
                state=row.state,
                worker_id=row.worker_id,
                worker_name=names.get(row.worker_id or ""),
                reporter_name=names.get(row.body.get("reporter_id", ""), ""),
                subject_name=_other(row.body, names),
                unit_name=units[row.body["unit_id"]].name if row.body.get("unit_id") in units else "",
                sensitive=bool(row.body.get("sensitive")),
                version=row.version,
                arrived=row.created_at,
                state_since=row.state_since or row.updated_at,
                desk_since=row.desk_since or row.created_at,
            )
            for row in rows
        ]

    def _doings(self, session: Session, row: WorkItemRow) -> tuple[Doings, ...]:
        """What the desk has done, and the notes, in order."""
        events = session.scalars(
            sa.select(WorkItemEventRow)
            .where(WorkItemEventRow.correlation_id == row.correlation_id)
            .order_by(WorkItemEventRow.seq)
        ).all()
        notes = session.scalars(
            sa.select(WorkItemNoteRow)
            .where(WorkItemNoteRow.correlation_id == row.correlation_id)
            .order_by(WorkItemNoteRow.at, WorkItemNoteRow.id)
        ).all()
        names = self._access.names(session, [*(one.worker_id for one in events), *(one.worker_id for one in notes)])
        told = [
            Doings(
                one.at,
                "assigned" if one.kind == "assigned" else "state",
                names.get(one.worker_id or "", ""),
                one.state,
                one.text,
                one.suggested_solution,
            )
            for one in events
        ]
        told += [Doings(one.at, "note", names.get(one.worker_id, ""), None, one.text) for one in notes]
        return tuple(sorted(told, key=lambda line: line.at))

    def _colleagues(self, session: Session, row: WorkItemRow, worker_id: str) -> tuple[Person, ...]:
        """Who handles the same, by themselves, and is none of the parties."""
        tree = self._access.tree()
        found = holders(session, tree, row.queue, row.unit_path, today(self._clock)) - {worker_id}
        people = self._access.people(found)
        able = []
        for person in people.values():
            standing = self._access.standing(person.id, session)
            if standing is not None and handled_by(standing, row) is not None:
                able.append(person)
        return tuple(sorted(able, key=lambda person: fold(person.name)))


def _named(text: str) -> list[sa.ColumnElement[bool]]:
    """Each word stands in the number, the title or the name of who has sent it or whom it is about."""
    known = sa.func.coalesce(WorkItemRow.body["search_text"].as_string(), WorkItemRow.number)
    given = text.split()[:MOST_WORDS]
    words = [word if word.replace("-", "").isdigit() else fold(word) for word in given]
    if given and not any(words):
        return [sa.false()]
    return [known.contains(word, autoescape=True) for word in words if word]


def _other(body: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    subject = body.get("subject_id")
    return names.get(subject) if subject and subject != body.get("reporter_id") else None
