"""The one who keeps master data in tests: three sheets that can be changed line by line, and brought in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.access.model import EmploymentRow
from bot.database.models import Base
from bot.grunddata.files import read_source
from bot.grunddata.leaving import Leavers
from bot.grunddata.parsing import COLUMNS, parse
from bot.grunddata.service import MasterDataImport
from bot.grunddata.types import EMPLOYMENTS, PEOPLE, SHEETS, UNITS, Difference, MasterData, Outcome
from bot.grunddata.wording import report
from tests.town import PEOPLE as TOWNSPEOPLE
from tests.town import UNITS as TOWN_UNITS
from tests.town import Town

HEADINGS = {sheet: [column for column, _ in columns] for sheet, columns in COLUMNS.items()}


def sheet(name: str, rows: Iterable[Sequence[str]], separator: str = ";") -> str:
    """A sheet as spreadsheets write it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(HEADINGS[name])
    writer.writerows(rows)
    return text.getvalue()


def rows_of(engine: sa.Engine) -> dict[str, list[Any]]:
    """Every row of every table."""
    with engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return {table.name: sorted(map(repr, connection.execute(sa.select(table)).all())) for table in tables}


class Office:
    """Rows by their ids; `bring_in` writes the sheets and imports them."""

    def __init__(self, town: Town, folder: Path) -> None:
        self.town = town
        self.folder = folder
        folder.mkdir()
        self.units = {
            unit: [unit, unit.capitalize(), parent or "", leader or ""] for unit, parent, leader in TOWN_UNITS
        }
        self.people = {person: [person, name, f"{person}@by.example", ""] for person, name, _ in TOWNSPEOPLE}
        self.employments: dict[str, list[str]] = {}
        with town.sessions() as session:
            for row in session.scalars(sa.select(EmploymentRow)):
                since = row.valid_from.isoformat()
                line = [row.id, row.person_id, row.unit_id, row.position, f"{row.weekly_hours:g}", since, ""]
                self.employments[row.person_id] = line
        self.service = MasterDataImport(town.sessions, town.clock, town.access, audit=town.audit)
        self.leavers = Leavers(town.sessions, town.clock, audit=town.audit)

    # --- changing the sheets

    def unit(self, unit: str, *, name: str | None = None, parent: str | None = None, leader: str | None = None) -> None:
        line = self.units.setdefault(unit, [unit, unit.capitalize(), "", ""])
        for place, value in ((1, name), (2, parent), (3, leader)):
            line[place] = line[place] if value is None else value

    def person(self, person: str, name: str | None = None) -> None:
        self.people.setdefault(person, [person, name or person.capitalize(), "", ""])[1] = name or person.capitalize()

    def hire(
        self, person: str, unit: str, since: str = "2026-01-01", until: str = "", number: str | None = None
    ) -> None:
        if person not in self.people:
            self.person(person)
        line = [number or f"A-{person}", person, unit, "Vikar", "20", since, until]
        self.employments[f"{line[0]} {since}"] = line

    def leaves(self, person: str, last: str | None = None) -> None:
        """With a last day, or simply gone from the file."""
        if last:
            self.employments[person][6] = last
        else:
            del self.employments[person], self.people[person]

    # --- bringing them in

    def data(self) -> MasterData:
        contents: dict[str, Iterable[Sequence[str]]] = {
            UNITS: self.units.values(),
            PEOPLE: self.people.values(),
            EMPLOYMENTS: self.employments.values(),
        }
        for name in SHEETS:
            (self.folder / name).write_text(sheet(name, contents[name]), encoding="utf-8", newline="")
        return parse(read_source(self.folder))

    def bring_in(self, **options: Any) -> Outcome:
        """Imports, and expects it to succeed unless it is a trial."""
        outcome = self.try_it(**options)
        assert not outcome.faults, [fault.shown() for fault in outcome.faults]
        assert not outcome.refusals
        return outcome

    def try_it(self, **options: Any) -> Outcome:
        return self.service.run(self.data(), run_by="tester", **options)

    def faults(self) -> list[str]:
        """What is wrong with the sheets; nothing may have changed."""
        before = rows_of(self.town.engine)
        outcome = self.try_it(force=True)
        if outcome.faults:
            assert not outcome.applied
            assert rows_of(self.town.engine) == before
        return [fault.shown().replace(" fejl:", "") for fault in outcome.faults]

    def lines(self, outcome: Outcome, **options: Any) -> list[str]:
        return list(report(self.data(), outcome, dry_run=not outcome.applied, **options))


def told(differences: Iterable[Difference]) -> set[tuple[str, str, str]]:
    return {(one.group, one.kind, one.id) for one in differences}


def day(text: str) -> date:
    return date.fromisoformat(text)
