"""The report `stedfortraeder`: makes, changes and ends what its sender (or the leader who approves it) lends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from bot.access import task_words
from bot.access.delegations import DelegationService
from bot.access.deputies import Deputies, LendingRefused
from bot.access.names import fold
from bot.access.service import AccessService
from bot.access.types import Delegation
from bot.cases.model import CaseRow
from bot.clock import Clock, midnight, today
from bot.reports.formatting import danish_date

SOLUTION = "stedfortraeder"

# What each option of the field "opgaver" lends. To approve shows the leader's cases of the area, so no more is lent.
TASKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "godkend_fravaer": ("approve:fravaer",),
        "godkend_koersel": ("approve:rejser",),
        "godkend_loen": ("approve:loen", "approve:personale"),
        "godkend_it": ("approve:it", "approve:platform"),
        "godkend_oekonomi": ("approve:oekonomi", "approve:indkoeb"),
        "indberette": ("report:loen", "report:personale", "report:fravaer", "report:rejser", "report:forsikring"),
        "personalejura": ("approve:personalejura", "report:personalejura"),
    }
)
_BY_HAND = "Aftalen er ikke sat op af sig selv: {reason} Den, der behandler sagen, ser på det."
_NEWER = "Sager, der er sendt før, bliver hos den, der har udpeget."
_ASKED = "Stedfortræderen er spurgt og skal selv sige ja, før det gælder. {what}, {period}."


@dataclass(frozen=True)
class _Wanted:
    """What the answers ask for."""

    tasks: list[str]
    first: date
    last: date | None
    older_cases: bool  # also those that were sent before it begins

    @property
    def lent(self) -> tuple[list[str], date, date | None]:
        return self.tasks, self.first, self.last


class DeputyReport:
    """The effect of the report; whoever lends must hold the tasks themself, a deputy cannot lend on."""

    def __init__(self, access: AccessService, deputies: Deputies, delegations: DelegationService, clock: Clock) -> None:
        self._access = access
        self._deputies = deputies
        self._delegations = delegations
        self._clock = clock

    def begin(self, session: Session, case: CaseRow, decided_by: str) -> str:
        """Does what the answers ask for, and says what was done or why not."""
        if case.on_behalf_of_id is not None and decided_by == case.reporter_id:
            return _BY_HAND.format(reason="En stedfortræder kan ikke låne opgaver videre.")
        answers = case.answers
        deputy = self._deputy(answers)
        if deputy is None:
            return _BY_HAND.format(reason="Der er ikke præcis én ansat med det navn.")
        unit_id = str(answers.get("enhed") or case.unit_id)
        known = self._open(session, decided_by, deputy, unit_id)
        if answers.get("handling") == "fjerne":
            return self._end(session, known, decided_by, _day(answers.get("slut")) or today(self._clock))
        wanted = self._wanted(answers)
        try:
            self._deputies.check(decided_by, deputy, *wanted.lent, unit_id, session=session)
            if answers.get("handling") == "aendre" and known:
                return self._change(session, case, known, decided_by, deputy, wanted, unit_id)
            return self._offer(session, case, decided_by, deputy, wanted, unit_id)
        except LendingRefused as refused:
            return _BY_HAND.format(reason=refused.explanation)

    def undo(self, session: Session, case: CaseRow) -> None:
        """Takes an offer back that has not been accepted; what is in force is ended by itself or by a new report."""
        for person_id in {case.reporter_id, case.approver_id} - {None}:
            for lent in self._delegations.of(str(person_id), session=session):
                if lent.id == _id(case) and lent.accepted_at is None:
                    self._delegations.revoke(lent.from_person_id, lent.id, session=session)

    def _deputy(self, answers: Mapping[str, Any]) -> str | None:
        """The person who was chosen; a name that was written only where exactly one employee is called just that."""
        chosen = answers.get("stedfortraeder")
        if answers.get("hvor_ansat") != "andet":
            return str(chosen) if chosen else None
        name = str(answers.get("stedfortraeder_navn") or "").partition(",")[0].strip()
        found = [p for p in self._access.search_colleagues(name) if fold(p.name) == fold(name)] if name else []
        return found[0].id if len(found) == 1 else None

    def _wanted(self, answers: Mapping[str, Any]) -> _Wanted:
        tasks = task_words.in_order(task for option in answers.get("opgaver") or () for task in TASKS.get(option, ()))
        period = answers.get("periode") or {}
        first = _day(period.get("from")) or today(self._clock)
        return _Wanted(tasks, first, _day(period.get("to")), older_cases=answers.get("aabne_sager") is True)

    def _open(self, session: Session, lender: str, deputy: str, unit_id: str) -> list[Delegation]:
        """What is agreed between the two now, or has been proposed."""
        day = today(self._clock)
        return [
            one
            for one in self._delegations.of(lender, session=session)
            if (one.from_person_id, one.to_person_id) == (lender, deputy)
            and one.unit_id in (None, unit_id)
            and one.open(day)
        ]

    def _offer(
        self,
        session: Session,
        case: CaseRow,
        lender: str,
        deputy: str,
        wanted: _Wanted,
        unit_id: str,
        since: datetime | None = None,
    ) -> str:
        if not wanted.older_cases:
            since = since or self._deputies.newer_cases(wanted.first)
        lent = self._deputies.offer(
            lender, deputy, *wanted.lent, unit_id, cases_since=since, delegation_id=_id(case), session=session
        )
        asked = _ASKED.format(what=task_words.in_words(lent.tasks), period=_period(lent.valid_from, lent.valid_to))
        return asked if wanted.older_cases else f"{asked} {_NEWER}"

    def _change(
        self,
        session: Session,
        case: CaseRow,
        known: Iterable[Delegation],
        lender: str,
        deputy: str,
        wanted: _Wanted,
        unit_id: str,
    ) -> str:
        """What is less holds at once; what is more, when the deputy has said yes to it."""
        tasks, first, last = wanted.lent
        enough = False
        begun: list[datetime] = []  # where older cases are left out: the deputy keeps those that came since then
        for lent in known:
            kept = [task for task in lent.tasks if task in tasks]
            begins = max(lent.valid_from, first)
            ends = min((day for day in (lent.valid_to, last) if day is not None), default=None)
            if lent.accepted_at is None or not kept or (ends is not None and ends < begins):
                self._delegations.revoke(lender, lent.id, session=session)
                continue
            since = lent.cases_since
            if since is None and not wanted.older_cases:
                since = max(midnight(lent.valid_from), lent.accepted_at)
            self._delegations.narrow(session, lent, kept, begins, ends, since)
            begun += [since] if since else []
            all_cases = since is None or not wanted.older_cases
            enough = enough or (set(kept) == set(tasks) and begins == first and ends == last and all_cases)
        if enough:
            changed = f"Aftalen er ændret fra nu af. {task_words.in_words(tasks)}, {_period(first, last)}."
            return changed if wanted.older_cases else f"{changed} {_NEWER}"
        earliest = None if wanted.older_cases else min(begun, default=None)
        asked = self._offer(session, case, lender, deputy, wanted, unit_id, earliest)
        return f"Det, der er taget væk, gælder ikke længere. {asked}"

    def _end(self, session: Session, known: Iterable[Delegation], lender: str, day: date) -> str:
        """Today means at once; a later day is the last one."""
        ended = False
        for lent in known:
            ended = True
            later = day > today(self._clock) and lent.accepted_at is not None and lent.valid_from <= day
            if not later:
                self._delegations.revoke(lender, lent.id, session=session)
            elif lent.valid_to is None or lent.valid_to > day:
                self._delegations.narrow(session, lent, list(lent.tasks), lent.valid_from, day, lent.cases_since)
        if not ended:
            return _BY_HAND.format(reason="Der er ingen aftale med den stedfortræder i enheden.")
        if day <= today(self._clock):
            return "Stedfortræderen er stoppet fra nu af."
        return f"Stedfortræderens sidste dag er {danish_date(day)}."


def _id(case: CaseRow) -> str:
    return f"case-{case.number}"


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _period(first: date, last: date | None) -> str:
    until = f"til og med {danish_date(last)}" if last else "indtil videre"
    return f"fra {danish_date(first)} {until}"
