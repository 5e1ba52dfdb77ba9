"""The one place that puts the dependencies together; everything else is handed what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.access.delegations import DelegationService
from bot.access.deputies import Deputies
from bot.access.reporting import needed_tasks
from bot.access.service import AccessService
from bot.access.types import Delegation
from bot.audit.chain import Seal
from bot.audit.log import AuditLog
from bot.audit.trail import AuditTrail
from bot.audit.types import Channel
from bot.cases import deputy_report
from bot.cases.attachments import AttachmentStore
from bot.cases.backends.base import CaseBackend
from bot.cases.backends.desk import SqlDesk
from bot.cases.backends.queue import DeskQueue
from bot.cases.backends.sql import SqlBackend
from bot.cases.community import Community
from bot.cases.deputy_report import DeputyReport
from bot.cases.drafts import DraftService
from bot.cases.duplicates import DuplicateFinder
from bot.cases.following import Followers
from bot.cases.outbox import OutboxDispatcher
from bot.cases.refiling import Refiling
from bot.cases.scanner import scanner_of
from bot.cases.service import CaseService
from bot.cases.status import StatusSync
from bot.clock import Clock, local, today, utc_now
from bot.conversations.news import MessageNews
from bot.conversations.service import ConversationService
from bot.conversations.sessions import SessionService
from bot.courses.service import CourseService
from bot.database.engine import create_engine_for, reading, session_factory
from bot.database.ids import Ids, new_id
from bot.dialogue.asking import Asking
from bot.dialogue.directory import UserDirectory
from bot.dialogue.master_data import AccessMasterData
from bot.dialogue.rendering import deputies as deputy_words
from bot.dialogue.rendering import handover as handover_words
from bot.dialogue.rendering import notices as notice_words
from bot.feedback.figures import FeedbackFigures
from bot.feedback.service import FeedbackService
from bot.grunddata.leaving import Leavers
from bot.grunddata.service import MasterDataImport
from bot.handover.built_in import BuiltInDesk
from bot.handover.calls import CallLog
from bot.handover.desk import Desk
from bot.handover.expectation import Expectations
from bot.handover.look_up import PersonLookUp
from bot.handover.opening import SupportHours
from bot.handover.patience import Patience
from bot.handover.presence import Presence
from bot.handover.reading import DeskReading
from bot.handover.relay import Relay
from bot.handover.service import HandoverService
from bot.handover.supporters import DeskService
from bot.handover.transitions import Transitions
from bot.handover.views import DraftField
from bot.insight.calls import CallFigures
from bot.insight.tree_runs import TreeRuns
from bot.knowledge.crisis import CrisisAnswer, load_crisis_answers
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.knowledge.opening_schema import OpeningHours
from bot.knowledge.schema import Solution
from bot.knowledge.search import PageSearch
from bot.notices.cases import CaseNews
from bot.notices.deputies import DelegationNews
from bot.notices.drafts import DraftNews
from bot.notices.followed import FollowedNews
from bot.notices.handovers import HandoverNews
from bot.notices.parts import PartNews
from bot.notices.service import NoticeService
from bot.notices.teams import TeamsContacts
from bot.notices.types import DraftFact, Source, Words
from bot.portal.background import Job
from bot.privacy.cpr import shield, shield_value
from bot.privacy.insight import InsightService
from bot.privacy.retention import Retention
from bot.privacy.vault import CprVault
from bot.reports import flow
from bot.reports.prefill import MasterData
from bot.reports.values import Directory, display
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.dialogue.helping import DeskReports


class Container:
    """The services of one process, made when they are first asked for."""

    def __init__(
        self, settings: Settings, clock: Clock = utc_now, ids: Ids = new_id, *, channel: Channel = "system"
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.ids = ids
        self.channel = channel  # by which way people come here, for the audit

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
    def audit(self) -> AuditLog:
        return AuditLog(self.clock, Seal(self.settings.audit_key), self.channel)

    @cached_property
    def audit_trail(self) -> AuditTrail:
        return AuditTrail(self._sessions, self.clock, self.audit, Seal(self.settings.audit_key))

    @cached_property
    def access(self) -> AccessService:
        return AccessService(self._sessions, self.clock)

    @cached_property
    def delegations(self) -> DelegationService:
        return DelegationService(self._sessions, self.clock, self.ids, audit=self.audit)

    @cached_property
    def deputies(self) -> Deputies:
        return Deputies(self.access, self.delegations, self.clock)

    def names_in(self, delegations: Iterable[Delegation]) -> Mapping[str, str]:
        """The names of both sides by id, also of those who have left."""
        with reading(self._sessions) as session:
            ids = [side for lent in delegations for side in (lent.from_person_id, lent.to_person_id)]
            return self.access.names(session, ids)

    @cached_property
    def attachments(self) -> AttachmentStore:
        return AttachmentStore(
            self._sessions,
            self.settings.files_dir,
            self.clock,
            self.ids,
            access=self.access,
            scan=scanner_of(self.settings.scanner),
            audit=self.audit,
        )

    @cached_property
    def drafts(self) -> DraftService:
        return DraftService(
            self._sessions,
            self.clock,
            self.shield_value,
            self.access,
            self.knowledge.form,
            self.ids,
            audit=self.audit,
        )

    @cached_property
    def courses(self) -> CourseService:
        return CourseService(self._sessions, self.clock, self.access, self.knowledge, self.ids, audit=self.audit)

    @cached_property
    def notices(self) -> NoticeService:
        sources: list[Source] = [
            CaseNews(self._sessions, self.clock, self.access, notice_words.case),
            DraftNews(self._sessions, self.clock, self._draft_notice),
            FollowedNews(self._sessions, self.clock, self.access, notice_words.followed),
            PartNews(self.courses.due_parts, lambda part: notice_words.part(part, today(self.clock))),
            DelegationNews(self.delegations.offers, self.clock, self._delegation_notice),
            HandoverNews(self._sessions, self.clock, handover_words.ended_news),
        ]
        return NoticeService(self._sessions, self.clock, self.ids, sources)

    @cached_property
    def teams_contacts(self) -> TeamsContacts:
        return TeamsContacts(self._sessions, self.clock)

    def _delegation_notice(self, lent: Delegation) -> Words | None:
        lender = self.access.person(lent.from_person_id)
        unit = self.access.unit(lent.unit_id) if lent.unit_id else None
        return deputy_words.asked(lent, lender.name, unit.name if unit else None) if lender else None

    def _draft_notice(self, fact: DraftFact) -> Words:
        return notice_words.draft(fact, self.knowledge.form(fact.solution_id), today(self.clock))

    @cached_property
    def cases(self) -> CaseService:
        return CaseService(
            self._sessions,
            self.clock,
            self.access,
            self.knowledge.solution,
            self.shield_value,
            self.ids,
            audit=self.audit,
            effects={deputy_report.SOLUTION: DeputyReport(self.access, self.deputies, self.delegations, self.clock)},
        )

    @cached_property
    def followers(self) -> Followers:
        return Followers(self._sessions, self.clock, self.access)

    @cached_property
    def refiling(self) -> Refiling:
        return Refiling(self._sessions, self.clock, self.access, self.knowledge.solution, self.attachments.copies)

    @cached_property
    def community(self) -> Community:
        return Community(self._sessions, self.clock, self.access, self.knowledge.form, self.ids, audit=self.audit)

    @cached_property
    def duplicates(self) -> DuplicateFinder:
        return DuplicateFinder(self._sessions, self.clock, self.access)

    @cached_property
    def backend(self) -> CaseBackend:
        return SqlBackend(self._sessions, self.clock)

    @cached_property
    def desk(self) -> SqlDesk:
        return SqlDesk(self._sessions, self.clock, self.access, self.ids, audit=self.audit)

    @cached_property
    def desk_queue(self) -> DeskQueue:
        return DeskQueue(self._sessions, self.clock, self.access)

    def cpr_of_case(self, value: str, case_id: str) -> str | None:
        """The CPR number behind a field's value, where the case holds it."""
        return self.vault.reveal(value, case_id=case_id)

    @cached_property
    def outbox(self) -> OutboxDispatcher:
        return OutboxDispatcher(self._sessions, self.clock, self.backend)

    @cached_property
    def status_sync(self) -> StatusSync:
        return StatusSync(self._sessions, self.clock, self.backend, self.ids)

    @cached_property
    def conversations(self) -> ConversationService:
        return ConversationService(
            self._sessions,
            self.clock,
            self.shield,
            self.ids,
            remove_files=self.attachments.remove_files,
            audit=self.audit,
        )

    @cached_property
    def support_hours(self) -> SupportHours:
        return SupportHours(self._opening_hours, self.clock)

    def _opening_hours(self) -> OpeningHours | None:
        entry = self.knowledge.organisation.get("support_tider")
        return entry.opening if entry else None

    @cached_property
    def presence(self) -> Presence:
        return Presence(self._sessions, self.clock)

    @cached_property
    def expectations(self) -> Expectations:
        return Expectations(
            self._sessions,
            self.clock,
            self.support_hours,
            self.presence,
            self.access,
            elsewhere=bool(self.settings.desk),
        )

    @cached_property
    def transitions(self) -> Transitions:
        words = handover_words.HandoverWords(self.knowledge)
        return Transitions(self._sessions, self.clock, words, self.shield, self.ids, audit=self.audit)

    @cached_property
    def handovers(self) -> HandoverService:
        return HandoverService(self._sessions, self.access, self.transitions)

    @cached_property
    def supporters(self) -> DeskService:
        return DeskService(self._sessions, self.access, self.transitions, self.presence)

    @cached_property
    def desk_reading(self) -> DeskReading:
        return DeskReading(
            self._sessions,
            self.clock,
            self.access,
            self.cases,
            self.knowledge.form,
            self._area_title,
            self._shown_fields,
            audit=self.audit,
        )

    def _area_title(self, area_id: str) -> str:
        area = self.knowledge.areas.get(area_id)
        return area.title if area else area_id

    def _shown_fields(self, form: Solution, answers: Mapping[str, Any], owner_id: str) -> list[DraftField]:
        """The answers of a draft as its owner would read them."""
        if form.report is None:
            return []
        directory = self.directory(owner_id, form)
        return [
            DraftField(field.id, field.label, display(field, answers[field.id], directory), field.type)
            for field in flow.visible_fields(form.report, answers)
            if field.id in answers
        ]

    @cached_property
    def patience(self) -> Patience:
        return Patience(
            self._sessions,
            self.clock,
            self.access,
            self.transitions,
            self.presence,
            self.support_hours,
            self.expectations,
            self._call_back,
            handover_words.package_in_words,
        )

    def _call_back(self, person_id: str, conversation_id: str, topic: str, text: str, *, repeat_key: str) -> str:
        case = self.cases.request_call_back(person_id, conversation_id, topic, text, repeat_key=repeat_key)
        return case.number

    @cached_property
    def desk_reports(self) -> DeskReports:
        from bot.dialogue.helping import DeskReports  # it needs the whole house, as the capabilities do

        return DeskReports(self)

    @cached_property
    def front_desk(self) -> Desk:
        return BuiltInDesk(self._sessions, self.access, self.conversations, self.handovers)

    @cached_property
    def person_look_up(self) -> PersonLookUp:
        return PersonLookUp(self._sessions, self.access, self.cases, audit=self.audit)

    def _other_desk(self) -> list[Job]:
        """The job that joins the house to another desk, where the settings name one (docs/handover.md)."""
        if not self.settings.desk:
            return []
        module, _, factory = self.settings.desk.partition(":")
        desk: Desk = getattr(import_module(module), factory)()
        relay = Relay(self._sessions, self.access, self.transitions, desk, self.knowledge.title)
        return [Job("the other desk", 1.0, relay.run_once)]

    @cached_property
    def calls(self) -> CallLog:
        return CallLog(self._sessions, self.clock, self.ids)

    @cached_property
    def message_news(self) -> MessageNews:
        return MessageNews(self._sessions)

    @cached_property
    def call_figures(self) -> CallFigures:
        return CallFigures(self._sessions)

    @cached_property
    def tree_runs(self) -> TreeRuns:
        return TreeRuns(self._sessions, self.clock, self.ids)

    @cached_property
    def feedback(self) -> FeedbackService:
        return FeedbackService(self._sessions, self.clock, self.ids)

    @cached_property
    def feedback_figures(self) -> FeedbackFigures:
        return FeedbackFigures(self._sessions)

    @cached_property
    def asking(self) -> Asking:
        return Asking(self.feedback, self.conversations, self.cases, self.knowledge, self.clock)

    @cached_property
    def sessions(self) -> SessionService:
        return SessionService(self._sessions, self.clock, audit=self.audit)

    @cached_property
    def grunddata(self) -> MasterDataImport:
        return MasterDataImport(self._sessions, self.clock, self.access, self.ids, audit=self.audit)

    @cached_property
    def leavers(self) -> Leavers:
        return Leavers(self._sessions, self.clock, audit=self.audit)

    @cached_property
    def vault(self) -> CprVault:
        return CprVault(self._sessions, self.clock, self.settings.cpr_key, self.ids)

    @cached_property
    def insight(self) -> InsightService:
        return InsightService(self._sessions, self.clock, lambda value, case: self.vault.reveal(value, case_id=case))

    @cached_property
    def retention(self) -> Retention:
        return Retention(self._sessions, self.clock, self.settings.files_dir, self.audit_trail.purge, audit=self.audit)

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
            Job("notices of cases", 10.0, partial(self.notices.tell_of, CaseNews.kind)),
            Job("notices of followed cases", 10.0, partial(self.notices.tell_of, FollowedNews.kind)),
            Job("notices of drafts", 600.0, partial(self.notices.tell_of, DraftNews.kind)),
            Job("notices of parts", 600.0, partial(self.notices.tell_of, PartNews.kind)),
            Job("notices of deputies", 10.0, partial(self.notices.tell_of, DelegationNews.kind)),
            Job("notices of hand-overs", 10.0, partial(self.notices.tell_of, HandoverNews.kind)),
            Job("hand-overs", 5.0, self.patience.run_once),
            *self._other_desk(),
            Job("close solved cases", 600.0, self.cases.close_solved),
            Job("access of those who have left", 60.0, self.leavers.run_once),
            Job("expired drafts", 600.0, self.drafts.purge_expired),
            Job("expired sessions", 600.0, self.sessions.purge),
            Job("retention", 86400.0, self.retention.purge),
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
