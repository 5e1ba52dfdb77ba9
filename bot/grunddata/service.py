"""Brings a file of master data in: looked at, compared and written in one transaction, or not at all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.model import GrantRow, RoleRow, UnitRow
from bot.access.organisation import Tree
from bot.access.service import AccessService
from bot.access.standing import in_force
from bot.access.types import Unit
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.cases.approvers import pass_on
from bot.clock import Clock, today
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.grunddata.applying import apply
from bot.grunddata.checking import check
from bot.grunddata.compare_employments import compare_employments
from bot.grunddata.compare_people import compare_people
from bot.grunddata.compare_units import compare_units
from bot.grunddata.guard import refusals
from bot.grunddata.leaving import end_access
from bot.grunddata.model import MasterDataRunRow
from bot.grunddata.moving import follow_units
from bot.grunddata.plan import Plan
from bot.grunddata.stored import Stored, read_stored
from bot.grunddata.types import Consequences, MasterData, Outcome

_LOCK = 7_202_104  # any number that is ours: PostgreSQL's advisory lock for imports


class _Undo(Exception):
    """Ends the transaction without keeping anything."""


class MasterDataImport:
    """Runs imports. A trial does everything that a real run does, and then takes it back: so it shows the same."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        access: AccessService,
        ids: Ids = new_id,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._ids = ids
        self._audit = audit or AuditLog(clock)

    def run(self, data: MasterData, *, run_by: str, dry_run: bool = False, force: bool = False) -> Outcome:
        """Brings the file in; with a fault in it, or a guard that says no, nothing changes."""
        day = today(self._clock)
        outcome = Outcome(day, len(data.units), len(data.people), len(data.employments))
        began = time.monotonic()
        try:
            with writing(self._sessions) as session:
                if session.get_bind().dialect.name == "postgresql":
                    session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                began = time.monotonic()
                outcome = self._run(session, data, outcome, force)
                if dry_run or outcome.faults or outcome.refusals:
                    raise _Undo
                self._record(session, data, outcome, run_by, force)
                outcome = replace(outcome, applied=True)
        except _Undo:
            pass
        if outcome.applied:
            self._access.forget()
        return replace(outcome, locked_seconds=time.monotonic() - began)

    def runs(self, limit: int = 20) -> Sequence[MasterDataRunRow]:
        """The latest runs, the newest first."""
        with reading(self._sessions) as session:
            latest = sa.select(MasterDataRunRow).order_by(MasterDataRunRow.at.desc(), MasterDataRunRow.id).limit(limit)
            return session.scalars(latest).all()

    def _run(self, session: Session, data: MasterData, outcome: Outcome, force: bool) -> Outcome:
        stored = read_stored(session)
        faults = sorted([*data.faults, *check(data, stored.units, outcome.day)])
        if faults:
            return replace(outcome, faults=faults)
        plan = _plan(data, stored, outcome.day)
        refused = () if force else refusals(plan, stored)
        apply(session, plan, self._ids)
        return replace(
            outcome,
            differences=plan.differences,
            consequences=self._follow(session, plan),
            refusals=refused,
        )

    def _follow(self, session: Session, plan: Plan) -> Consequences:
        """What depends on master data, brought into line with them."""
        now = self._clock()
        cases, courses = follow_units(session) if plan.units.moved else (0, 0)
        ended = end_access(session, self._audit, plan.day, now)
        tree = Tree(
            [
                Unit(unit.id, unit.name, unit.path, unit.parent_id, unit.leader_id, unit.closed_on is not None)
                for unit in plan.units.after.values()
            ]
        )
        passed, stuck = pass_on(session, tree, plan.employments.employed_after, self._ids, now)
        return Consequences(
            cases_moved=cases,
            courses_moved=courses,
            roles_ended=ended.roles,
            delegations_ended=ended.delegations,
            sessions_ended=ended.sessions,
            approvals_passed_on=passed,
            approvals_without_leader=stuck,
            roles_in_closed_units=_roles_in_closed_units(session, plan.day),
        )

    def _record(self, session: Session, data: MasterData, outcome: Outcome, run_by: str, force: bool) -> None:
        consequences = {name: count for name, count in vars(outcome.consequences).items() if count}
        counts = {**outcome.counts(), **consequences}
        row = MasterDataRunRow(
            id=self._ids(),
            at=self._clock(),
            run_by=run_by[:100],
            source=data.source[:200],
            sha256=data.sha256,
            day=outcome.day,
            forced=force,
            counts={"people": outcome.people, "units": outcome.units, "employments": outcome.employments, **counts},
        )
        session.add(row)
        if counts:  # a file that says what is known already has changed nothing
            details = {"sha256": data.sha256, **counts}
            event = Event("grunddata_changed", None, "import", row.id, ground="import", details=details)
            self._audit.write(session, event)


def _plan(data: MasterData, stored: Stored, day: date) -> Plan:
    people = {person.id: person.name for person in stored.people.values()} | {p.id: p.name for p in data.people}
    units = {unit.id: unit.name for unit in stored.units.values()} | {unit.id: unit.name for unit in data.units}
    employments = compare_employments(data.employments, stored.employments, people, units, day)
    return Plan(
        day,
        compare_units(data.units, stored.units, people, day),
        compare_people(data.people, stored.people, employments),
        employments,
    )


def _roles_in_closed_units(session: Session, day: date) -> int:
    """Roles and tasks that are held in a unit that is no more; somebody has to decide where they belong now."""
    closed = sa.select(UnitRow.id).where(UnitRow.closed_on.is_not(None))
    count = 0
    for row in (RoleRow, GrantRow):
        held = sa.select(sa.func.count()).select_from(row).where(row.unit_id.in_(closed), in_force(row, day))
        count += session.execute(held).scalar_one()
    return count
