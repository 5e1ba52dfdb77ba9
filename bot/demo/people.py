"""The people one can log in as with DEMO=1."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access.tasks import ROLE_TITLES
from bot.demo.municipality import DELEGATIONS, PEOPLE, UNITS


@dataclass(frozen=True)
class DemoPerson:
    """`roles` are Danish titles, for choosing whom to be."""

    id: str
    name: str
    position: str
    unit: str
    roles: list[str]


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
