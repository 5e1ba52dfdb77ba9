"""The floor of 1st line: a small town's services, its people, and supporters at the desk."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from bot.audit.trail import AuditFilter
from bot.audit.types import Entry
from bot.conversations.model import ConversationRow, MessageRow
from bot.dialogue.rendering.handover import HandoverWords, package_in_words
from bot.handover.built_in import BuiltInDesk
from bot.handover.expectation import Expectations
from bot.handover.model import HandoverEventRow, HandoverRow
from bot.handover.opening import SupportHours
from bot.handover.patience import Patience
from bot.handover.presence import Presence
from bot.handover.reading import DeskReading
from bot.handover.service import HandoverService, stands
from bot.handover.supporters import DeskService
from bot.handover.transitions import Transitions
from bot.handover.types import Handover, Package, Reason
from bot.handover.views import DraftField
from bot.knowledge.opening_schema import OpeningHours
from bot.messages.message import Message, Utterance
from tests.town import Town

HOURS = OpeningHours.model_validate({
    "week": {"mandag": "08.00-15.30", "tirsdag": "08.00-15.30", "onsdag": "08.00-15.30", "torsdag": "08.00-17.00",
             "fredag": "08.00-14.00"},
    "other_days": [{"day": "06-05", "name": "grundlovsdag"}, {"day": "12-24", "name": "juleaftensdag"},
                   {"day": "12-23", "name": "lillejuleaften", "hours": "08.00-12.00"}],
})  # fmt: skip
RIKKE, BO, ANNE, IDA = "support", "bo", "anne", "ida"


class Floor:
    """Hand-overs on a town's database; Rikke and Bo are of 1st line, Anne and Ida ask."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.clock = town.clock
        town.role(BO, "foerste_linje", "by")
        known: Any = SimpleNamespace(title=lambda id_: id_.capitalize(), org=lambda _: "Vi har åbent.")
        self.hours: OpeningHours | None = HOURS
        self.presence = Presence(town.sessions, town.clock)
        self.opening = SupportHours(lambda: self.hours, town.clock)
        self.expectations = Expectations(town.sessions, town.clock, self.opening, self.presence, town.access)
        self.transitions = Transitions(
            town.sessions, town.clock, HandoverWords(known), town.talks._shield, audit=town.audit
        )
        self.people = HandoverService(town.sessions, town.access, self.transitions)
        self.desk = DeskService(town.sessions, town.access, self.transitions, self.presence)
        self.reading = DeskReading(
            town.sessions, town.clock, town.access, town.cases, town.known.get, str.capitalize, shown, audit=town.audit
        )
        self.patience = Patience(
            town.sessions, town.clock, town.access, self.transitions, self.presence, self.opening, self.expectations,
            self._call_back, package_in_words,
        )  # fmt: skip
        self.built_in = BuiltInDesk(town.sessions, town.access, town.talks, self.people)

    def _call_back(self, person: str, conversation: str, topic: str, text: str, *, repeat_key: str) -> str:
        return self.town.cases.request_call_back(person, conversation, topic, text, repeat_key=repeat_key).number

    # --- what people do

    def talk(self, person: str = ANNE) -> str:
        return self.town.talks.for_person(person).id

    def ask(self, person: str = ANNE, reason: Reason = "asked", package: Package | None = None) -> Handover:
        return self.people.request(person, self.talk(person), reason, package or Package())

    def taken(self, person: str = ANNE, by: str = RIKKE) -> Handover:
        """A hand-over that a supporter has taken."""
        handover = self.ask(person)
        self.desk.take(by, handover.id)
        return handover

    def write(self, text: str, person: str = ANNE, client_id: str | None = None) -> Message:
        return self.town.talks.hear(self.talk(person), text, client_id or self.town.next_id()).message

    def say(self, handover: Handover, text: str, by: str = RIKKE, client_id: str | None = None) -> Message:
        return self.desk.say(by, handover.id, Utterance(text=text), client_id or self.town.next_id())

    def bot(self, text: str, person: str = ANNE) -> list[Message]:
        return self.town.talks.add_messages(self.talk(person), [Utterance(text=text)])

    # --- what came of it

    def owner(self, person: str = ANNE) -> str:
        return self.town.talks.owner(self.talk(person))

    def said(self, person: str = ANNE) -> list[tuple[str, str]]:
        return [(message.sender, message.text) for message in self.town.talks.transcript(self.talk(person))]

    def last(self, person: str = ANNE) -> str:
        return self.said(person)[-1][1]

    def row(self, handover: Handover) -> HandoverRow:
        with self.town.sessions() as session:
            return session.get_one(HandoverRow, handover.id)

    def people_row(self, handover_id: str) -> Handover:
        """The hand-over by its id."""
        with self.town.sessions() as session:
            return stands(session, session.get_one(HandoverRow, handover_id))

    def kinds(self, handover: Handover) -> list[str]:
        with self.town.sessions() as session:
            events = sa.select(HandoverEventRow.kind).where(HandoverEventRow.handover_id == handover.id)
            return list(session.scalars(events.order_by(HandoverEventRow.seq)))

    def entries(self) -> list[Entry]:
        return sorted(self.town.trail.find(AuditFilter()), key=lambda entry: entry.seq)

    def audited(self) -> list[str]:
        return [entry.event.action for entry in self.entries() if entry.event.kind == "handover"]


def shown(form: Any, answers: Any, _: str) -> list[DraftField]:
    return [DraftField(name, name, str(value), "text") for name, value in answers.items()]


def rows_of(floor: Floor, person: str) -> list[MessageRow]:
    """The person's messages as they are stored, in order."""
    with floor.town.sessions() as session:
        mine = sa.select(MessageRow).join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        return list(session.scalars(mine.where(ConversationRow.person_id == person).order_by(MessageRow.seq)))
