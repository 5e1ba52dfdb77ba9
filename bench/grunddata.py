"""`python -m bench.grunddata`: how long an import of a whole municipality takes, the first time and with 2 % changed.

Runs on SQLite, and on PostgreSQL where TEST_POSTGRES_URL names a server. A year's cases lie in the database, since they
follow when units move; the time that the database is locked is told apart, since others who write wait for so long.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.access.service import AccessService
from bot.cases.model import CaseRow
from bot.clock import UTC
from bot.database.engine import create_engine_for, session_factory, writing
from bot.database.migrations import upgrade
from bot.grunddata.export import sheet_text
from bot.grunddata.files import read_source
from bot.grunddata.parsing import parse
from bot.grunddata.service import MasterDataImport
from bot.grunddata.stored import UNIT_TABLE
from bot.grunddata.types import EMPLOYMENTS, PEOPLE, UNITS, Outcome

LIMIT = 60.0  # seconds
TODAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CHANGED = 0.02

_FIRST = [
    "Anne",
    "Søren",
    "Mette",
    "Lars",
    "Kirsten",
    "Åse",
    "Jens",
    "Fatima",
    "Ole",
    "Ida",
    "Bjørn",
    "Karen",
    "Niels",
    "Æmilie",
    "Peter",
    "Hanne",
    "Yusuf",
    "Lone",
]
_LAST = [
    "Holm",
    "Kjær",
    "Skov",
    "Juul",
    "Møller",
    "Østergaard",
    "Bach",
    "Yılmaz",
    "Åberg",
    "Ravn",
    "O'Brien",
    "Krogh",
    "Lund",
    "Dam",
    "Friis",
    "Thorup",
    "Vang",
]
_JOBS = ["Lærer", "Pædagog", "Sygeplejerske", "Social- og sundhedshjælper", "Sagsbehandler", "Gartner"]


@dataclass
class Person:
    id: str
    name: str


@dataclass
class Unit:
    id: str
    name: str
    parent: str
    leader: str


@dataclass
class Employment:
    number: str
    person: str
    unit: str
    job: str
    hours: str
    since: date
    until: date | None = None


class Municipality:
    """Made up, the same for the same seed."""

    def __init__(self, people: int, units: int, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._names = 0
        choose = self._random.choice
        self.people = [self._person(number) for number in range(people)]
        self.units = [Unit("E0", "Kommunen", "", self.people[0].id)]
        for number in range(1, units):
            # Three to eight levels: each unit lies below one of the earlier ones, rather a late one.
            above = self.units[int(number * self._random.random() ** 2 / 3)]
            leader = self.people[number % people].id if self._random.random() < 0.7 else ""
            self.units.append(Unit(f"E{number}", f"{choose(_JOBS)}gruppe {number}", above.id, leader))
        self.employments = [self._employment(number, person) for number, person in enumerate(self.people)]
        second = self._random.sample(self.people, people // 10)
        self.employments += [self._employment(people + number, person) for number, person in enumerate(second)]

    def change(self, share: float) -> None:
        """A day on which a lot has happened."""
        choose, some = self._random.choice, self._random.sample
        count = int(len(self.people) * share / 4)
        for person in some(self.people, count):
            person.name = f"{person.name.split()[0]} {choose(_LAST)}-{choose(_LAST)}"
        for one in some(self.employments, count):
            one.job, one.unit = choose(_JOBS), choose(self.units).id
        leaders = {unit.leader for unit in self.units}
        leaving = {person.id for person in some(self.people, count) if person.id not in leaders}
        self.people = [person for person in self.people if person.id not in leaving]
        self.employments = [one for one in self.employments if one.person not in leaving]
        for number in range(count):
            person = self._person(1_000_000 + number)
            self.people.append(person)
            self.employments.append(self._employment(1_000_000 + number, person))
        units = some(self.units[1:], int(len(self.units) * share))
        for number, unit in enumerate(units):
            if number % 2:
                unit.name += " (ny)"
            else:
                unit.parent = "E0"  # with all that lies below it

    def write(self, path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            units = [(unit.id, unit.name, unit.parent, unit.leader) for unit in self.units]
            archive.writestr(UNITS, sheet_text(UNITS, units))
            people = [
                (one.id, one.name, f"m{one.id}@kommunen.example", str(uuid5(NAMESPACE_DNS, one.id)))
                for one in self.people
            ]
            archive.writestr(PEOPLE, sheet_text(PEOPLE, people))
            archive.writestr(EMPLOYMENTS, sheet_text(EMPLOYMENTS, self._employment_rows()))

    def _employment_rows(self) -> Iterator[tuple[str, ...]]:
        for one in self.employments:
            until = one.until.isoformat() if one.until else ""
            yield one.number, one.person, one.unit, one.job, one.hours, f"{one.since:%d-%m-%Y}", until

    def _person(self, number: int) -> Person:
        names = [self._random.choice(_FIRST), self._random.choice(_LAST), self._random.choice(_LAST)]
        return Person(str(10_000 + number), " ".join(names))

    def _employment(self, number: int, person: Person) -> Employment:
        since = date(2000, 1, 1) + timedelta(days=self._random.randrange(9_000))
        hours = self._random.choice(("37", "32,5", "28", "10", ""))
        return Employment(
            f"A{number}", person.id, self._random.choice(self.units).id, self._random.choice(_JOBS), hours, since
        )


def measure(engine: sa.Engine, folder: Path, people: int, units: int, cases: int) -> bool:
    """Prints the seconds of three runs; says whether each was within the limit."""
    upgrade(engine)
    sessions = session_factory(engine)
    clock = lambda: TODAY  # noqa: E731
    service = MasterDataImport(sessions, clock, AccessService(sessions, clock))
    town = Municipality(people, units)
    fast = True
    for title in ("first import", "the same file again", f"{CHANGED:.0%} changed"):
        if title == f"{CHANGED:.0%} changed":
            _add_cases(engine, cases)
            town.change(CHANGED)
        path = folder / f"{engine.dialect.name}.zip"
        town.write(path)
        began = time.monotonic()
        data = parse(read_source(path))
        read = time.monotonic() - began
        outcome = service.run(data, run_by="bench")
        seconds = time.monotonic() - began
        assert outcome.applied, [*outcome.faults[:3], *outcome.refusals]
        fast &= seconds < LIMIT
        parts = f"(read {read:.1f}, locked {outcome.locked_seconds:.1f})"
        print(f"{engine.dialect.name:<11}{title:<21}{seconds:>6.1f} s  {parts}  {_said(outcome)}", flush=True)
    return fast


def _said(outcome: Outcome) -> str:
    counts = outcome.counts()
    counts |= {name: count for name, count in vars(outcome.consequences).items() if count}
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "no differences"


def _add_cases(engine: sa.Engine, count: int) -> None:
    """Cases all over the municipality; only what the import looks at is filled in with care."""
    sessions = session_factory(engine)
    with writing(sessions) as session:
        units = session.execute(sa.select(UNIT_TABLE.c.id, UNIT_TABLE.c.path)).all()
        rows = []
        for number in range(count):
            unit_id, path = units[number % len(units)]
            values = {column.name: None for column in CaseRow.__table__.columns}
            texts = ("solution_id", "title", "area", "reporter_id", "handler_task", "search_text")
            rows.append(
                values
                | dict.fromkeys(texts, "x")
                | dict.fromkeys(("at_desk", "sensitive", "subject_sees", "unit_sees"), False)
                | dict.fromkeys(("created_at", "submitted_at", "state_since", "updated_at"), TODAY)
                | {"id": f"c{number}", "correlation_id": f"c{number}", "number": f"2026-{number:06d}"}
                | {"state": "modtaget", "unit_id": unit_id, "unit_path": path, "answers": {}, "version": 0}
            )
        session.execute(sa.insert(CaseRow.__table__), rows)  # type: ignore[arg-type]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.grunddata", description=__doc__)
    parser.add_argument("--people", type=int, default=28_000)
    parser.add_argument("--units", type=int, default=3_000)
    parser.add_argument("--cases", type=int, default=64_000)
    arguments = parser.parse_args()
    size = (arguments.people, arguments.units, arguments.cases)
    with tempfile.TemporaryDirectory(prefix="serviceassistent-bench-") as temporary:
        folder = Path(temporary)
        engine = create_engine_for(f"sqlite:///{folder / 'bench.db'}")
        fast = measure(engine, folder, *size)
        engine.dispose()
        server = os.environ.get("TEST_POSTGRES_URL")
        if server:
            admin = create_engine_for(server)
            with admin.begin() as connection:
                connection.execute(sa.text("DROP SCHEMA IF EXISTS bench_grunddata CASCADE"))
                connection.execute(sa.text("CREATE SCHEMA bench_grunddata"))
            engine = create_engine_for(make_url(server).update_query_dict({"options": "-csearch_path=bench_grunddata"}))
            fast &= measure(engine, folder, *size)
            engine.dispose()
            with admin.begin() as connection:
                connection.execute(sa.text("DROP SCHEMA bench_grunddata CASCADE"))
            admin.dispose()
    print(f"{'ok' if fast else 'MISSED'} (each under {LIMIT:.0f} s)")
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
