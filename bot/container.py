"""The one place that puts the dependencies together; everything else is handed what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from bot.access.reporting import needed_tasks
from bot.access.service import AccessService
from bot.cases.attachments import AttachmentStore
from bot.cases.backends.base import CaseBackend
from bot.cases.backends.sql import SqlBackend
from bot.cases.drafts import DraftService
from bot.cases.duplicates import DuplicateFinder
from bot.cases.outbox import OutboxDispatcher
from bot.cases.service import CaseService
from bot.cases.status import StatusSync
from bot.clock import Clock, local, utc_now
from bot.conversations.service import ConversationService
from bot.conversations.sessions import SessionService
from bot.database.engine import create_engine_for, session_factory
from bot.database.ids import Ids, new_id
from bot.dialogue.directory import UserDirectory
from bot.dialogue.master_data import AccessMasterData
from bot.knowledge.crisis import CrisisAnswer, load_crisis_answers
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.knowledge.schema import Solution
from bot.knowledge.search import PageSearch
from bot.portal.background import Job
from bot.privacy.cpr import shield, shield_value
from bot.privacy.vault import CprVault
from bot.reports.prefill import MasterData
from bot.reports.values import Directory
from bot.settings import Settings


class Container:
    """The services of one process, made when they are first asked for."""

    def __init__(self, settings: Settings, clock: Clock = utc_now, ids: Ids = new_id) -> None:
        self.settings = settings
        self.clock = clock
        self.ids = ids

    @cached_property
    def engine(self) -> sa.Engine:
        return create_engine_for(self.settings.database_url)

    @cached_property
    def _sessions(self) -> Any:
        return session_factory(self.engine)

    @cached_property
    def knowledge(self) -> Knowledge:
        return load_knowledge(self.settings.knowledge_dir)

    @cached_property
    def _crisis_answers(self) -> Mapping[str, CrisisAnswer]:
        return load_crisis_answers(self.settings.knowledge_dir)

    def crisis_answer(self, kind: str) -> CrisisAnswer:
        """The fixed answer to a crisis, with municipal numbers put in."""
        answer = self._crisis_answers[kind]
        contacts = [
            contact.model_copy(update={"value": self.knowledge.text(contact.value)}) for contact in answer.contacts
        ]
        return answer.model_copy(update={"contacts": contacts})

    @cached_property
    def page_search(self) -> PageSearch:
        return PageSearch(self.knowledge)

    @cached_property
    def access(self) -> AccessService:
        return AccessService(self._sessions, self.clock)

    @cached_property
    def attachments(self) -> AttachmentStore:
        return AttachmentStore(self._sessions, self.settings.files_dir, self.clock, self.ids, access=self.access)

    @cached_property
    def drafts(self) -> DraftService:
        return DraftService(
            self._sessions, self.clock, self.shield_value, self.access, self.knowledge.solution, self.ids
        )

    @cached_property
    def cases(self) -> CaseService:
        return CaseService(
            self._sessions, self.clock, self.access, self.knowledge.solution, self.shield_value, self.ids
        )

    @cached_property
    def duplicates(self) -> DuplicateFinder:
        return DuplicateFinder(self._sessions, self.clock, self.access)

    @cached_property
    def backend(self) -> CaseBackend:
        return SqlBackend(self._sessions, self.clock)

    @cached_property
    def outbox(self) -> OutboxDispatcher:
        return OutboxDispatcher(self._sessions, self.clock, self.backend)

    @cached_property
    def status_sync(self) -> StatusSync:
        return StatusSync(self._sessions, self.clock, self.backend, self.ids)

    @cached_property
    def conversations(self) -> ConversationService:
        return ConversationService(
            self._sessions, self.clock, self.shield, self.ids, remove_files=self.attachments.remove_files
        )

    @cached_property
    def sessions(self) -> SessionService:
        return SessionService(self._sessions, self.clock)

    @cached_property
    def vault(self) -> CprVault:
        return CprVault(self._sessions, self.clock, self.settings.cpr_key, self.ids)

    @cached_property
    def master_data(self) -> MasterData:
        return AccessMasterData(self.access)

    def directory(self, person_id: str, solution: Solution) -> Directory:
        """People, units and files as this person may name them in a report of the solution."""
        needed = needed_tasks(solution)
        return UserDirectory(self.access, self.attachments, person_id, solution.area, needed)

    def shield(self, text: str, owner: str) -> str:
        """Replaces CPR numbers by references before anything is stored, logged or sent on."""
        return shield(text, self.vault, owner)

    def shield_value(self, value: Any, owner: str) -> Any:
        """The same for all texts in a JSON value."""
        return shield_value(value, self.vault, owner)

    def local_day(self, moment: datetime) -> date:
        """The Danish day of an instant."""
        return local(moment).date()

    def may_report_for_others(self, person_id: str, solution: Solution) -> bool:
        """Says whether the person may send this report about anyone but themself."""
        standing = self.access.standing(person_id)
        return standing is not None and any(standing.paths(task) for task in needed_tasks(solution))

    def background_jobs(self) -> list[Job]:
        """What the portal does by itself; each is safe to run in several processes at once."""
        return [
            Job("outbox", 1.0, self.outbox.run_until_empty),
            Job("case news", 2.0, self.status_sync.run_once),
            Job("close solved cases", 600.0, self.cases.close_solved),
            Job("expired drafts", 600.0, self.drafts.purge_expired),
            Job("expired sessions", 600.0, self.sessions.purge),
        ]

    def demo_people(self) -> list[dict[str, Any]]:
        """The people one can log in as with DEMO=1."""
        from bot.demo.people import demo_people

        return [asdict(person) for person in demo_people()]

    def database_answers(self) -> bool:
        """Says whether the database can be reached."""
        try:
            with self.engine.connect() as connection:
                connection.execute(sa.text("SELECT 1"))
        except sa.exc.SQLAlchemyError:
            return False
        return True
