"""A small municipality for tests: all domain services on one database, and a clock that is put where it is wanted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.access.delegations import DelegationService
from bot.access.deputies import Deputies
from bot.access.model import EmploymentRow, GrantRow, PersonRow, RoleRow, UnitRow
from bot.access.service import AccessService
from bot.audit.chain import Seal
from bot.audit.log import AuditLog
from bot.audit.trail import AuditTrail
from bot.cases import deputy_report
from bot.cases.attachments import AttachmentStore
from bot.cases.backends.desk import SqlDesk
from bot.cases.backends.sql import SqlBackend
from bot.cases.community import Community
from bot.cases.deputy_report import DeputyReport
from bot.cases.drafts import DraftService
from bot.cases.outbox import OutboxDispatcher
from bot.cases.service import CaseService
from bot.cases.status import StatusSync
from bot.cases.types import CaseView
from bot.clock import UTC
from bot.conversations.service import ConversationService
from bot.conversations.sessions import SessionService
from bot.database.engine import session_factory, writing
from bot.knowledge.schema import Approval, FieldGroup, Parties, Report, ReportField, Solution, Step
from bot.privacy.cpr import shield, shield_value
from bot.privacy.vault import CprVault

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
AUDIT_KEY = "a key of the tests"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# id, parent, leader
UNITS = [
    ("by", None, "boss"),
    ("skole", "by", "lea"),
    ("skole-a", "skole", None),
    ("skole-b", "skole", "bo"),
    ("pleje", "by", "per"),
    ("pleje-a", "pleje", None),
]
# id, name, unit
PEOPLE = [
    ("boss", "Birgit Boss", "by"),
    ("lea", "Lea Lund", "skole"),
    ("bo", "Bo Bach", "skole-b"),
    ("per", "Per Ravn", "pleje"),
    ("anne", "Anne Holm", "skole-a"),
    ("soeren", "Søren Kjær", "skole-a"),
    ("jonas", "Jonas Krogh", "skole-b"),
    ("ida", "Ida Østergaard", "pleje-a"),
    ("kim", "Kim Møller", "skole-a"),  # reports for others
    ("dot", "Dot Vinter", "skole-a"),  # a deputy
    ("worker", "Gustav Bro", "by"),
    ("support", "Rikke Storm", "by"),
]


class Hands:
    """A clock's hands: they stand until moved."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **delta: float) -> None:
        self.at += timedelta(**delta)


def solution(
    solution_id: str = "ferie",
    area: str = "fravaer",
    *,
    subject: str = "self_or_employee",
    subject_sees: bool = True,
    unit_sees: bool = True,
    sensitive: bool = False,
    approval: str | None = None,
    others_need: list[str] | None = None,
    fields: list[ReportField] | None = None,
) -> Solution:
    """A solution with a small form."""
    standard = [
        ReportField(id="subject", label="Hvem", question="Hvem?", type="person", required=False),
        ReportField(id="note", label="Bemærkning", question="Hvad?", type="text", required=False),
    ]
    parties = Parties.model_validate(
        {
            "subject": subject,
            "subject_sees": subject_sees,
            "unit_sees": unit_sees and not sensitive,
            "others_need": others_need or [],
        }
    )
    step = {"actor": "desk", "text": "…"}
    return Solution(
        id=solution_id,
        title=solution_id.capitalize(),
        area=area,
        kind="sag",
        scope="…",
        asked_by=["medarbejder"],
        synonyms=[],
        report=Report(
            parties=parties,
            sensitive=sensitive,
            groups=[FieldGroup(title="…", fields=fields or standard)],
            approval=Approval.model_validate({"by": "leader", "when": approval, "text": "…"}) if approval else None,
            processing_days=3,
            processing_text="…",
            desk="Løn og Personale",
            steps=[Step.model_validate({"title": str(n), **step}) for n in range(3)],
        ),
    )


class Town:
    """Everything on one database."""

    def __init__(self, engine: sa.Engine, folder: Path, *, inhabited: bool = True) -> None:
        self.engine = engine
        self.clock = Hands()
        self.sessions = session_factory(engine)
        self.count = 0
        self.known: dict[str, Solution] = {}
        self.vault = CprVault(self.sessions, self.clock, KEY)
        self.seal = Seal(AUDIT_KEY)
        self.audit = AuditLog(self.clock, self.seal, "chat")
        self.trail = AuditTrail(self.sessions, self.clock, self.audit, self.seal)
        told = {"audit": self.audit}
        self.access = AccessService(self.sessions, self.clock)
        self.delegations = DelegationService(self.sessions, self.clock, **told)
        self.drafts = DraftService(self.sessions, self.clock, self.shield_value, self.access, self.known.get, **told)
        self.deputies = Deputies(self.access, self.delegations, self.clock)
        stands_in = DeputyReport(self.access, self.deputies, self.delegations, self.clock)
        self.cases = CaseService(
            self.sessions,
            self.clock,
            self.access,
            self.known.get,
            self.shield_value,
            effects={deputy_report.SOLUTION: stands_in},
            **told,
        )
        self.community = Community(self.sessions, self.clock, self.access, self.known.get, **told)
        self.backend = SqlBackend(self.sessions, self.clock)
        self.outbox = OutboxDispatcher(self.sessions, self.clock, self.backend)
        self.sync = StatusSync(self.sessions, self.clock, self.backend)
        self.desk = SqlDesk(self.sessions, self.clock, self.access, **told)
        self.files = AttachmentStore(self.sessions, folder / "files", self.clock, access=self.access, **told)
        self.talks = ConversationService(
            self.sessions,
            self.clock,
            lambda text, owner: shield(text, self.vault, owner),
            remove_files=self.files.remove_files,
            **told,
        )
        self.sign_on = SessionService(self.sessions, self.clock, **told)
        if inhabited:
            self._inhabit()

    def shield_value(self, value: Any, owner: str) -> Any:
        return shield_value(value, self.vault, owner)

    def _inhabit(self) -> None:
        for unit, parent, leader in UNITS:
            self.unit(unit, parent, leader)
        for person, name, unit in PEOPLE:
            self.hire(person, unit, name=name)
        self.role("worker", "sagsbehandler_loen_og_personale", "by")
        self.role("worker", "sagsbehandler_personalejura", "by")
        self.role("support", "foerste_linje", "by")
        self.role("kim", "indberetter_personale", "skole")

    def add(self, *rows: object) -> None:
        with writing(self.sessions) as session:
            for row in rows:
                session.add(row)
                session.flush()
        self.access.forget()

    def next_id(self) -> str:
        self.count += 1
        return f"test-{self.count}"

    def unit(self, unit_id: str, parent: str | None, leader: str | None = None) -> None:
        with self.sessions() as session:
            above = session.get(UnitRow, parent).path if parent else "/"
        self.add(
            UnitRow(
                id=unit_id, name=unit_id.capitalize(), path=f"{above}{unit_id}/", parent_id=parent, leader_id=leader
            )
        )

    def hire(
        self,
        person: str,
        unit: str,
        *,
        name: str | None = None,
        hours: float = 37,
        since: date = date(2020, 1, 1),
        until: date | None = None,
    ) -> None:
        with self.sessions() as session:
            known = session.get(PersonRow, person) is not None
        rows: list[object] = [] if known else [PersonRow(id=person, name=name or person, email=f"{person}@by.example")]
        rows.append(
            EmploymentRow(
                id=self.next_id(),
                person_id=person,
                unit_id=unit,
                position="Medarbejder",
                weekly_hours=hours,
                valid_from=since,
                valid_to=until,
            )
        )
        self.add(*rows)

    def account(self, person: str, entra_id: str) -> None:
        with self.sessions() as session:
            session.get_one(PersonRow, person).entra_id = entra_id
            session.commit()

    def role(
        self, person: str, role: str, unit: str, since: date = date(2020, 1, 1), until: date | None = None
    ) -> None:
        self.add(
            RoleRow(id=self.next_id(), person_id=person, role=role, unit_id=unit, valid_from=since, valid_to=until)
        )

    def grant(
        self, person: str, task: str, unit: str, since: date = date(2020, 1, 1), until: date | None = None
    ) -> None:
        self.add(
            GrantRow(id=self.next_id(), person_id=person, task=task, unit_id=unit, valid_from=since, valid_to=until)
        )

    def lend(self, lender: str, deputy: str, *tasks: str, unit: str | None = None, days: int = 30) -> str:
        """An accepted delegation from today on."""
        day = self.clock().date()
        lent = self.delegations.lend(lender, deputy, tasks, day, day + timedelta(days=days), unit)
        assert self.delegations.accept(deputy, lent.id)
        return lent.id

    def offer(self, **changes: Any) -> Solution:
        """Makes a solution known."""
        made = solution(**changes)
        self.known[made.id] = made
        return made

    def send(self, person: str, solution_id: str = "ferie", **answers: Any) -> CaseView:
        """A draft, sent."""
        draft = self.drafts.start(person, solution_id, None, answers)
        return self.cases.submit(person, draft.id)

    def settle(self) -> None:
        """What waits is delivered, and what the desk did is told."""
        self.outbox.run_until_empty()
        self.sync.run_once()

    def sees(self, number: str) -> set[str]:
        """Everyone who can open the case."""
        return {person for person, _, _ in PEOPLE if self.cases.get(person, number) is not None}
