"""Case workers in the portal's world, and reports for them to work on."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.access.model import EmploymentRow, PersonRow, RoleRow
from bot.cases.types import CaseView
from tests.portal.world import MEMBER, STRANGER, World

OMAR, ESBEN, IRIS = STRANGER, "esben", "iris"  # Omar and Esben handle pay and leave, Iris handles IT
PAY, FEE, SICK = "manglende-eller-forkert-loen", "honorar-til-eksterne", "delvis-sygemelding"
_SINCE = date(2020, 1, 1)


def staff(world: World) -> None:
    """Gives the world its case workers, and lets them sign on."""
    ever = {"valid_from": _SINCE, "valid_to": None}
    with Session(world.engine) as session:
        for id_, name in ((ESBEN, "Esben Falk"), (IRIS, "Iris Dam")):
            session.add(PersonRow(id=id_, name=name, email=f"{id_}@kommunen.example"))
            session.flush()
            session.add(
                EmploymentRow(
                    id=f"e-{id_}", person_id=id_, unit_id="vej", position="Sagsbehandler", weekly_hours=37, **ever
                )
            )
        for person, role in (
            (OMAR, "sagsbehandler_loen_og_personale"),
            (ESBEN, "sagsbehandler_loen_og_personale"),
            (IRIS, "sagsbehandler_it"),
        ):
            session.add(RoleRow(id=f"r-{person}", person_id=person, role=role, unit_id="kommunen", **ever))
        session.commit()
    known = world.demo_people()
    more = [
        {"id": id_, "name": name, "position": "", "unit": "", "roles": []}
        for id_, name in ((ESBEN, "Esben Falk"), (IRIS, "Iris Dam"), ("aase", "Åse Bæk"))
    ]
    world.demo_people = lambda: [*known, *more]  # type: ignore[method-assign]
    world.access.forget()


def send(world: World, person: str = MEMBER, solution: str = PAY, **answers: Any) -> CaseView:
    """A report that has been sent and has reached the desk."""
    case = world.cases.submit(person, world.drafts.start(person, solution, None, answers).id)
    settle(world)
    return case


def settle(world: World) -> None:
    """What waits is delivered, and what the desk did is told."""
    world.outbox.run_until_empty()
    world.status_sync.run_once()
