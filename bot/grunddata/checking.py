"""Whether the lines of a file fit together, and with the day on which it is brought in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from bot.grunddata.paths import LONGEST_PATH, paths_of, rings
from bot.grunddata.stored import StoredUnit
from bot.grunddata.types import EMPLOYMENTS, PEOPLE, UNITS, EmploymentLine, Fault, MasterData, UnitLine


def check(data: MasterData, stored_units: Mapping[str, StoredUnit], day: date) -> list[Fault]:
    """All faults between the lines, in the order of the file.

    An employment that has ended may stand in a unit that has closed since: such a unit is known from earlier files.
    """
    units = data.known[UNITS]
    faults = [*_duplicates(data)]
    if units:
        faults += _parents(data.units, units)
        faults += _paths(data.units, stored_units)
        faults += _employments(data, units, frozenset(stored_units), day)
    if data.known[PEOPLE] and data.known[EMPLOYMENTS]:
        faults += _leaders(data, day)
    faults += _overlaps(data.employments)
    return sorted(faults)


def _duplicates(data: MasterData) -> Iterator[Fault]:
    for sheet, lines in ((UNITS, data.units), (PEOPLE, data.people)):
        first: dict[str, int] = {}
        for line in lines:
            if line.id in first:
                yield Fault(sheet, line.line, f"{line.id} er der allerede i linje {first[line.id]}.")
            first.setdefault(line.id, line.line)
    accounts: dict[str, int] = {}
    for person in data.people:
        if person.entra_id and accounts.setdefault(person.entra_id, person.line) != person.line:
            text = (
                f"entra_id er det samme som i linje {accounts[person.entra_id]}: to medarbejdere kan ikke dele konto."
            )
            yield Fault(PEOPLE, person.line, text)


def _parents(lines: Sequence[UnitLine], known: Collection[str]) -> Iterator[Fault]:
    tops = [line for line in lines if line.parent_id is None]
    for line in lines:
        if line.parent_id is not None and line.parent_id not in known:
            text = f"den overordnede enhed {line.parent_id} er ikke i filen."
            yield Fault(UNITS, line.line, text)
    for line in tops[1:]:
        text = f"{line.id} har ingen overordnet enhed, og det har {tops[0].id} i linje {tops[0].line} heller ikke."
        yield Fault(UNITS, line.line, f"{text} Kun én enhed kan være øverst.")
    at = {line.id: line.line for line in lines}
    for ring in rings({line.id: line.parent_id for line in lines}):
        yield Fault(UNITS, min(at[unit] for unit in ring), f"enhederne ligger i ring: {' → '.join([*ring, ring[0]])}.")


def _paths(lines: Sequence[UnitLine], stored: Mapping[str, StoredUnit]) -> Iterator[Fault]:
    """Where the tree is whole: whether all paths fit into the database, those of closed units below too."""
    parents = {unit.id: unit.parent_id for unit in stored.values()} | {line.id: line.parent_id for line in lines}
    if rings(parents) or any(parent is not None and parent not in parents for parent in parents.values()):
        return
    at = {line.id: line.line for line in lines}
    for unit, path in paths_of(parents).items():
        if len(path) > LONGEST_PATH:
            above = [part for part in path.strip("/").split("/") if part in at]
            text = f"{unit} ligger for dybt: vejen fra øverste enhed er på {len(path)} tegn (højst {LONGEST_PATH})."
            yield Fault(UNITS, at[above[-1]] if above else 0, text)


def _employments(data: MasterData, units: Collection[str], former_units: Collection[str], day: date) -> Iterator[Fault]:
    people = data.known[PEOPLE]
    for line in data.employments:
        if people and line.person_id not in people:
            yield Fault(EMPLOYMENTS, line.line, f"medarbejderen {line.person_id} er ikke i {PEOPLE}.")
        ended = line.valid_to is not None and line.valid_to < day
        if line.unit_id not in units and not (ended and line.unit_id in former_units):
            yield Fault(EMPLOYMENTS, line.line, f"enheden {line.unit_id} er ikke i {UNITS}.")


def _leaders(data: MasterData, day: date) -> Iterator[Fault]:
    people = data.known[PEOPLE]
    employed = {line.person_id for line in data.employments if line.contains(day)}
    unsure = any(fault.file == EMPLOYMENTS for fault in data.faults)  # such a line may be the leader's
    for line in data.units:
        if line.leader_id is None:
            continue
        if line.leader_id not in people:
            yield Fault(UNITS, line.line, f"lederen {line.leader_id} er ikke i {PEOPLE}.")
        elif line.leader_id not in employed and not unsure:
            text = f"lederen {line.leader_id} er ikke ansat den {day:%d-%m-%Y}. Lad leder_id stå tomt indtil videre."
            yield Fault(UNITS, line.line, text)


def _overlaps(lines: Sequence[EmploymentLine]) -> Iterator[Fault]:
    """Lines with the same number are periods of one employment: of one person, one after the other."""
    periods: dict[str, list[EmploymentLine]] = defaultdict(list)
    for line in lines:
        periods[line.number].append(line)
    for number, several in periods.items():
        if len(several) == 1:
            continue
        several.sort(key=lambda line: (line.valid_from, line.line))
        for before, after in pairwise(several):
            earlier, later = sorted((before.line, after.line))
            if before.person_id != after.person_id:
                text = f"ansættelsen {number} tilhører en anden medarbejder i linje {earlier}."
                yield Fault(EMPLOYMENTS, later, text)
            elif before.valid_to is None or before.valid_to >= after.valid_from:
                text = f"ansættelsen {number} overlapper perioden i linje {earlier}."
                yield Fault(EMPLOYMENTS, later, text)
