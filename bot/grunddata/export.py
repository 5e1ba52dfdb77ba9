"""Master data as the three sheets that the import reads: to begin from, or to compare with what a system gives."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from bot.database.engine import Sessions, reading
from bot.grunddata.parsing import COLUMNS
from bot.grunddata.stored import Stored, read_stored
from bot.grunddata.types import EMPLOYMENTS, PEOPLE, SHEETS, UNITS


def export(sessions: Sessions, path: Path) -> tuple[int, int, int]:
    """Writes a ZIP file; returns how many units, people and employments it holds. Units that have closed stay out."""
    with reading(sessions) as session:
        sheets = _sheets(read_stored(session))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in SHEETS:
            archive.writestr(name, sheet_text(name, sheets[name]).encode("utf-8-sig"))
    units, people, employments = (len(sheets[name]) for name in SHEETS)
    return units, people, employments


def _sheets(stored: Stored) -> dict[str, list[Sequence[str]]]:
    units = sorted((unit for unit in stored.units.values() if unit.closed_on is None), key=lambda unit: unit.path)
    people = sorted(stored.people.values())
    employments = sorted(stored.employments, key=lambda row: (row.person_id, row.number, row.valid_from))
    return {
        UNITS: [(unit.id, unit.name, unit.parent_id or "", unit.leader_id or "") for unit in units],
        PEOPLE: [(person.id, person.name, person.email, person.entra_id or "") for person in people],
        EMPLOYMENTS: [
            (
                row.number,
                row.person_id,
                row.unit_id,
                row.position,
                "" if row.weekly_hours is None else f"{row.weekly_hours:.6f}".rstrip("0").rstrip(".").replace(".", ","),
                row.valid_from.isoformat(),
                row.valid_to.isoformat() if isinstance(row.valid_to, date) else "",
            )
            for row in employments
        ],
    }


def sheet_text(sheet: str, rows: Iterable[Sequence[str]]) -> str:
    """The sheet as the import reads it: semicolons, as Danish spreadsheets expect."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column for column, _ in COLUMNS[sheet]])
    writer.writerows(rows)
    return text.getvalue()
