"""What a run came to, in Danish lines for the one who runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.grunddata.types import Change, Consequences, Difference, Fault, Group, Kind, MasterData, Outcome, Value

MOST_OF_A_KIND = 10
MOST_FAULTS = 50

_GROUPS: Mapping[Group, str] = {
    "units": "Enheder",
    "leaders": "Ledere",
    "people": "Medarbejdere",
    "employments": "Ansættelser",
}
# What is said of one, and of several; in the order in which they are told.
_KINDS: Mapping[Kind, tuple[str, str]] = {
    "new": ("ny", "nye"),
    "reopened": ("åbnet igen", "åbnet igen"),
    "renamed": ("omdøbt", "omdøbt"),
    "moved": ("flyttet", "flyttet"),
    "closed": ("lukket", "lukket"),
    "appointed": ("ny leder", "har fået en leder"),
    "replaced": ("skifter leder", "skifter leder"),
    "vacant": ("uden leder", "mister deres leder"),
    "back": ("kommer igen", "kommer igen"),
    "changed": ("ændret", "ændret"),
    "leaving": ("stopper", "stopper"),
    "ended": ("slut", "slut"),
    "removed": ("fjernet", "fjernet"),
}
_FIELDS = {"email": "e-mail", "entra_id": "id i Entra"}


def report(data: MasterData, outcome: Outcome, *, dry_run: bool, everything: bool = False) -> Iterator[str]:
    """All that is told of a run, line by line."""
    size = f"{_number(outcome.units)} enheder, {_number(outcome.people)} medarbejdere, "
    yield f"{data.source}: {size}{_number(outcome.employments)} linjer om ansættelser."
    yield from (f"Bemærk: {note}" for note in data.notes)
    if outcome.faults:
        yield from _faults(outcome.faults, everything)
        yield f"{_count(len(outcome.faults), 'fejl', 'fejl')}. Intet er ændret."
        return
    yield from _differences(outcome.differences, everything)
    yield from _consequences(outcome.consequences)
    if outcome.refusals:
        yield from (f"Afvist: {refusal}" for refusal in outcome.refusals)
        yield "Intet er ændret. Er filen rigtig, så kør igen med --force."
    elif dry_run:
        yield "Det var en prøve: intet er ændret."
    elif outcome.differences:
        yield f"Indlæst pr. {_day(outcome.day)}. Portalen kender ændringerne inden for et minut."
    else:
        yield "Grunddata passer allerede med filen."


def _faults(faults: Sequence[Fault], everything: bool) -> Iterator[str]:
    shown = faults if everything else faults[:MOST_FAULTS]
    yield from (fault.shown() for fault in shown)
    if len(shown) < len(faults):
        yield f"… og {_number(len(faults) - len(shown))} fejl til (--all viser alle)."


def _differences(differences: Sequence[Difference], everything: bool) -> Iterator[str]:
    for group, title in _GROUPS.items():
        kinds = {
            kind: found
            for kind in _KINDS
            if (found := [one for one in differences if one.group == group and one.kind == kind])
        }
        counts = ", ".join(f"{_number(len(found))} {_KINDS[kind][len(found) != 1]}" for kind, found in kinds.items())
        yield f"{title}: {counts or 'ingen ændringer'}"
        for kind, found in kinds.items():
            shown = found if everything else found[:MOST_OF_A_KIND]
            yield from (f"  {_KINDS[kind][0]}: {_line(one)}" for one in shown)
            if len(shown) < len(found):
                yield f"  … og {_number(len(found) - len(shown))} {_KINDS[kind][1]} til (--all viser alle)"


def _line(difference: Difference) -> str:
    said = ", ".join(_change(change) for change in difference.changes)
    return f"{difference.name} ({difference.id}){': ' if said else ''}{said}"


def _change(change: Change) -> str:
    field = _FIELDS.get(change.field, change.field)
    if change.before is None and change.field != "til":
        return f"{field} {_value(change.after, change.field)}"
    return f"{field} {_value(change.before, change.field)} → {_value(change.after, change.field)}"


def _consequences(found: Consequences) -> Iterator[str]:
    told = [
        (found.cases_moved, "sag følger sin enhed", "sager følger deres enhed"),
        (found.courses_moved, "forløb følger sin enhed", "forløb følger deres enhed"),
        (found.roles_ended, "rolle slutter", "roller slutter"),
        (found.delegations_ended, "stedfortræderskab slutter", "stedfortræderskaber slutter"),
        (found.sessions_ended, "bliver logget ud", "bliver logget ud"),
        (found.approvals_passed_on, "sag går til en anden godkender", "sager går til en anden godkender"),
    ]
    said = [_count(count, one, several) for count, one, several in told if count]
    if said:
        yield f"Følger: {', '.join(said)}."
    if found.approvals_without_leader:
        count = _count(found.approvals_without_leader, "sag", "sager")
        yield f"Bemærk: {count} venter på godkendelse, men ingen leder i eller over enheden kan godkende."
    if found.roles_in_closed_units:
        count = _count(found.roles_in_closed_units, "rolle gælder", "roller gælder")
        yield f"Bemærk: {count} i en enhed, der er lukket. Tag stilling til, hvor de hører til nu."


def _value(value: Value, field: str) -> str:
    if value is None or value == "":
        return "uden slutdato" if field == "til" else "ingen"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _count(count: int, one: str, several: str) -> str:
    return f"{_number(count)} {one if count == 1 else several}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
