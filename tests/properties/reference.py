"""Roles as DESIGN 8 tells them, in plain loops: the slow and obvious way, to hold the product against.

Nothing of bot/access or bot/cases is used here but the table of which tasks a role bundles, which is data. Units are
followed by their parents one at a time; there are no paths, no caches and no queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.access.tasks import ROLES

TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Period:
    first: date
    last: date | None

    def now(self) -> bool:
        return self.first <= TODAY and (self.last is None or self.last >= TODAY)


@dataclass(frozen=True)
class UnitFact:
    id: str
    parent: str | None
    leader: str | None


@dataclass(frozen=True)
class Job:
    person: str
    unit: str
    period: Period


@dataclass(frozen=True)
class RoleFact:
    person: str
    role: str
    unit: str
    period: Period


@dataclass(frozen=True)
class GrantFact:
    person: str
    task: str
    unit: str
    period: Period


@dataclass(frozen=True)
class Lent:
    lender: str
    deputy: str
    tasks: tuple[str, ...]
    unit: str | None
    period: Period
    accepted: bool
    revoked: bool
    cases_since: datetime | None = None  # older cases are not lent, nor is a desk's work


@dataclass(frozen=True)
class Form:
    """A solution with a form."""

    id: str
    area: str
    subject: str  # self, self_or_employee, employee, external, none
    needs: tuple[str, ...]  # empty: reporting in the area

    @property
    def needed(self) -> tuple[str, ...]:
        return self.needs or (f"report:{self.area}",)


@dataclass(frozen=True)
class CaseFact:
    number: str
    solution: str
    area: str
    unit: str
    state: str
    sent: datetime
    reporter: str
    on_behalf_of: str | None
    subject: str | None
    approver: str | None
    handler_task: str
    at_desk: bool
    sensitive: bool
    subject_sees: bool
    unit_sees: bool
    note: str
    part: str | None = None  # of a course
    assignee: str | None = None  # the colleague of the reporter who sees to it
    followers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Organisation:
    units: tuple[UnitFact, ...]
    people: tuple[str, ...]
    jobs: tuple[Job, ...] = ()
    roles: tuple[RoleFact, ...] = ()
    grants: tuple[GrantFact, ...] = ()
    lent: tuple[Lent, ...] = ()
    cases: tuple[CaseFact, ...] = field(default=())

    # --- where

    def unit(self, unit_id: str) -> UnitFact:
        return next(unit for unit in self.units if unit.id == unit_id)

    def at_or_below(self, unit_id: str, top: str) -> bool:
        at: str | None = unit_id
        while at is not None:
            if at == top:
                return True
            at = self.unit(at).parent
        return False

    def places(self, person: str) -> set[str]:
        """Where someone is employed today; a person without a current employment has no access to anything."""
        return {job.unit for job in self.jobs if job.person == person and job.period.now()}

    # --- who may do what

    def holds_own(self, person: str, task: str, unit_id: str) -> bool:
        """Leaders hold the leader's tasks where they lead; others what they were given; in a unit and below it."""
        if not self.places(person):
            return False
        tops = [unit.id for unit in self.units if unit.leader == person and task in ROLES["leder"]]
        tops += [r.unit for r in self.roles if r.person == person and r.period.now() and task in ROLES[r.role]]
        tops += [g.unit for g in self.grants if g.person == person and g.period.now() and g.task == task]
        return any(self.at_or_below(unit_id, top) for top in tops)

    def lenders(self, person: str, task: str, unit_id: str, sent: datetime | None = None) -> set[str]:
        """Who has lent the person the task there: accepted, not ended, today, and their own (it is not lent on).

        `sent`: where it is for a case, when that was sent.
        """
        if not self.places(person):
            return set()
        return {
            one.lender
            for one in self.lent
            if one.deputy == person
            and one.accepted
            and not one.revoked
            and one.period.now()
            and task in one.tasks
            and (one.unit is None or self.at_or_below(unit_id, one.unit))
            and not (one.cases_since and (task == "support" or task.startswith("handle:")))
            and not (one.cases_since and sent and sent < one.cases_since)
            and self.holds_own(one.lender, task, unit_id)
        }

    def holds(self, person: str, task: str, unit_id: str) -> bool:
        return self.holds_own(person, task, unit_id) or bool(self.lenders(person, task, unit_id))

    def for_whom(self, person: str, needed: tuple[str, ...], places: set[str]) -> tuple[bool, set[str]]:
        """Whether one of the tasks is held at one of the places, and, if only as a deputy, for whom it may be."""
        pairs = [(task, place) for task in needed for place in places]
        if any(self.holds_own(person, task, place) for task, place in pairs):
            return True, set()
        lenders = {lender for task, place in pairs for lender in self.lenders(person, task, place)}
        return bool(lenders), lenders

    def may_report(self, person: str, form: Form, subject: str | None, unit_id: str | None) -> tuple[bool, set[str]]:
        """Whether the person may send it, and for whom it may be if only as a deputy."""
        if not self.places(person):
            return False, set()
        everywhere = {unit.id for unit in self.units}
        if form.subject == "none" and not form.needs:
            return True, set()  # open to all
        if form.subject in ("none", "external"):
            return self.for_whom(person, form.needed, {unit_id} if unit_id else everywhere)
        if subject == person or (subject is None and form.subject in ("self", "self_or_employee")):
            return form.subject != "employee", set()
        if form.subject == "self":
            return False, set()
        if subject is None:
            return self.for_whom(person, form.needed, everywhere)
        at = {place for place in self.places(subject) if unit_id is None or self.at_or_below(place, unit_id)}
        return self.for_whom(person, form.needed, at)

    def may_name(self, person: str, subject: str, needed: tuple[str, ...]) -> bool:
        """Whom a search finds: oneself, and those employed today where one holds a needed task."""
        if not self.places(person):
            return False
        return subject == person or any(self.holds(person, t, u) for t in needed for u in self.places(subject))

    # --- who sees what

    def kept_from(self, person: str, case: CaseFact) -> bool:
        """It is about them, they are not to know, and they did not send it."""
        return case.subject == person and not case.subject_sees and person not in (case.reporter, case.on_behalf_of)

    def reaches(self, person: str, task: str, case: CaseFact) -> Iterator[str]:
        """Those whose task lets the person at the case: the person, or a lender who might look at it themself."""
        if self.holds_own(person, task, case.unit):
            yield person
        for lender in sorted(self.lenders(person, task, case.unit, case.sent)):
            if not self.kept_from(lender, case):
                yield lender

    def sees(self, person: str, case: CaseFact) -> bool:
        if not self.places(person) or self.kept_from(person, case):
            return False
        return self.is_party(person, case) or self.by_task(person, case)

    def is_party(self, person: str, case: CaseFact) -> bool:
        if person in (case.reporter, case.on_behalf_of):
            return True
        return person == case.subject and case.subject_sees

    def by_task(self, person: str, case: CaseFact) -> bool:
        approving = set(self.reaches(person, f"approve:{case.area}", case))
        if case.approver is not None and (case.approver in approving or (approving and not case.sensitive)):
            return True
        if case.at_desk and any(self.reaches(person, case.handler_task, case)):
            return True
        return self.as_colleague(person, case)

    def as_colleague(self, person: str, case: CaseFact) -> bool:
        """Sensitive cases are never shared by unit, and some solutions' cases are not either."""
        if case.sensitive or not case.unit_sees or self.kept_from(person, case) or not self.places(person):
            return False
        return any(self.reaches(person, f"view_unit:{case.area}", case))

    def at_desk(self, person: str, case: CaseFact) -> bool:
        if self.kept_from(person, case) or not self.places(person) or not case.at_desk:
            return False
        return any(self.reaches(person, case.handler_task, case))

    def is_own(self, person: str, case: CaseFact) -> bool:
        return person in (case.reporter, case.on_behalf_of, case.subject)

    def decides(self, person: str, case: CaseFact) -> bool:
        """It waits for this person's approval: the approver's, or their deputy's; never for one's own."""
        if case.state != "afventer_godkendelse" or self.is_own(person, case) or not self.places(person):
            return False
        return case.approver in set(self.reaches(person, f"approve:{case.area}", case))

    def awaits(self, person: str, case: CaseFact) -> bool:
        if not self.places(person):
            return False
        if case.state == "afventer_indberetter":
            return person in (case.reporter, case.on_behalf_of) or self.sees_to(person, case)
        return self.decides(person, case)

    def sees_to(self, person: str, case: CaseFact) -> bool:
        """A colleague was given it: for as long as they share the work, by tasks of their own, and may see it."""
        shared = case.unit_sees and not case.sensitive and case.subject != case.reporter
        theirs = all(self.holds_own(person, f"{kind}:{case.area}", case.unit) for kind in ("report", "view_unit"))
        return case.assignee == person and shared and theirs and self.sees(person, case)

    def may_approve(self, person: str, case: CaseFact) -> bool:
        """The approver, or a leader further up where it is not sensitive; not for one's own, nor through a deputy."""
        if case.state != "afventer_godkendelse" or self.is_own(person, case) or not self.sees(person, case):
            return False
        approving = {one for one in self.reaches(person, f"approve:{case.area}", case) if not self.is_own(one, case)}
        return case.approver in approving or bool(approving and not case.sensitive and case.approver is not None)

    def handles(self, person: str, case: CaseFact) -> bool:
        """A case worker's queue: nobody handles what is their own, nor through a deputy."""
        if not case.at_desk or self.is_own(person, case) or not self.places(person):
            return False
        return any(not self.is_own(one, case) for one in self.reaches(person, case.handler_task, case))
