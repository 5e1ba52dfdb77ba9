"""From bytes to lines with cells: character set, separator and heading are found out, and lines keep their numbers.

Each line is read by itself, so that a quotation mark too many spoils its own line only.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.access.names import fold
from bot.grunddata.types import Fault

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# UTF-8 that something on its way took for Windows-1252: "SÃ¸ren"; and what could not be read at all.
_TWICE = re.compile("Ã[\u0080-\u00bf†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ…]|â€|\ufffd")
# The old DOS character set (850) read as Windows-1252: æ, ø and å become these.
_DOS = re.compile(r"\w[›†‘]|[›†‘]\w")
_SEPARATORS = (";", ",", "\t")


@dataclass(frozen=True)
class Row:
    """A line's cells, stripped, in the order of the columns that were asked for; None where there is no such column."""

    line: int
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Sheet:
    rows: Sequence[Row]
    faults: Sequence[Fault]
    notes: Sequence[str]


def read_sheet(name: str, content: bytes, columns: Sequence[str], optional: Collection[str] = ()) -> Sheet:
    """The sheet's rows with the wanted columns, whatever their order in the file; some it may be without."""
    text, notes, faults = _decoded(name, content)
    if faults:
        return Sheet((), faults, notes)
    lines = _lines(text)
    start, separator = _first_line(lines)
    if start is None:
        return Sheet((), [Fault(name, 0, "filen er tom.")], notes)
    try:
        heading = _cells(lines[start], separator)
    except csv.Error:
        return Sheet((), [Fault(name, start + 1, "overskriften kan ikke læses: et anførselstegn mangler.")], notes)
    places, faults, unread = _places(name, start + 1, heading, columns, optional)
    if unread:
        notes.append(f"{name}: kolonner, der ikke bliver læst: {', '.join(unread)}.")
    if faults:
        return Sheet((), faults, notes)
    rows: list[Row] = []
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if not line.strip(" \t" + separator):
            continue
        try:
            cells = _cells(line, separator)
        except csv.Error:
            faults.append(Fault(name, number, "linjen kan ikke læses: et anførselstegn står forkert eller mangler."))
            continue
        if len(cells) != len(heading):
            counted = f"linjen har {len(cells)} felter, men overskriften har {len(heading)}."
            faults.append(Fault(name, number, counted))
            continue
        rows.append(Row(number, tuple(None if at is None else cells[at].strip(" \u00a0") for at in places)))
    if not rows and not faults:
        faults.append(Fault(name, 0, "filen har en overskrift, men ingen linjer."))
    if rows and not text.endswith(("\n", "\r")):
        notes.append(f"{name}: den sidste linje slutter uden linjeskift. Er filen kommet hel frem?")
    return Sheet(rows, faults, notes)


def _decoded(name: str, content: bytes) -> tuple[str, list[str], list[Fault]]:
    if content.startswith(_UTF16):
        return "", [], [Fault(name, 0, "filen er UTF-16. Gem den som “CSV UTF-8”.")]
    notes: list[str] = []
    try:
        text = content.decode("utf-8-sig")
        wrong = _TWICE.search(text)
    except UnicodeDecodeError as error:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            line = content.count(b"\n", 0, error.start) + 1
            fault = Fault(name, line, "tegnene er hverken UTF-8 eller Windows-1252. Gem filen som “CSV UTF-8”.")
            return "", [], [fault]
        notes.append(f"{name} er læst som Windows-1252 (den er ikke UTF-8).")
        wrong = _TWICE.search(text) or _DOS.search(text)
    if wrong:
        line = text.count("\n", 0, wrong.start()) + 1
        sample = re.findall(r"\S*$", text[: wrong.start()])[0] + re.findall(r"^[^\s;,]*", text[wrong.start() :])[0]
        fault = Fault(name, line, f"bogstaver er gået i stykker, fx “{sample[-30:]}”. Hent filen igen som “CSV UTF-8”.")
        return "", notes, [fault]
    return text, notes, []


def _lines(text: str) -> list[str]:
    """Only line feeds and carriage returns end a line; what else Python counts as such is in a cell by mistake."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _first_line(lines: Sequence[str]) -> tuple[int | None, str]:
    """Where the heading is, and what separates cells; Excel may say it in a first line "sep=;"."""
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return None, ";"
    said = re.fullmatch(r"sep=(.)", lines[start].strip('\n"'))
    if said and said[1] in _SEPARATORS:
        rest = next((number for number, line in enumerate(lines) if number > start and line.strip()), None)
        return rest, said[1]
    return start, max(_SEPARATORS, key=lines[start].count)


def _cells(line: str, separator: str) -> list[str]:
    if '"' not in line:
        return line.split(separator)
    return next(csv.reader([line], delimiter=separator, strict=True))


def _places(
    name: str, line: int, heading: Sequence[str], columns: Sequence[str], optional: Collection[str]
) -> tuple[list[int | None], list[Fault], list[str]]:
    """Where each column stands; "Ansættelse-ID" and "ansaettelse_id" are the same."""
    names = [fold(cell) for cell in heading]
    faults = []
    for column in columns:
        times = names.count(fold(column))
        if times > 1 or (times == 0 and column not in optional):
            problem = "mangler" if times == 0 else "er der flere gange"
            faults.append(Fault(name, line, f"kolonnen {column} {problem}."))
    wanted = {fold(column) for column in columns}
    unread = [cell.strip() or "(uden navn)" for cell, plain in zip(heading, names, strict=True) if plain not in wanted]
    at = {plain: place for place, plain in enumerate(names)}
    places = [] if faults else [at.get(fold(column)) for column in columns]
    return places, faults, unread
