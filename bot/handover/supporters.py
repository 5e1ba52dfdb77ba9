"""The supporters' side of a hand-over: what they may do is decided here, how it is done in transitions.py."""

from __future__ import annotations

import sqlalchemy as sa

from bot.access import tasks
from bot.access.service import AccessService
from bot.database.engine import Sessions, reading
from bot.handover.model import HandoverRow
from bot.handover.presence import Presence
from bot.handover.transitions import Transitions
from bot.handover.types import CHOSEN, NotPresent, NotThere, NotYours, Outcome, Supporter, Titled
from bot.messages.message import Message, Utterance

_ABOUT = sa.select(HandoverRow.unit_path, HandoverRow.person_id).where(HandoverRow.id == sa.bindparam("handover"))


class DeskService:
    """What a supporter does with a hand-over. Every method raises NotThere where it does not exist for them."""

    def __init__(self, sessions: Sessions, access: AccessService, transitions: Transitions, presence: Presence) -> None:
        self._sessions = sessions
        self._access = access
        self._transitions = transitions
        self._presence = presence

    def take(self, me: str, handover_id: str, key: str | None = None) -> None:
        """Takes it from the queue; raises NotYours where a colleague was first."""
        by = self._allowed(me, handover_id)
        self._presence.beat(me)
        try:
            self._transitions.take(handover_id, by, key)
        except NotYours as refused:
            raise self._named(refused) from None

    def give_back(
        self, me: str, handover_id: str, text: str = "", topic: Titled | None = None, key: str | None = None
    ) -> None:
        """Gives it back to the bot with a note that both it and the person see."""
        self._transitions.give_back(handover_id, self._allowed(me, handover_id), text, topic, key)

    def put_back(self, me: str, handover_id: str, text: str = "", key: str | None = None) -> None:
        """Puts it back into the queue; the text is an internal note."""
        self._transitions.put_back(handover_id, self._allowed(me, handover_id), text, key)

    def transfer(self, me: str, handover_id: str, to: str, text: str = "", key: str | None = None) -> None:
        """Gives it to a colleague who is there; the text is an internal note. Raises NotPresent."""
        self._transitions.transfer(
            handover_id, self._allowed(me, handover_id), self._colleague(to, handover_id), text, key
        )

    def invite(self, me: str, handover_id: str, guest: str, key: str | None = None) -> None:
        """Invites a specialist who is there; raises NotPresent."""
        by = self._allowed(me, handover_id)
        self._transitions.invite(handover_id, by, self._colleague(guest, handover_id), key)

    def step_out(self, me: str, handover_id: str, guest: str | None = None, key: str | None = None) -> None:
        """A guest goes (without `guest`: oneself)."""
        by = self._allowed(me, handover_id)
        person = self._access.person(guest) if guest else None
        leaving = Supporter(person.id, person.name) if person else by
        self._transitions.step_out(handover_id, by, leaving, key)

    def close(self, me: str, handover_id: str, outcome: Outcome, text: str = "", key: str | None = None) -> None:
        """Ends it; the text is for the person. Raises ValueError where no such outcome can be chosen."""
        if outcome not in CHOSEN:
            raise ValueError(outcome)
        self._transitions.close(handover_id, self._allowed(me, handover_id), outcome, text, key)

    def note(self, me: str, handover_id: str, text: str, key: str | None = None) -> None:
        """An internal note."""
        self._transitions.write_note(handover_id, self._allowed(me, handover_id), text, key)

    def say(self, me: str, handover_id: str, utterance: Utterance, client_id: str) -> Message:
        """Says something to the person; raises NotYours where it is neither owner nor guest."""
        by = self._allowed(me, handover_id)
        try:
            return self._transitions.say(handover_id, by, utterance, client_id)[0]
        except NotYours as refused:
            raise self._named(refused) from None

    def colleagues(self, me: str, handover_id: str | None = None) -> list[Supporter]:
        """Who is at the desk besides oneself; with a hand-over, those of them who may have it."""
        path = self._about(handover_id)[0] if handover_id else None
        people = self._access.people(self._presence.present() - {me})
        able = [person for person in people.values() if self.is_supporter(person.id, path)]
        return sorted((Supporter(person.id, person.name) for person in able), key=lambda one: one.name)

    def is_supporter(self, person_id: str, unit_path: str | None = None) -> bool:
        """Whether the person is of 1st line: for the unit, or anywhere."""
        standing = self._access.standing(person_id)
        if standing is None:
            return False
        if unit_path is None:
            return bool(standing.paths(tasks.SUPPORT))
        return standing.find(tasks.SUPPORT, unit_path) is not None

    # --- inside

    def _allowed(self, me: str, handover_id: str) -> Supporter:
        """The supporter, if they are of 1st line for the one who asked; nobody helps themself."""
        path, asker = self._about(handover_id)
        person = self._access.person(me)
        if person is None or asker == me or not self.is_supporter(me, path):
            raise NotThere(handover_id)
        return Supporter(person.id, person.name)

    def _colleague(self, person_id: str, handover_id: str) -> Supporter:
        path, asker = self._about(handover_id)
        person = self._access.person(person_id)
        may = person is not None and person_id != asker and self.is_supporter(person_id, path)
        if person is None or not may or person_id not in self._presence.present():
            raise NotPresent(person_id)
        return Supporter(person.id, person.name)

    def _about(self, handover_id: str) -> tuple[str, str]:
        """The unit that it came from, and who asked."""
        with reading(self._sessions) as session:
            row = session.execute(_ABOUT, {"handover": handover_id}).one_or_none()
        if row is None:
            raise NotThere(handover_id)
        return row.unit_path, row.person_id

    def _named(self, refused: NotYours) -> NotYours:
        """With the name of the colleague who has it, for what is said about it."""
        owner = refused.owner.partition(":")[2]
        person = self._access.person(owner) if owner else None
        return NotYours(refused.owner, person.name if person else None)
