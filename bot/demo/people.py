"""The people one can log in as with DEMO=1."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from bot.access.tasks import ROLE_TITLES
from bot.demo.municipality import DELEGATIONS, PEOPLE, UNITS

_MADE_UP = UUID("5f1c3b52-0c58-4d38-9f6e-6b1a0d0f7a11")  # from which the made-up ids follow


@dataclass(frozen=True)
class DemoPerson:
    """`roles` are Danish titles, for choosing whom to be."""

    id: str
    name: str
    position: str
    unit: str
    roles: list[str]


def entra_id_of(person_id: str) -> str:
    """The demo person's made-up object id in Entra, the same each time."""
    return str(uuid5(_MADE_UP, person_id))


def demo_people() -> list[DemoPerson]:
    """All demo people, those to try first at the top."""
    units = {unit.id: unit.name for unit in UNITS}
    leaders = {unit.leader for unit in UNITS}
    deputies = {deputy for _, deputy, _, _ in DELEGATIONS}
    people = []
    for worker in PEOPLE:
        roles = ["medarbejder", *(["leder"] if worker.id in leaders else []), *(role for role, _ in worker.roles)]
        titles = [ROLE_TITLES[role] for role in dict.fromkeys(roles)]
        titles += ["Stedfortræder"] if worker.id in deputies else []
        people.append(DemoPerson(worker.id, worker.name, worker.position, units[worker.unit], titles))
    return people
