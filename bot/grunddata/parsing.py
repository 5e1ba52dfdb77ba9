"""From the three sheets to master data, line by line; what cannot be read becomes a fault with its line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.grunddata import cells
from bot.grunddata.cells import Unfit
from bot.grunddata.files import Source
from bot.grunddata.sheets import Row, read_sheet
from bot.grunddata.types import (
    EMPLOYMENTS,
    PEOPLE,
    UNITS,
    EmploymentLine,
    Fault,
    MasterData,
    PersonLine,
    UnitLine,
)

Read = Callable[[str], Any]
Line = TypeVar("Line", UnitLine, PersonLine, EmploymentLine)

# Each column with its reader, in the order of the line's fields; the first is what other lines refer to.
COLUMNS: dict[str, Sequence[tuple[str, Read]]] = {
    UNITS: (
        ("enhed_id", cells.unit_id),
        ("navn", cells.name),
        ("overordnet_id", cells.optional_unit_id),
        ("leder_id", cells.optional_person_id),
    ),
    PEOPLE: (
        ("medarbejder_id", cells.person_id),
        ("navn", cells.name),
        ("email", cells.email),
        ("entra_id", cells.entra_id),
    ),
    EMPLOYMENTS: (
        ("ansaettelse_id", cells.person_id),
        ("medarbejder_id", cells.person_id),
        ("enhed_id", cells.unit_id),
        ("stilling", cells.name),
        ("timer", cells.hours),
        ("fra", cells.day),
        ("til", cells.last_day),
    ),
}
OPTIONAL = frozenset({"entra_id"})  # columns that a file may be without


def parse(source: Source) -> MasterData:
    """The file's contents and its faults; how lines fit together is looked at elsewhere."""
    reading = _Reading(source)
    units = reading.lines(UNITS, UnitLine)
    people = reading.lines(PEOPLE, PersonLine)
    employments = reading.lines(EMPLOYMENTS, EmploymentLine)
    for line in employments:
        if line.valid_to is not None and line.valid_to < line.valid_from:
            reading.faults.append(Fault(EMPLOYMENTS, line.line, "ansættelsen slutter, før den begynder."))
    if source.ignored:
        reading.notes.append(f"Filer, der ikke bliver læst: {', '.join(source.ignored)}.")
    known = {sheet: frozenset(ids) for sheet, ids in reading.known.items()}
    return MasterData(
        source.name, source.sha256, units, people, employments, known, sorted(reading.faults), reading.notes
    )


class _Reading:
    """What is gathered on the way."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.known: dict[str, set[str]] = {}

    def lines(self, sheet: str, make: Callable[..., Line]) -> list[Line]:
        columns = COLUMNS[sheet]
        read = read_sheet(sheet, self._source.sheets[sheet], [column for column, _ in columns], OPTIONAL)
        self.faults += read.faults
        self.notes += read.notes
        known = self.known[sheet] = set()
        found: list[Line] = []
        for row in read.rows:
            values = self._values(sheet, row, columns)
            if values and isinstance(values[0], str):
                known.add(values[0])
            if len(values) == len(columns):
                found.append(make(row.line, *values))
        return found

    def _values(self, sheet: str, row: Row, columns: Sequence[tuple[str, Read]]) -> list[Any]:
        """The cells' values; of a line with a fault only the first, if that one can be read."""
        values: list[Any] = []
        sound = True
        for (column, read), cell in zip(columns, row.cells, strict=True):
            try:
                values.append(None if cell is None else read(cell))
            except Unfit as error:
                sound = False
                values.append(None)
                self.faults.append(Fault(sheet, row.line, f"{column} {error}"))
        return values if sound else values[:1]
