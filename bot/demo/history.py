"""Plays the demo's cases through the real services, with a clock that is moved through the last weeks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.access.service import AccessService
from bot.audit.chain import Seal
from bot.audit.log import AuditLog
from bot.cases.backends.desk import SqlDesk
from bot.cases.backends.sql import SqlBackend
from bot.cases.drafts import DraftService
from bot.cases.errors import NotAllowed
from bot.cases.model import CaseRow, DraftRow
from bot.cases.outbox import OutboxDispatcher
from bot.cases.service import CaseService
from bot.cases.status import StatusSync
from bot.clock import UTC, local
from bot.database.counters import get_marker, set_marker
from bot.database.engine import Sessions, reading, writing
from bot.demo.answers import complete
from bot.demo.scenarios import SCENARIOS, Scenario
from bot.knowledge.schema import Solution
from bot.privacy.cpr import VALUE_PREFIX, shield_value
from bot.privacy.vault import CprVault

_DONE = "demo:cases"
# Days of month 61-91 are for fictitious people (CPR-kontoret); no real person has such a number.
_DEMO_CPR = "6103851234"


class MovedClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.at


class Player:
    """The services that the demo's cases go through, all with the same moved clock."""

    def __init__(
        self, sessions: Sessions, solutions: Callable[[str], Solution | None], cpr_key: str, seal: Seal
    ) -> None:
        self.sessions = sessions
        self.solutions = solutions
        self.clock = MovedClock(datetime.now(UTC))
        self._ids_of = ""
        self._count = 0
        clock = self.clock
        self.vault = CprVault(sessions, clock, cpr_key)
        self.access = AccessService(sessions, clock)
        audit = AuditLog(clock, seal)
        self.drafts = DraftService(sessions, clock, self._shield, self.access, solutions, self._next_id, audit=audit)
        self.cases = CaseService(sessions, clock, self.access, solutions, self._shield, self._next_id, audit=audit)
        backend = SqlBackend(sessions, clock, self._next_id)
        self.outbox = OutboxDispatcher(sessions, clock, backend)
        self.sync = StatusSync(sessions, clock, backend, self._next_id)
        self.desk = SqlDesk(sessions, clock, self.access, audit=audit)

    def play(self, scenario: Scenario, end: datetime) -> None:
        """Sends the report and lets happen what happens; a case that is there is left alone."""
        solution = self.solutions(scenario.solution_id)
        if solution is None or solution.report is None or self._is_there(scenario):
            return
        self._ids_of, self._count = scenario.key, 0
        self.clock.at = (end - timedelta(days=scenario.days)).astimezone(UTC)
        person = self.access.person(scenario.reporter)
        assert person is not None
        given = {"subject": scenario.reporter, **scenario.answers}
        day = local(self.clock.at).date()
        answers = complete(
            solution.report, given, day, person.unit_id, lambda: VALUE_PREFIX + self.vault.keep(_DEMO_CPR, person.id)
        )
        draft = self.drafts.start(
            person.id, solution.id, None, answers, confirmed=list(answers), sources=dict.fromkeys(answers, "user")
        )
        number = self.cases.submit(person.id, draft.id).number
        self._settle()
        for what, who, text in scenario.steps:
            self.clock.at += timedelta(hours=25 if what != "approve" else 3)
            self._step(number, what, who, text)
            self._settle()

    def _step(self, number: str, what: str, who: str, text: str) -> None:
        match what:
            case "approve":
                try:
                    self.cases.approve(who, number, text)
                except NotAllowed:  # the form asks for no approval
                    return
            case "send_back":
                self.cases.send_back(who, number, text)
            case "withdraw":
                self.cases.withdraw(who, number, text)
            case "reopen":
                self.cases.reopen(who, number, text)
            case "take":
                self.desk.take(who, number)
            case "ask":
                self.desk.ask(who, number, text)
            case "solve":
                self.desk.solve(who, number, text)
            case _ if what.startswith("reject"):
                self.desk.reject(who, number, text, belongs_to=what.partition(":")[2] or None)
            case "close":
                self.desk.close(who, number)

    def _settle(self) -> None:
        self.outbox.run_until_empty()
        self.sync.run_once()

    def _is_there(self, scenario: Scenario) -> bool:
        with reading(self.sessions) as session:
            draft_id = f"demo-{scenario.key}-001"
            sent = sa.select(CaseRow.id).where(CaseRow.draft_id == draft_id)
            begun = sa.select(DraftRow.id).where(DraftRow.id == draft_id)
            return session.execute(sent.union_all(begun)).first() is not None

    def _next_id(self) -> str:
        self._count += 1
        return f"demo-{self._ids_of}-{self._count:03d}"

    def _shield(self, value: Any, owner_id: str) -> Any:
        return shield_value(value, self.vault, owner_id)


def play(
    sessions: Sessions, solutions: Callable[[str], Solution | None], cpr_key: str, end: datetime, seal: Seal
) -> None:
    """Plays all scenarios once, so that the last of them ends before `end`, and leaves one draft unfinished."""
    with reading(sessions) as session:
        if get_marker(session, _DONE):
            return
    player = Player(sessions, solutions, cpr_key, seal)
    for scenario in sorted(SCENARIOS, key=lambda s: -s.days):
        player.play(scenario, end)
    _unfinished_draft(player, end)
    with writing(sessions) as session:
        set_marker(session, _DONE, local(end).date().isoformat())


def _unfinished_draft(player: Player, end: datetime) -> None:
    player._ids_of, player._count = "peter-draft", 0
    player.clock.at = end.astimezone(UTC)
    if player.drafts.open_for("peter.nygaard"):
        return
    draft = player.drafts.start(
        "peter.nygaard", "koerselsgodtgoerelse", None, {"subject": "peter.nygaard"}, sources={"subject": "grunddata"}
    )
    player.drafts.park("peter.nygaard", draft.id)
