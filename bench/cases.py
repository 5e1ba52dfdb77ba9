"""`python -m bench.cases`: how fast the overview is for one with 2,000 cases among a million, and how it is read.

Runs on SQLite, and on PostgreSQL where TEST_POSTGRES_URL names a server or one can be started (scripts/postgres.py).
Each question is asked often; its 95th percentile counts. No question may read the whole table of cases.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url

from bench.case_data import BUSY, DIRECTOR, NOW, WORKER, fill
from bot.access.service import AccessService
from bot.cases.service import CaseService
from bot.cases.types import CaseFilter
from bot.database.engine import create_engine_for, session_factory
from bot.database.migrations import upgrade
from bot.dialogue.case_query import CaseQuery
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from scripts.postgres import postgres_server
from scripts.system_packages import Unavailable

LIMIT = 100.0  # milliseconds, 95th percentile
ROUNDS = 40
PAGE = 20

Question = Callable[[], object]


def questions(cases: CaseService, knowledge: Knowledge) -> Mapping[str, Question]:
    """What one with many cases asks, as the pages and the chat ask it."""

    def listed(query: CaseQuery, by: str = BUSY, **changes: Any) -> Question:
        criteria: CaseFilter = replace(query.criteria(knowledge, PAGE), **changes)
        return lambda: cases.list(by, criteria)

    autumn = {"first": date(2026, 9, 1), "last": date(2026, 11, 30)}
    found = cases.list(BUSY).items[0].number
    return {
        "list, awaiting first": listed(CaseQuery()),
        "list, page 50": listed(CaseQuery(page=50)),
        "list, newest": listed(CaseQuery(sort="newest")),
        "list, oldest": listed(CaseQuery(sort="oldest")),
        "filter: state, area, period": listed(CaseQuery("aabne", "loen", **autumn)),
        "filter: unit": listed(CaseQuery(unit="u7")),
        "search: number": listed(CaseQuery(text=found)),
        "search: person": listed(CaseQuery(text="Karen Skov")),
        "search: topic": listed(CaseQuery(text="kørsel")),
        "search: nothing found": listed(CaseQuery(text="xyzzy")),
        "of the unit": listed(CaseQuery(whose="unit")),
        "of the unit, page 50": listed(CaseQuery(whose="unit", page=50)),
        "of the unit, open": listed(CaseQuery("aabne", whose="unit")),
        "of the unit, oldest": listed(CaseQuery(whose="unit", sort="oldest")),
        "of the unit, search": listed(CaseQuery(whose="unit", text="Karen")),
        "of all units": listed(CaseQuery(whose="unit"), DIRECTOR),
        "of all units, open": listed(CaseQuery("aabne", whose="unit"), DIRECTOR),
        "all that one may see": listed(CaseQuery(whose="all")),
        "all, as a case worker": listed(CaseQuery(whose="desk"), WORKER),
        "followed": listed(CaseQuery(whose="followed")),
        "colleague by name": listed(CaseQuery(whose="all", text="Karen"), people=frozenset({"p4", "p148", "p292"})),
        "what awaits me": lambda: cases.awaiting(BUSY),
        "count of what awaits me": lambda: cases.awaiting_count(BUSY),
        "one case": lambda: cases.get(BUSY, found),
        "a case of nobody's": lambda: cases.get(BUSY, "1999-000001"),
    }


def measure(engine: sa.Engine, rows: int, mine: int, knowledge: Knowledge) -> bool:
    """Fills the database and prints a line for each question; says whether all were fast and read by index."""
    upgrade(engine)
    began = time.monotonic()
    fill(engine, rows, mine, [(one.id, one.title, one.area) for one in knowledge.solutions.values()])
    print(f"{engine.dialect.name}: {rows:,} cases made in {time.monotonic() - began:.0f} s", flush=True)
    access = AccessService(session_factory(engine), lambda: NOW)
    cases = CaseService(session_factory(engine), lambda: NOW, access, knowledge.solution, lambda value, _: value)
    total = cases.list(BUSY).total
    print(f"  one person has {total:,} of them; 95th percentile of {ROUNDS}, median, plan", flush=True)
    good = True
    for name, ask in questions(cases, knowledge).items():
        with scans(engine, rows // 4) as found:
            ask()
        times = sorted(_milliseconds(ask) for _ in range(ROUNDS))
        slowest = statistics.quantiles(times, n=20)[-1]
        fits = slowest <= LIMIT and not found
        good &= fits
        verdict = "by index" if not found else f"FULL SCAN: {found[0]}"
        flag = "" if fits else "  MISSED"
        print(f"  {name:<28}{slowest:>7.1f} ms {statistics.median(times):>7.1f} ms  {verdict}{flag}", flush=True)
    return good


def _milliseconds(ask: Question) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


@contextmanager
def scans(engine: sa.Engine, most: int) -> Iterator[list[str]]:
    """Collects the steps of query plans that read all cases, or more than the most, while the block runs."""
    asked: list[tuple[str, Any]] = []
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "FROM cases" in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
    raw = engine.raw_connection()
    try:
        cursor: Any = raw.cursor()
        for statement, parameters in asked:
            found += _sqlite_scans(cursor, statement, parameters) if engine.dialect.name == "sqlite" else []
            found += _postgres_scans(cursor, statement, parameters, most) if engine.dialect.name == "postgresql" else []
    finally:
        raw.close()


def _sqlite_scans(cursor: Any, statement: str, parameters: Any) -> list[str]:
    steps = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    # Walking by time ends when the page is full: how far that is, the time tells.
    return [step[3] for step in steps if step[3].startswith("SCAN cases") and "ix_cases_updated" not in step[3]]


def _postgres_scans(cursor: Any, statement: str, parameters: Any, most: int) -> list[str]:
    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
    plan = cursor.fetchone()[0]
    return list(_walk((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"], most))


def _walk(node: Mapping[str, Any], most: int) -> Iterator[str]:
    if node.get("Relation Name") == "cases" and node["Node Type"] == "Seq Scan":
        # What was read, not what was planned: under a limit it stops early.
        read = node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        if read > most:
            yield f"Seq Scan, {read} rows"
    for below in node.get("Plans", ()):
        yield from _walk(below, most)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--mine", type=int, default=2_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    arguments = parser.parse_args()
    knowledge = load_knowledge(PROJECT / "knowledge")
    good = True
    if arguments.only != "postgresql":
        with tempfile.TemporaryDirectory(prefix="serviceassistent-bench-") as folder:
            engine = create_engine_for(f"sqlite:///{Path(folder) / 'bench.db'}")
            good &= measure(engine, arguments.rows, arguments.mine, knowledge)
            engine.dispose()
    if arguments.only != "sqlite":
        try:
            with _server() as url:
                good &= _on_postgres(url, arguments.rows, arguments.mine, knowledge)
        except Unavailable as missing:
            print(f"postgresql: not measured ({missing})")
            good = False
    # Times are of the clock on the wall: on a machine that others use as well, a miss may be theirs.
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'ok' if good else 'MISSED'} (each under {LIMIT:.0f} ms, and none reads all cases)")
    return 0 if good else 1


@contextmanager
def _server() -> Iterator[str]:
    """The server that is named, or one of the bench's own."""
    named = os.environ.get("TEST_POSTGRES_URL")
    if named:
        yield named
        return
    with postgres_server() as url:
        yield url


def _on_postgres(url: str, rows: int, mine: int, knowledge: Knowledge) -> bool:
    admin = create_engine_for(url)
    with admin.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA IF EXISTS bench_cases CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA bench_cases"))
    engine = create_engine_for(make_url(url).update_query_dict({"options": "-csearch_path=bench_cases"}))
    try:
        return measure(engine, rows, mine, knowledge)
    finally:
        engine.dispose()
        with admin.begin() as connection:
            connection.execute(sa.text("DROP SCHEMA bench_cases CASCADE"))
        admin.dispose()


if __name__ == "__main__":
    sys.exit(main())
