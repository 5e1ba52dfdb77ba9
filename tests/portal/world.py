"""A small municipality in a database of its own, and the portal's parts on it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any

from sqlalchemy.orm import Session

from bot.access.model import EmploymentRow, PersonRow, RoleRow, UnitRow
from bot.container import Container
from bot.database.engine import create_engine_for
from bot.database.models import Base
from bot.privacy.vault import make_key
from bot.settings import Settings
from tests.portal.fake_engine import SECRET

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)
MEMBER, LEADER, STRANGER = "mette", "lone", "omar"


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    @staticmethod
    def real() -> datetime:
        """The present, for a browser that knows what day it is."""
        return datetime.now(timezone.utc)

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class World(Container):
    """The real services on SQLite; people come from here instead of the demo's data."""

    def demo_people(self) -> list[dict[str, Any]]:
        named = [(MEMBER, "Pædagog", []), (LEADER, "Leder", ["Leder"]), (STRANGER, "Sagsbehandler", [])]
        names = {MEMBER: "Mette Holm", LEADER: "Lone Østergaard", STRANGER: "Omar Yıldız"}
        return [{"id": i, "name": names[i], "position": p, "unit": "Børnehuset", "roles": r} for i, p, r in named]


def settings_for(folder: Path, engine_port: int, **changes: Any) -> Settings:
    environment = {
        "DATA_DIR": str(folder),
        "DEMO": "1",
        "ENGINE_PORT": str(engine_port),
        "ENGINE_SECRET": SECRET,
        "SERVICEASSISTENT_CPR_KEY": make_key(),
    }
    return replace(Settings.from_environment(environment), **changes)


def make_world(settings: Settings, clock: Clock | None = None) -> World:
    world = World(settings, clock or Clock())
    world.__dict__["knowledge"] = SimpleNamespace(
        solution=lambda _: None,
        form=lambda _: None,
        topic=lambda _: None,
        text=lambda text: text,
        solutions={},
        areas={},
        life_events={},
    )
    shutil.copy(_settled(), str(world.engine.url.database))
    return world


@cache
def _settled() -> Path:
    """A SQLite file with the tables and the people, to copy from: making them anew would be most of a test's time."""
    path = Path(mkdtemp(prefix="serviceassistent-")) / "template.db"
    engine = create_engine_for(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        _people(session)
        session.commit()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


def _people(session: Session) -> None:
    since = date(2020, 1, 1)
    session.add(UnitRow(id="kommunen", name="Kommunen", path="/kommunen/", parent_id=None, leader_id=None))
    session.flush()
    for id_, name in (("boern", "Børnehuset Æblehaven"), ("vej", "Vej og Park")):
        session.add(UnitRow(id=id_, name=name, path=f"/kommunen/{id_}/", parent_id="kommunen", leader_id=None))
    people = [
        (MEMBER, "Mette Holm", "Pædagog", "boern"),
        (LEADER, "Lone Østergaard", "Daglig leder", "boern"),
        ("aase", "Åse Bæk", "Pædagogmedhjælper", "boern"),
        (STRANGER, "Omar Yıldız", "Sagsbehandler", "vej"),
    ]
    for id_, name, *_ in people:
        session.add(PersonRow(id=id_, name=name, email=f"{id_}@kommunen.example"))
    session.flush()
    for id_, _name, position, unit in people:
        session.add(
            EmploymentRow(
                id=f"e-{id_}",
                person_id=id_,
                unit_id=unit,
                position=position,
                weekly_hours=37,
                valid_from=since,
                valid_to=None,
            )
        )
    session.add(RoleRow(id="r-1", person_id=LEADER, role="leder", unit_id="boern", valid_from=since, valid_to=None))
