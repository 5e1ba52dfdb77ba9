"""What supporters do to a hand-over; each is idempotent by its `key`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.audit.types import Event
from bot.conversations import stored
from bot.conversations.model import ConversationRow, MessageRow
from bot.conversations.types import BOT, QUEUE
from bot.handover.changing import GROUND, Changing, once
from bot.handover.model import HandoverEventRow, HandoverGuestRow
from bot.handover.ownership import (
    Held,
    action_id_of,
    end,
    move,
    note,
)
from bot.handover.types import DraftPart, NotYours, Outcome, Package, Supporter, Titled, owned_by
from bot.messages.message import Message, Utterance

_BY_CLIENT_ID = sa.select(MessageRow).where(
    MessageRow.conversation_id == sa.bindparam("conversation"), MessageRow.client_id == sa.bindparam("client")
)


class SupporterChanges(Changing):
    """The supporters' changes."""

    @once
    def take(self, handover_id: str, by: Supporter, key: str | None = None) -> None:
        """Takes it from the queue; raises NotYours where somebody else was first, or nobody waits any more."""
        with self._acting(handover_id, "taken", by, key) as (session, held, action):
            if held.owner == owned_by(by.id):
                return
            if held.owner != QUEUE:
                raise NotYours(held.owner)
            now = self._clock()
            held.handover.taken_at = held.handover.taken_at or now
            move(session, held, owned_by(by.id))
            note(session, held, "taken", by.id, now, action_id=action)
            self._tell_audit(session, held, "handover_taken", by.id, {"waited": _seconds(now - held.handover.asked_at)})
            self._say(session, held, "system", self._words.taken(by.name))

    @once
    def give_back(
        self, handover_id: str, by: Supporter, text: str, topic: Titled | None = None, key: str | None = None
    ) -> None:
        """Gives the conversation back to the bot, which goes on where it was, or with the topic that is named."""
        clean = self._clean(handover_id, text)
        with self._owning(handover_id, "given_back", by, key) as (session, held, action):
            now = self._clock()
            move(session, held, BOT)
            end(held, "given_back", now, clean)
            note(session, held, "given_back", by.id, now, action_id=action, text=clean)
            self._tell_audit(session, held, "handover_given_back", by.id, {"topic": topic.id if topic else None})
            under_way = held.state.get("flow") is not None
            self._remember(session, held, clean, topic)
            told = self._words.given_back(by.name, clean, topic.id if topic else None, under_way)
            self._say(session, held, "bot", told)

    @once
    def put_back(self, handover_id: str, by: Supporter, text: str = "", key: str | None = None) -> None:
        """Puts it back into the queue, before those who have only just come."""
        clean = self._clean(handover_id, text)
        with self._owning(handover_id, "put_back", by, key) as (session, held, action):
            self._to_queue(session, held)
            note(session, held, "put_back", by.id, self._clock(), action_id=action, text=clean)
            self._tell_audit(session, held, "handover_put_back", by.id, {})
            self._say(session, held, "system", self._words.put_back(by.name))

    @once
    def transfer(self, handover_id: str, by: Supporter, to: Supporter, text: str = "", key: str | None = None) -> None:
        """Gives it to a colleague."""
        clean = self._clean(handover_id, text)
        with self._owning(handover_id, "moved", by, key) as (session, held, action):
            if to.id == by.id:
                return
            now = self._clock()
            _remove_guest(session, handover_id, to.id)
            move(session, held, owned_by(to.id))
            note(session, held, "moved", by.id, now, action_id=action, to_id=to.id, text=clean)
            self._tell_audit(session, held, "handover_moved", by.id, {"to": to.id})
            self._say(session, held, "system", self._words.moved(by.name, to.name))

    @once
    def invite(self, handover_id: str, by: Supporter, guest: Supporter, key: str | None = None) -> None:
        """Lets a specialist read and write too; the owner stays the owner."""
        with self._owning(handover_id, "invited", by, key) as (session, held, action):
            known = session.get(HandoverGuestRow, (handover_id, guest.id))
            if guest.id == by.id or known is not None:
                return
            now = self._clock()
            session.add(HandoverGuestRow(handover_id=handover_id, person_id=guest.id, since=now))
            note(session, held, "invited", by.id, now, action_id=action, to_id=guest.id)
            self._tell_audit(session, held, "handover_joined", by.id, {"guest": guest.id})
            self._say(session, held, "system", self._words.joined(guest.name))

    @once
    def step_out(self, handover_id: str, by: Supporter, guest: Supporter, key: str | None = None) -> None:
        """A guest goes, or the owner asks them to; raises NotYours for anyone else."""
        with self._acting(handover_id, "stepped_out", by, key) as (session, held, action):
            if by.id not in (guest.id, held.supporter_id):
                raise NotYours(held.owner)
            if not _remove_guest(session, handover_id, guest.id):
                return
            note(session, held, "stepped_out", by.id, self._clock(), action_id=action, to_id=guest.id)
            self._tell_audit(session, held, "handover_parted", by.id, {"guest": guest.id})
            self._say(session, held, "system", self._words.stepped_out(guest.name))

    @once
    def close(self, handover_id: str, by: Supporter, outcome: Outcome, text: str = "", key: str | None = None) -> None:
        """Ends it with an outcome; the person is told, and asked whether it helped."""
        clean = self._clean(handover_id, text)
        with self._owning(handover_id, "closed", by, key) as (session, held, action):
            now = self._clock()
            move(session, held, BOT)
            end(held, outcome, now, clean)
            note(session, held, "closed", by.id, now, action_id=action, text=clean)
            self._tell_audit(session, held, "handover_closed", by.id, {"outcome": outcome})
            self._say(session, held, "system", self._words.closed(by.name, outcome, clean, handover_id))

    @once
    def write_note(self, handover_id: str, by: Supporter, text: str, key: str | None = None) -> None:
        """An internal note: supporters see it, the person does not."""
        clean = self._clean(handover_id, text)
        with self._acting(handover_id, "noted", by, key) as (session, held, action):
            if (
                held.owner != owned_by(by.id)
                and not _is_guest(session, held, by.id)
                and not _had_it(session, held, by.id)
            ):
                raise NotYours(held.owner)
            note(session, held, "noted", by.id, self._clock(), action_id=action, text=clean)

    def say(self, handover_id: str, by: Supporter, utterance: Utterance, client_id: str) -> tuple[Message, bool]:
        """What the owner or a guest says, and whether it is new; the same `client_id` again gives the first message.

        Raises NotYours where it is neither's: looked at in the transaction that stores it.
        """
        stored_as = action_id_of(by.id, "said", handover_id, client_id)
        clean = utterance.model_copy(update={"text": self._clean(handover_id, utterance.text)})
        with self._holding(handover_id) as (session, held):
            known = session.scalars(_BY_CLIENT_ID, {"conversation": held.conversation_id, "client": stored_as})
            earlier = known.one_or_none()
            if earlier is not None:
                return stored.message(earlier), False
            if held.owner != owned_by(by.id) and not _is_guest(session, held, by.id):
                raise NotYours(held.owner)
            message = self._say(session, held, "agent", clean, by=by, client_id=stored_as)
            note(session, held, "said", by.id, self._clock(), action_id=None, message_id=message.id)
            return message, True

    def helped(self, handover_id: str, by: Supporter, draft: DraftPart, fields: Sequence[str]) -> None:
        """The supporter has worked at the person's draft: it goes into the package and, field by field, the audit."""
        with self._holding(handover_id) as (session, held):
            if held.owner != owned_by(by.id):
                raise NotYours(held.owner)
            package = Package.from_json(held.handover.package)
            held.handover.package = replace(package, draft=draft).as_json()
            event = Event(
                "draft_helped", by.id, "draft", draft.id,
                unit_path=held.handover.unit_path, subject_id=held.person_id, on_behalf_of_id=held.person_id,
                ground=GROUND, details={"solution": draft.solution, "fields": list(fields), "handover": handover_id},
            )  # fmt: skip
            self._audit.write(session, event)

    def _remember(self, session: Session, held: Held, text: str, topic: Titled | None) -> None:
        """The bot finds the note, and the topic if one was named, when it goes on."""
        changed = {**held.state, "desk_note": text or None}
        if topic is not None:
            changed["topic"] = topic.id
        session.execute(
            sa.update(ConversationRow)
            .where(ConversationRow.id == held.conversation_id)
            .values(state=changed, version=ConversationRow.version + 1),
            execution_options={"synchronize_session": False},
        )


def _is_guest(session: Session, held: Held, person_id: str) -> bool:
    guest = session.get(HandoverGuestRow, (held.handover.id, person_id))
    return guest is not None and held.supporter_id is not None


def _had_it(session: Session, held: Held, person_id: str) -> bool:
    """Whether it has ended, and was theirs before: who closes it may have something to add."""
    theirs = sa.select(HandoverEventRow.seq).where(
        HandoverEventRow.handover_id == held.handover.id, HandoverEventRow.owner == owned_by(person_id)
    )
    return not held.open and session.execute(theirs.limit(1)).scalar() is not None


def _remove_guest(session: Session, handover_id: str, person_id: str) -> bool:
    guest = session.get(HandoverGuestRow, (handover_id, person_id))
    if guest is None:
        return False
    session.delete(guest)
    session.flush()
    return True


def _seconds(wait: timedelta) -> int:
    return int(wait.total_seconds())
