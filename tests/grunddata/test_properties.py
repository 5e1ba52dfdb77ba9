"""Whatever two municipalities follow one another: afterwards the database says what the file says, and only that."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.database.models import Base
from bot.grunddata.export import export
from bot.grunddata.files import read_source
from bot.grunddata.parsing import parse
from bot.grunddata.service import MasterDataImport
from bot.grunddata.stored import read_stored
from bot.grunddata.types import EMPLOYMENTS, PEOPLE, SHEETS, UNITS, MasterData
from tests.grunddata.office import rows_of, sheet
from tests.town import Town

TODAY = date(2026, 3, 2)
NAMES = st.text("abzæøåÆØÅé'’\"-.,; ", min_size=1, max_size=12).map(lambda text: "N" + text.strip())
DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def municipalities(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    """The three sheets of a small municipality; two of them have many ids in common."""
    count = draw(st.integers(1, 6))
    order = draw(st.permutations([f"u{number}" for number in range(8)]))[:count]
    people = draw(st.lists(st.sampled_from([f"p{number}" for number in range(8)]), min_size=1, unique=True))
    employments: list[list[str]] = []
    employed: set[str] = set()
    for number in draw(st.lists(st.sampled_from([f"a{number}" for number in range(9)]), unique=True, min_size=1)):
        person = draw(st.sampled_from(people))
        days = sorted(draw(st.lists(DAYS, min_size=1, max_size=5, unique=True)))
        for first, last in zip(days[::2], [*days[1::2], None], strict=False):
            employments.append(
                [
                    number,
                    person,
                    draw(st.sampled_from(order)),
                    draw(NAMES),
                    draw(st.sampled_from(["", "37", "32,5", "0"])),
                    first.isoformat(),
                    last.isoformat() if last else draw(st.sampled_from(["", "31-12-9999"])),
                ]
            )
            if first <= TODAY and (last is None or last >= TODAY):
                employed.add(person)
    leaders = ["", *sorted(employed)]
    units = [
        [unit, draw(NAMES), draw(st.sampled_from(order[:place])) if place else "", draw(st.sampled_from(leaders))]
        for place, unit in enumerate(order)
    ]
    return {
        UNITS: draw(st.permutations(units)),
        PEOPLE: [
            [person, draw(NAMES), draw(st.sampled_from(["", f"{person}@by.dk"])), draw(st.sampled_from(["", account]))]
            for person, account in ((person, str(uuid5(NAMESPACE_DNS, person))) for person in people)
        ],
        EMPLOYMENTS: draw(st.permutations(employments)),
    }


WAYS = st.tuples(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]), st.sampled_from([";", ",", "\t"]))


def read(sheets: dict[str, list[list[str]]], way: tuple[str, str]) -> MasterData:
    encoding, separator = way
    with tempfile.TemporaryDirectory() as folder:
        for name in SHEETS:
            (Path(folder) / name).write_bytes(sheet(name, sheets[name], separator).encode(encoding))
        return parse(read_source(Path(folder)))


def contents(data: MasterData) -> tuple[object, ...]:
    """What a file says, whatever the order and numbers of its lines."""
    return tuple(sorted(repr(line[1:]) for line in lines) for lines in (data.units, data.people, data.employments))


def exported(town: Town) -> MasterData:
    folder = Path(tempfile.mkdtemp())
    try:
        export(town.sessions, folder / "x.zip")
        return parse(read_source(folder / "x.zip"))
    finally:
        shutil.rmtree(folder)


def emptied(engine: sa.Engine, folder: Path) -> Town:
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in ("audit_entries", "counters"):  # nothing is taken out of the audit
                connection.execute(sa.delete(table).where(sa.true()))
    town = Town(engine, folder, inhabited=False)
    town.clock.at = town.clock.at.replace(year=TODAY.year, month=TODAY.month, day=TODAY.day)
    return town


def importer(town: Town) -> MasterDataImport:
    return MasterDataImport(town.sessions, town.clock, town.access, audit=town.audit)


QUIETLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIETLY
@given(first=municipalities(), way=WAYS)
def test_a_file_that_is_brought_in_comes_out_as_it_was(
    engine: sa.Engine, tmp_path: Path, first: dict[str, list[list[str]]], way: tuple[str, str]
) -> None:
    town = emptied(engine, tmp_path)
    data = read(first, way)
    assert data.faults == []
    outcome = importer(town).run(data, run_by="x")
    assert outcome.applied, outcome.faults
    assert contents(exported(town)) == contents(data)


@QUIETLY
@given(first=municipalities(), second=municipalities(), way=WAYS)
def test_after_a_second_file_all_it_says_holds_and_nothing_else_does(
    engine: sa.Engine,
    tmp_path: Path,
    first: dict[str, list[list[str]]],
    second: dict[str, list[list[str]]],
    way: tuple[str, str],
) -> None:
    town = emptied(engine, tmp_path)
    service = importer(town)
    assert service.run(read(first, way), run_by="x").applied
    data = read(second, way)
    before = rows_of(engine)
    trial = service.run(data, run_by="x", dry_run=True, force=True)
    assert rows_of(engine) == before
    real = service.run(data, run_by="x", force=True)
    assert real.applied
    assert real.differences == trial.differences

    said, now = contents(data), contents(exported(town))
    assert said[0] == now[0]
    assert set(said[1]) <= set(now[1])
    assert set(said[2]) <= set(now[2])
    with town.sessions() as session:
        stored = read_stored(session)
    employed = {line.person_id for line in data.employments if line.contains(TODAY)}
    assert {row.person_id for row in stored.employments if row.contains(TODAY)} == employed
    told = {(line.number, line.person_id, line.valid_from) for line in data.employments}
    for row in stored.employments:
        if (row.number, row.person_id, row.valid_from) not in told:
            assert row.valid_to is not None
            assert row.valid_to < TODAY
    _never_overlap(stored.employments)
    _paths_fit(stored.units.values())

    again = service.run(data, run_by="x", force=True)
    assert again.differences == []
    after = rows_of(engine)
    town.clock.move(days=1)
    if all(line.contains(TODAY + timedelta(days=1)) == line.contains(TODAY) for line in data.employments):
        assert service.run(data, run_by="x").differences == []
        assert {name: rows for name, rows in rows_of(engine).items() if name != "master_data_runs"} == {
            name: rows for name, rows in after.items() if name != "master_data_runs"
        }


def _never_overlap(employments: object) -> None:
    periods = defaultdict(list)
    for row in employments:
        periods[row.number, row.person_id].append((row.valid_from, row.valid_to))
    for several in periods.values():
        for (_, last), (first, _) in pairwise(sorted(several, key=lambda period: period[0])):
            assert last is not None
            assert last < first


def _paths_fit(units: object) -> None:
    paths = {unit.id: unit.path for unit in units}
    for unit in units:
        assert unit.path == f"{paths[unit.parent_id] if unit.parent_id else '/'}{unit.id}/"
