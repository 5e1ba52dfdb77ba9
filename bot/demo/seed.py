"""Fills an empty database with the demo municipality, its people and their cases, through the real services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.access.delegations import DelegationService
from bot.access.model import EmploymentRow, PersonRow, RoleRow, UnitRow
from bot.audit.chain import Seal
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.clock import LOCAL, Clock, today, utc_now
from bot.database.counters import get_marker, set_marker
from bot.database.engine import Sessions, session_factory, writing
from bot.demo.history import play
from bot.demo.municipality import DELEGATIONS, PEOPLE, UNITS, path_of
from bot.demo.people import entra_id_of
from bot.knowledge.loader import load_knowledge
from bot.settings import Settings

MARKER = "made_by"
_SINCE = date(2019, 8, 1)


class ForeignDatabase(RuntimeError):
    """With DEMO=1 anyone can be anyone, so a database that the demo has not made is refused."""


def seed(engine: Engine, settings: Settings, clock: Clock = utc_now) -> None:
    """Makes the demo data if they are not there; raises ForeignDatabase where other people's data are."""
    sessions, seal = session_factory(engine), Seal(settings.audit_key)
    audit = AuditLog(clock, seal)
    _organisation(sessions, audit)
    _delegations(sessions, clock, audit)
    play(sessions, load_knowledge(settings.knowledge_dir).solution, settings.cpr_key, _at_nine(clock), seal)


def is_demo(engine: Engine) -> bool:
    """Whether the demo made the database."""
    with session_factory(engine)() as session:
        return get_marker(session, MARKER) == "demo"


def _organisation(sessions: Sessions, audit: AuditLog) -> None:
    """Units and people in one transaction, with the mark; nothing where they are there already."""
    with writing(sessions) as session:
        if get_marker(session, MARKER) == "demo":
            return
        if session.execute(sa.select(PersonRow.id).limit(1)).first() is not None:
            raise ForeignDatabase("DEMO=1 refuses this database: it holds people whom the demo has not made")
        set_marker(session, MARKER, "demo")
        for unit in UNITS:
            session.add(
                UnitRow(id=unit.id, name=unit.name, path=path_of(unit.id), parent_id=unit.parent, leader_id=unit.leader)
            )
            session.flush()  # parents before children
        _people(session)
        counts = {"units": len(UNITS), "people": len(PEOPLE)}
        audit.write(session, Event("grunddata_changed", None, "import", "demo", ground="demo", details=counts))


def _people(session: Session) -> None:
    for worker in PEOPLE:
        email, entra_id = f"{worker.id}@havtorn.example", entra_id_of(worker.id)
        session.add(PersonRow(id=worker.id, name=worker.name, email=email, entra_id=entra_id))
    session.flush()
    ids = _sequence("demo")
    for worker in PEOPLE:
        places: list[tuple[str, str, float]] = [(worker.unit, worker.position, worker.hours)]
        places += [worker.second] if worker.second else []
        for unit, position, hours in places:
            row: dict[str, Any] = {"unit_id": unit, "position": position, "weekly_hours": hours}
            session.add(EmploymentRow(id=next(ids), person_id=worker.id, valid_from=_SINCE, **row))
        for role, unit in worker.roles:
            session.add(RoleRow(id=next(ids), person_id=worker.id, role=role, unit_id=unit, valid_from=_SINCE))


def _delegations(sessions: Sessions, clock: Clock, audit: AuditLog) -> None:
    ids = _sequence("demo-delegation")
    service = DelegationService(sessions, clock, lambda: next(ids), audit=audit)
    day = today(clock)
    for lender, deputy, tasks, unit in DELEGATIONS:
        if any(known.to_person_id == deputy for known in service.of(lender)):
            continue
        # Long enough before today for the demo's older cases, and until next year.
        lent = service.lend(lender, deputy, tasks, day - timedelta(days=90), day + timedelta(days=365), unit)
        service.accept(deputy, lent.id)


def _sequence(prefix: str) -> Iterator[str]:
    return (f"{prefix}-{number:04d}" for number in count(1))


def _at_nine(clock: Clock) -> datetime:
    """Nine in the morning yesterday: what happened in the demo happened in working hours, and before now."""
    return datetime.combine(today(clock) - timedelta(days=1), time(9), LOCAL)
