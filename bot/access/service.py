"""Questions about people, units and permissions; every answer is today's, read from the database."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import explain, reporting, tasks
from bot.access.directory import Directory
from bot.access.model import EmploymentRow, PersonRow, UnitRow
from bot.access.names import best, fold
from bot.access.organisation import Organisation, Tree
from bot.access.standing import employments, in_force, load
from bot.access.types import Decision, Employment, Person, Standing, Unit
from bot.clock import Clock, today
from bot.database.engine import Sessions, reading
from bot.knowledge.schema import Solution

_PEOPLE = (  # asked in every turn, so written once
    sa.select(
        PersonRow.id,
        PersonRow.name,
        PersonRow.email,
        EmploymentRow.position,
        EmploymentRow.unit_id,
        EmploymentRow.weekly_hours,
        EmploymentRow.valid_from,
    )
    .join(EmploymentRow, EmploymentRow.person_id == PersonRow.id)
    .where(
        PersonRow.id.in_(sa.bindparam("people", expanding=True)),
        in_force(EmploymentRow, sa.bindparam("day", type_=sa.Date)),
    )
)


class AccessService:
    """Who people are, what they may do, and why not."""

    def __init__(self, session_factory: Sessions, clock: Clock) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._organisation = Organisation(session_factory)
        self._directory = Directory(session_factory)

    # --- people and units

    def person(self, person_id: str) -> Person | None:
        """The person, if they have an employment today."""
        return self.people([person_id]).get(person_id)

    def person_by_entra_id(self, object_id: str) -> Person | None:
        """The person with the Entra object id, if they have an employment today; None where it points at several."""
        with reading(self._sessions) as session:
            ids = session.scalars(sa.select(PersonRow.id).where(PersonRow.entra_id == object_id.lower()))
            found = list(self._people(session, ids).values())
        return found[0] if len(found) == 1 else None

    def people(self, ids: Iterable[str]) -> dict[str, Person]:
        """Those of the ids who have an employment today."""
        with reading(self._sessions) as session:
            return self._people(session, ids)

    def names(self, session: Session, ids: Iterable[str | None]) -> dict[str, str]:
        """Names by id, also of those who have left; for cases that name them."""
        wanted = {person_id for person_id in ids if person_id}
        if not wanted:
            return {}
        rows = session.execute(sa.select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(wanted)))
        return {person_id: name for person_id, name in rows}

    def _people(self, session: Session, ids: Iterable[str]) -> dict[str, Person]:
        wanted = set(ids)
        if not wanted:
            return {}
        rows = session.execute(_PEOPLE, {"people": list(wanted), "day": today(self._clock)}).all()
        units = self.tree().units
        people: dict[str, Person] = {}
        for row in sorted(rows, key=lambda r: (-(r.weekly_hours or 0), r.valid_from, r.unit_id)):
            name = units[row.unit_id].name if row.unit_id in units else ""
            people.setdefault(row.id, Person(row.id, row.name, row.position, row.unit_id, name, row.email))
        return people

    def employments(self, person_id: str) -> list[Employment]:
        """The person's employments today, the largest first."""
        with reading(self._sessions) as session:
            return employments(session, {person_id}, today(self._clock)).get(person_id, [])

    def unit_ids(self, session: Session, person_id: str) -> list[str]:
        """Units in which the person is employed today, the largest employment first."""
        found = employments(session, {person_id}, today(self._clock))
        return [employment.unit_id for employment in found.get(person_id, [])]

    def unit(self, unit_id: str) -> Unit | None:
        return self.tree().units.get(unit_id)

    def path_now(self, session: Session, unit_id: str) -> str:
        """The unit's path at this instant, held until the transaction ends: for what is stored and must follow moves.

        The tree in memory may be seconds old, and a case that is filed under a place the unit has left stays there.
        """
        path = sa.select(UnitRow.path).where(UnitRow.id == unit_id).with_for_update(read=True)
        return session.execute(path).scalar_one()

    def tree(self) -> Tree:
        """The organisation, at most a few seconds old."""
        return self._organisation.tree()

    def forget(self) -> None:
        """Drops what is cached, after master data have changed in this process."""
        self._organisation.forget()
        self._directory.forget()

    # --- permissions

    def standing(self, person_id: str, session: Session | None = None) -> Standing | None:
        """All that the person may do today; None without a current employment."""
        tree = self.tree()
        if session is not None:
            return load(session, tree, person_id, today(self._clock))
        with reading(self._sessions) as own:
            return load(own, tree, person_id, today(self._clock))

    def decide(self, person_id: str, task: str, unit_id: str) -> Decision:
        """Whether the person may do the task in the unit."""
        standing = self.standing(person_id)
        if standing is None:
            return explain.NO_ACCESS
        unit = self.unit(unit_id)
        scope = standing.find(task, unit.path) if unit else None
        return explain.granted(scope) if scope else explain.refused_task(task)

    def may_report(
        self,
        person_id: str,
        solution: Solution,
        subject_id: str | None,
        unit_id: str | None,
        *,
        session: Session | None = None,
    ) -> Decision:
        """Whether the person may send the report about the subject in the unit.

        Without a subject, for a report that needs one: whether they may send it about anyone at all.
        """
        if session is None:
            with reading(self._sessions) as own:
                return self.may_report(person_id, solution, subject_id, unit_id, session=own)
        if solution.report is None:
            return explain.NO_FORM
        standing = self.standing(person_id, session)
        if standing is None:
            return explain.NO_ACCESS
        units = self.tree().units
        subject_paths: list[str] = []
        if subject_id and subject_id != person_id:
            found = employments(session, {subject_id}, today(self._clock)).get(subject_id, [])
            subject_paths = [units[e.unit_id].path for e in found if e.unit_id in units]
        unit = units.get(unit_id) if unit_id else None
        return reporting.decide(standing, solution, subject_id, subject_paths, unit.path if unit else None, unit_id)

    def roles(self, person_id: str) -> list[str]:
        """Ids of the person's roles today, `medarbejder` first; none without an employment."""
        standing = self.standing(person_id)
        return list(standing.roles) if standing else []

    def is_leader(self, person_id: str) -> bool:
        return bool(self.tree().led_by.get(person_id)) and bool(self.employments(person_id))

    def leader_of(self, person_id: str) -> Person | None:
        """The nearest leader at or above the person's unit who is someone else."""
        person = self.person(person_id)
        leader = self.tree().leader_above(person.unit_id, but={person_id}) if person else None
        return self.person(leader) if leader else None

    # --- searching

    def search_people(
        self, person_id: str, query: str, area: str, limit: int = 8, *, needed: Iterable[str] = ()
    ) -> list[Person]:
        """Those the person may report for (and themself) who fit the query; `needed` replaces `report:<area>`."""
        standing = self.standing(person_id)
        if standing is None:
            return []
        wanted = list(needed) or [tasks.report(area)]
        paths = set().union(*(standing.paths(task) for task in wanted))
        day = today(self._clock)
        ids = self._directory.search(query, self.tree(), day, paths, person_id, limit)
        people = self.people(ids)
        return [people[found] for found in ids if found in people]

    def search_colleagues(self, query: str, limit: int = 8) -> list[Person]:
        """All who are employed today and fit the query, for giving work on: colleagues' names are no secret."""
        tree = self.tree()
        top = {unit.path for unit in tree.units.values() if unit.parent_id is None}
        ids = self._directory.search(query, tree, today(self._clock), top, "", limit)
        people = self.people(ids)
        return [people[found] for found in ids if found in people]

    def may_name_person(self, person_id: str, subject_id: str, needed: Iterable[str]) -> bool:
        """Whether a report of the person's may name the subject: themself, or whom they hold a needed task for."""
        if subject_id == person_id:
            return self.person(person_id) is not None
        standing = self.standing(person_id)
        units = self.tree().units
        if standing is None:
            return False
        paths = [units[e.unit_id].path for e in self.employments(subject_id) if e.unit_id in units]
        return any(standing.find(task, path) for task in needed for path in paths)

    def may_name_unit(self, person_id: str, unit_id: str, needed: Iterable[str]) -> bool:
        """Whether a report of the person's may name the unit: their own, or one they hold a needed task for."""
        standing = self.standing(person_id)
        unit = self.unit(unit_id)
        if standing is None or unit is None or unit.closed:
            return False
        own = any(employment.unit_id == unit_id for employment in standing.employments)
        return own or any(standing.find(task, unit.path) for task in needed)

    def search_units(self, person_id: str, query: str, area: str | None, limit: int = 8) -> list[Unit]:
        """The person's own units and those they hold tasks for (reporting in the area, if one is given)."""
        standing = self.standing(person_id)
        if standing is None:
            return []
        tree = self.tree()
        paths = tuple({s.path for s in standing.scopes if area is None or s.task == tasks.report(area)})
        own = {e.unit_id for e in standing.employments}
        allowed = [u for u in tree.open_units() if u.id in own or (paths and u.path.startswith(paths))]
        return best(query, [(fold(u.name), u) for u in allowed], limit)

    def all_units(self, query: str, limit: int = 8) -> list[Unit]:
        """All units that are open, for fields such as "which unit do you move to": names of units are no secret."""
        return best(query, [(fold(u.name), u) for u in self.tree().open_units()], limit)
