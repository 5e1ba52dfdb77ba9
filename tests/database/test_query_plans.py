"""What everyone asks all the time is read by index, however many cases there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bot.access.tasks import AREAS, handle
from bot.cases.backends.queue import DeskQueue, QueueFilter
from bot.cases.backends.views import VIEWS, View
from bot.cases.types import CaseFilter, Word
from tests.stores import SQLITE, engine_of
from tests.town import Town


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[Town]:
    """The town on SQLite: its planner is the one that can be asked before there are any rows."""
    for engine in engine_of(SQLITE, tmp_path):
        yield Town(engine, tmp_path)


@pytest.mark.parametrize("person", ["anne", "lea", "worker", "dot"])
def test_own_cases_and_what_awaits_one_are_never_searched_row_by_row(quiet: Town, person: str) -> None:
    quiet.lend("lea", "dot", "approve:fravaer", "approve:loen", "report:fravaer")
    steps: list[str] = []

    @event.listens_for(quiet.engine, "before_cursor_execute")
    def explain(connection: sa.Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "FROM cases" in statement:
            raw = connection.connection.driver_connection
            steps.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    quiet.cases.list(person)
    quiet.cases.list(person, CaseFilter(awaiting_me=True))
    for sort in ("newest", "oldest", "area"):
        quiet.cases.list(person, CaseFilter(sort=sort))
    quiet.cases.list(person, CaseFilter(whose="followed"))
    quiet.cases.list(person, CaseFilter(unit_id="skole", area="loen", words=(Word("karen", frozenset({"ferie"})),)))
    quiet.cases.list(person, CaseFilter(whose="all", people=frozenset({"anne", "ida"}), words=(Word("anne"),)))
    quiet.cases.awaiting(person)
    quiet.cases.awaiting_count(person)
    quiet.cases.get(person, "2026-000001")
    assert any("USING INDEX" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN cases")] == []


def test_a_units_list_is_read_from_its_index_alone(quiet: Town) -> None:
    """A leader's unit holds tens of thousands of cases: looking each one up in the table would take too long."""
    steps: list[str] = []

    @event.listens_for(quiet.engine, "before_cursor_execute")
    def explain(connection: sa.Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "FROM cases" in statement:
            raw = connection.connection.driver_connection
            steps.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    for criteria in (
        CaseFilter(whose="unit"),
        CaseFilter(whose="unit", unit_id="skole-a", area="loen", states=frozenset({"modtaget"})),
        CaseFilter(whose="unit", words=(Word("karen", frozenset({"ferie"})),), sort="oldest"),
    ):
        steps.clear()
        quiet.cases.list("lea", criteria)
        of_units = [step for step in steps if "ix_cases_unit" in step]
        assert of_units
        assert [step for step in of_units if "COVERING" not in step] == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_desks_queue_reads_open_items_by_index(quiet: Town, view: View) -> None:
    steps: list[str] = []

    @event.listens_for(quiet.engine, "before_cursor_execute")
    def explain(connection: sa.Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "FROM work_items" in statement:
            raw = connection.connection.driver_connection
            steps.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    queue = DeskQueue(quiet.sessions, quiet.clock, quiet.access)
    held = frozenset(handle(area) for area in AREAS)
    queue.page("worker", QueueFilter(held, view, text="anne"))
    queue.page("worker", QueueFilter(held, view, handle("loen")))
    queue.get("worker", "2026-000001", held)
    assert any("USING INDEX" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN work_items")] == []
