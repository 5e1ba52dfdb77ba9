"""Who may lend what to whom: the rules that an offer is checked by before it is made (bot/access/delegations.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.access import task_words
from bot.access.delegations import DelegationService
from bot.access.service import AccessService
from bot.access.types import Delegation, Standing, Unit
from bot.clock import Clock, midnight, today

LONGEST = timedelta(days=2 * 366)


class LendingRefused(Exception):
    """The offer cannot be made; `explanation` is Danish and for the lender to read."""

    def __init__(self, explanation: str) -> None:
        super().__init__(explanation)
        self.explanation = explanation


class Deputies:
    """Makes offers that keep the rules: only one's own tasks, never lent ones, to somebody else, for a period."""

    def __init__(self, access: AccessService, delegations: DelegationService, clock: Clock) -> None:
        self._access = access
        self._delegations = delegations
        self._clock = clock

    def lendable(self, person_id: str, unit_id: str | None = None) -> list[str]:
        """The person's own tasks that a deputy can be given, there or anywhere; what is lent to them is left out."""
        standing = self._access.standing(person_id)
        return own_tasks(standing, self._access.unit(unit_id) if unit_id else None) if standing else []

    def units(self, person_id: str) -> list[Unit]:
        """The units in which the person holds such tasks themself, as the tasks were given."""
        standing = self._access.standing(person_id)
        if standing is None:
            return []
        paths = {s.path for s in standing.scopes if s.for_person is None and task_words.lendable(s.task)}
        return [unit for unit in self._access.tree().open_units() if unit.path in paths]

    def offer(
        self,
        lender_id: str,
        deputy_id: str,
        tasks: Sequence[str],
        first: date,
        last: date | None,
        unit_id: str | None = None,
        *,
        cases_since: datetime | None = None,
        delegation_id: str | None = None,
        session: Session | None = None,
    ) -> Delegation:
        """Asks the deputy; raises LendingRefused where it cannot be. The same id asks once.

        `cases_since`: older cases stay with the lender (see `newer_cases`); without it they go with the tasks.
        """
        self.check(lender_id, deputy_id, tasks, first, last, unit_id, session=session)
        return self._delegations.lend(
            lender_id,
            deputy_id,
            task_words.in_order(tasks),
            first,
            last,
            unit_id,
            cases_since=cases_since,
            delegation_id=delegation_id,
            session=session,
        )

    def newer_cases(self, first: date) -> datetime:
        """From when a case was sent after an agreement from that day on has begun: never before it is made."""
        return max(self._clock(), midnight(first))

    def check(
        self,
        lender_id: str,
        deputy_id: str,
        tasks: Sequence[str],
        first: date,
        last: date | None,
        unit_id: str | None,
        *,
        session: Session | None = None,
    ) -> None:
        """Raises LendingRefused with the first thing that is wrong."""
        if deputy_id == lender_id:
            raise LendingRefused("Man kan ikke være sin egen stedfortræder. Vælg en anden.")
        if self._access.person(deputy_id) is None:
            raise LendingRefused("Den person er ikke ansat her i dag og kan derfor ikke være stedfortræder.")
        if not tasks:
            raise LendingRefused("Vælg mindst én opgave, som stedfortræderen skal kunne.")
        day = today(self._clock)
        if last is not None and last < first:
            raise LendingRefused("Slutdatoen ligger før startdatoen.")
        if last is not None and last < day:
            raise LendingRefused("Perioden er allerede slut. Vælg en slutdato fra i dag eller senere.")
        if first - day > LONGEST or (last is not None and last - day > LONGEST):
            raise LendingRefused("Perioden ligger for langt ude i fremtiden. Vælg højst to år frem.")
        unit = self._access.unit(unit_id) if unit_id else None
        if unit_id and (unit is None or unit.closed):
            raise LendingRefused("Enheden findes ikke længere. Vælg en anden.")
        standing = self._access.standing(lender_id, session)
        own = own_tasks(standing, unit) if standing else []
        others = [task for task in task_words.in_order(tasks) if task not in own]
        if others:
            where = f" i {unit.name}" if unit else ""
            raise LendingRefused(
                f"Man kan kun udlåne opgaver, man selv har{where}. Det gælder ikke: {task_words.named(others)}."
            )


def own_tasks(standing: Standing, unit: Unit | None) -> list[str]:
    """What the person holds themself and can lend, at, above or below the unit."""
    return task_words.in_order(
        scope.task
        for scope in standing.scopes
        if scope.for_person is None
        and task_words.lendable(scope.task)
        and (unit is None or scope.path.startswith(unit.path) or unit.path.startswith(scope.path))
    )
