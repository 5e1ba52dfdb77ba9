"""1st line in the portal's world: two supporters, a desk that is open, and people who wait."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from bot.access.model import EmploymentRow, PersonRow, RoleRow
from bot.handover.types import Answered, Handover, Package, Suggested, Titled
from bot.knowledge.opening_schema import WEEKDAYS, OpeningHours
from tests.portal.world import MEMBER, World

RIKKE, BO = "rikke", "bo"
NAMES = {RIKKE: "Rikke Storm", BO: "Bo Bach"}
DRIVE = "koerselsgodtgoerelse"
ALWAYS = OpeningHours(week=dict.fromkeys(WEEKDAYS, "00.00-24.00"), closed_on_holidays=False)


def man(world: World) -> None:
    """Gives the world its supporters, lets them sign on, and opens the desk round the clock."""
    ever = {"valid_from": date(2020, 1, 1), "valid_to": None}
    with Session(world.engine) as session:
        for id_, name in NAMES.items():
            session.add(PersonRow(id=id_, name=name, email=f"{id_}@kommunen.example"))
            session.flush()
            session.add(
                EmploymentRow(
                    id=f"e-{id_}", person_id=id_, unit_id="vej", position="Supporter", weekly_hours=37, **ever
                )
            )
            session.add(RoleRow(id=f"r-{id_}", person_id=id_, role="foerste_linje", unit_id="kommunen", **ever))
        session.commit()
    known = world.demo_people()
    more = [{"id": id_, "name": name, "position": "", "unit": "", "roles": []} for id_, name in NAMES.items()]
    world.demo_people = lambda: [*known, *more]  # type: ignore[method-assign]
    world._opening_hours = lambda: ALWAYS  # type: ignore[method-assign]
    world.access.forget()


def waits(world: World, person: str = MEMBER, **package: object) -> Handover:
    """The person has asked for a human, with a story behind it."""
    known = {
        "asked": "Jeg vil have kørepenge",
        "words": ("Jeg vil have kørepenge", "Jeg vil tale med et menneske"),
        "way": (Answered("Hvad handler det om?", "Kørsel og tjenesterejser"),),
        "shown": (Titled(DRIVE, "Kørselsgodtgørelse i egen bil"),),
        "topic": Titled(DRIVE, "Kørselsgodtgørelse i egen bil"),
        "area": "rejser",
        "suggestion": Suggested(DRIVE, "Kørselsgodtgørelse i egen bil", 0.93),
        **package,
    }
    conversation = world.conversations.for_person(person)
    return world.handovers.request(person, conversation.id, "asked", Package(**known))  # type: ignore[arg-type]
