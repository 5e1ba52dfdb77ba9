"""A million cases of a municipality, made fast: rows straight into the tables, their indexes made afterwards."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from bot.access.model import EmploymentRow, PersonRow, RoleRow, UnitRow
from bot.access.names import fold
from bot.cases import states
from bot.cases.model import CaseRow, HistoryRow
from bot.clock import UTC
from bot.database.engine import session_factory, writing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BUSY = "p7"  # who has 2,000 cases, and leads a department of some 50,000
DIRECTOR, WORKER = "p20", "p21"  # who sees the whole municipality's, and who handles those of some areas
PEOPLE, UNITS = 20_000, 400
_FIRST = ("Anne", "Søren", "Mette", "Lars", "Karen", "Åse", "Jens", "Fatima", "Ole", "Ida", "Bjørn", "Yusuf")
_LAST = ("Holm", "Kjær", "Skov", "Juul", "Møller", "Østergaard", "Bach", "Yılmaz", "Ravn", "Krogh", "Lund", "Dam")
# Nearly all cases are over; a few wait.
_STATES = [states.CLOSED] * 80 + [states.SOLVED] * 4 + [states.CANCELLED] * 3 + [states.REJECTED] * 3
_STATES += [states.RECEIVED] * 4 + [states.IN_PROGRESS] * 4 + [states.AWAITS_REPORTER, states.AWAITS_APPROVAL]
_COLUMNS = tuple(column.name for column in CaseRow.__table__.columns)
_CHUNK = 20_000


def name_of(number: int) -> str:
    return f"{_FIRST[number % 12]} {_LAST[number // 12 % 12]} {_LAST[number // 144 % 12]}"


def unit_of(number: int) -> tuple[str, str]:
    """A unit's id and path: twenty departments below the municipality, the others below these."""
    if number == 0:
        return "u0", "/u0/"
    return (f"u{number}", f"/u0/u{number}/") if number <= 20 else (f"u{number}", f"/u0/u{number % 20 + 1}/u{number}/")


def fill(engine: sa.Engine, count: int, mine: int, solutions: Sequence[tuple[str, str, str]]) -> None:
    """People, units and cases; `mine` of them are of the busy one. `solutions`: id, title, area."""
    _organisation(engine)
    table = CaseRow.__table__
    assert isinstance(table, sa.Table)
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    with engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    rows = _rows(count, mine, solutions, random.Random(7))
    if engine.dialect.name == "postgresql":
        _copy(engine, rows)
    else:
        _insert(engine, rows)
    with engine.begin() as connection:
        for index in indexes:
            index.create(connection)
    _histories(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As PostgreSQL does by itself after so many rows; without, no index alone would answer anything.
        connection.exec_driver_sql("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE")


def _organisation(engine: sa.Engine) -> None:
    since = date(2020, 1, 1)
    with writing(session_factory(engine)) as session:
        for number in range(UNITS):
            id_, path = unit_of(number)
            parent = path.rstrip("/").split("/")[-2] or None
            session.add(UnitRow(id=id_, name=f"Enhed {number}", path=path, parent_id=parent, leader_id=None))
            session.flush()
        people = [{"id": f"p{n}", "name": name_of(n), "email": f"p{n}@kommunen.example"} for n in range(PEOPLE)]
        session.execute(sa.insert(PersonRow), people)
        session.execute(
            sa.insert(EmploymentRow),
            [
                {
                    "id": f"e{n}",
                    "person_id": f"p{n}",
                    "unit_id": unit_of(n % UNITS)[0],
                    "position": "Medarbejder",
                    "weekly_hours": 37,
                    "valid_from": since,
                    "valid_to": None,
                }
                for n in range(PEOPLE)
            ],
        )
        # The busy one leads a unit, which shows colleagues' cases and gives something to approve.
        place = {"unit_id": unit_of(int(BUSY[1:]))[0], "valid_from": since, "valid_to": None}
        session.add(RoleRow(id="r1", person_id=BUSY, role="leder", **place))
        everywhere = {**place, "unit_id": unit_of(0)[0]}
        session.add(RoleRow(id="r2", person_id=DIRECTOR, role="leder", **everywhere))
        session.add(RoleRow(id="r3", person_id=WORKER, role="sagsbehandler_loen_og_personale", **everywhere))


def _rows(
    count: int, mine: int, solutions: Sequence[tuple[str, str, str]], chance: random.Random
) -> Iterator[tuple[Any, ...]]:
    """The cases in the order of their numbers; those of the busy one lie all over them."""
    every = max(1, count // mine)
    for number in range(count):
        reporter = chance.randrange(PEOPLE)
        unit_id, path = unit_of(reporter % UNITS)
        solution, title, area = solutions[chance.randrange(len(solutions))]
        state = _STATES[chance.randrange(len(_STATES))]
        at = NOW - timedelta(minutes=(count - number) // 2, days=chance.randrange(3))
        case: dict[str, Any] = {
            "id": f"c{number}",
            "number": f"{at.year}-{number:06d}",
            "solution_id": solution,
            "title": title,
            "area": area,
            "state": state,
            "reporter_id": f"p{reporter}",
            "subject_id": f"p{reporter}" if number % 3 else f"p{chance.randrange(PEOPLE)}",
            "unit_id": unit_id,
            "unit_path": path,
            "handler_task": f"handle:{area}",
            "at_desk": state != states.AWAITS_APPROVAL,
            "sensitive": number % 10 == 0,
            "subject_sees": number % 20 != 0,
            "unit_sees": number % 10 != 0,
            "answers": {"note": "…"},
            "correlation_id": f"c{number}",
            "version": 1,
            "created_at": at,
            "submitted_at": at,
            "state_since": at,
            "updated_at": at,
        }
        if state == states.AWAITS_APPROVAL:
            case["approver_id"] = f"p{chance.randrange(UNITS)}"
        if number % every == 0 and number // every < mine:
            _make_mine(case, number // every)
        name = name_of(int(case["subject_id"][1:]))
        case["subject_name"] = name
        sender = name_of(int(case["reporter_id"][1:]))
        words = fold(f"{case['number']} {title} {name} {sender}")
        case["search_text"] = f"{case['number']} {words}"
        yield tuple(case.get(column) for column in _COLUMNS)


def _make_mine(case: dict[str, Any], place: int) -> None:
    """Most are sent by the busy one; some are about them, for them, or theirs to approve."""
    match place % 20:
        case 0 | 1:
            case |= {"subject_id": BUSY, "subject_sees": True}
        case 2:
            case["on_behalf_of_id"] = BUSY
        case 3:
            unit_id, path = unit_of(int(BUSY[1:]))
            case |= {"state": states.AWAITS_APPROVAL, "approver_id": BUSY, "at_desk": False}
            case |= {"unit_id": unit_id, "unit_path": path}
        case _:
            case["reporter_id"] = BUSY


def _insert(engine: sa.Engine, rows: Iterator[tuple[Any, ...]]) -> None:
    """SQLite: the driver's own executemany, with times and JSON as the models write them."""
    marks = ", ".join("?" * len(_COLUMNS))
    statement = f"INSERT INTO cases ({', '.join(_COLUMNS)}) VALUES ({marks})"
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        while chunk := list(islice(rows, _CHUNK)):
            cursor.executemany(statement, [tuple(map(_for_sqlite, row)) for row in chunk])
        cursor.close()


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    return json.dumps(value) if isinstance(value, dict) else value


def _copy(engine: sa.Engine, rows: Iterator[tuple[Any, ...]]) -> None:
    raw = engine.raw_connection()
    try:
        cursor: Any = raw.cursor()
        with cursor.copy(f"COPY cases ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([json.dumps(value) if isinstance(value, dict) else value for value in row])
        raw.commit()
    finally:
        raw.close()


def _histories(engine: sa.Engine) -> None:
    """Five lines for each case of the busy one; what other cases have is behind the same index."""
    with writing(session_factory(engine)) as session:
        cases = session.execute(sa.select(CaseRow.id, CaseRow.reporter_id).where(CaseRow.reporter_id == BUSY)).all()
        lines = [
            {
                "id": f"{case}-{seq}",
                "case_id": case,
                "seq": seq,
                "at": NOW,
                "kind": "comment",
                "actor_kind": "reporter",
                "actor_id": actor,
                "state": states.RECEIVED,
                "text": "Der er sket noget.",
                "client_id": None,
            }
            for case, actor in cases
            for seq in range(1, 6)
        ]
        session.execute(sa.insert(HistoryRow), lines)
