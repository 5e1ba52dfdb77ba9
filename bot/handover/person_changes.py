"""What the person does to a hand-over: asks for one, leaves it, shares what is sensitive."""

from __future__ import annotations

from bot.conversations.types import BOT, QUEUE
from bot.database.engine import writing
from bot.handover.changing import Changing
from bot.handover.model import HandoverRow
from bot.handover.ownership import (
    Held,
    end,
    hold_conversation,
    move,
    note,
)
from bot.handover.types import Outcome, Package, Reason

_RANKS: dict[str, int] = {"crisis": 0}
USUAL = 2


class PersonChanges(Changing):
    """The person's changes."""

    def ask(self, person_id: str, conversation_id: str, unit_path: str, reason: Reason, package: Package) -> str:
        """Puts the conversation into the queue and returns the hand-over; one that is under way stays as it is."""
        with writing(self._sessions) as session:
            row = hold_conversation(session, conversation_id)
            if row.handover_id is not None:
                return str(row.handover_id)
            now = self._clock()
            handover = HandoverRow(
                id=self._ids(),
                conversation_id=conversation_id,
                person_id=person_id,
                unit_path=unit_path,
                reason=reason,
                rank=_RANKS.get(reason, USUAL),
                package=package.as_json(),
                first_seq=row.last_seq,
                shared=False,
                told=False,
                asked_at=now,
                queued_at=now,
                outcome_text="",
                relayed_seq=row.last_seq,
            )
            session.add(handover)
            session.flush()
            held = Held(conversation_id, person_id, row.owner, row.last_seq, row.state, handover, True)
            move(session, held, QUEUE)
            note(session, held, "asked", person_id, now, action_id=None)
            self._tell_audit(session, held, "handover_asked", person_id, {"reason": reason})
            return handover.id

    def leave(self, handover_id: str, *, ended: Outcome | None = None) -> bool:
        """The person leaves the queue, or ends the talk; False where it was over."""
        with self._holding(handover_id) as (session, held):
            if not held.open:
                return False
            now, supporter = self._clock(), held.supporter_id
            move(session, held, BOT)
            end(held, ended or ("user_ended" if supporter else "left"), now)
            note(session, held, "left", held.person_id, now, action_id=None)
            self._tell_audit(session, held, "handover_left", held.person_id, {})
            if supporter:
                self._say(session, held, "system", self._words.ended_by_user("", handover_id))
            return True

    def share(self, handover_id: str) -> bool:
        """The person lets 1st line see what is sensitive; False where they have already, or it is over."""
        with self._holding(handover_id) as (session, held):
            if not held.open or held.handover.shared:
                return False
            held.handover.shared = True
            note(session, held, "shared", held.person_id, self._clock(), action_id=None)
            self._tell_audit(session, held, "handover_shared", held.person_id, {})
            return True

    def tell_once(self, handover_id: str) -> bool:
        """Whether the person has not been told yet that what they write while they wait goes along."""
        with self._holding(handover_id) as (_, held):
            first = held.open and held.owner == QUEUE and not held.handover.told
            held.handover.told = held.handover.told or first
            return first
