"""What happens to a hand-over by itself: time-outs, and what nobody is there for."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from bot.conversations.types import BOT, QUEUE
from bot.handover.changing import Changing
from bot.handover.ownership import (
    Held,
    end,
    move,
    note,
)


class HouseChanges(Changing):
    """The house's own changes."""

    def give_up(self, handover_id: str, supporter_id: str, name: str, still: Callable[[Session, Held], bool]) -> bool:
        """The supporter is gone or silent: to the front of the queue, if that `still` holds once the row is held."""
        with self._holding(handover_id) as (session, held):
            if held.supporter_id != supporter_id or not still(session, held):
                return False
            self._to_queue(session, held)
            note(session, held, "timed_out", None, self._clock(), action_id=None, to_id=supporter_id)
            self._tell_audit(session, held, "handover_timed_out", None, {"supporter": supporter_id})
            self._say(session, held, "system", self._words.timed_out(name))
            return True

    def close_silent(
        self, handover_id: str, supporter_id: str, name: str, still: Callable[[Session, Held], bool]
    ) -> bool:
        """The person has not answered for long: closed kindly, if that `still` holds once the row is held."""
        with self._holding(handover_id) as (session, held):
            if held.supporter_id != supporter_id or not still(session, held):
                return False
            now = self._clock()
            move(session, held, BOT)
            end(held, "silent", now)
            note(session, held, "silent", None, now, action_id=None, to_id=supporter_id)
            self._tell_audit(session, held, "handover_closed", None, {"outcome": "silent"})
            self._say(session, held, "system", self._words.silent(name, handover_id))
            return True

    def call_back(self, handover_id: str) -> bool:
        """Ends a wait with the promise of a call; False where nobody waits. The case follows (`promised`)."""
        with self._holding(handover_id) as (session, held):
            if held.owner != QUEUE:
                return False
            now = self._clock()
            move(session, held, BOT)
            end(held, "call_back", now)
            note(session, held, "called_back", None, now, action_id=None)
            self._tell_audit(session, held, "handover_closed", None, {"outcome": "call_back"})
            return True

    def promised(self, handover_id: str, number: str) -> bool:
        """Names the case of the promise, and tells the person; once."""
        with self._holding(handover_id) as (session, held):
            if held.handover.case_number is not None:
                return False
            held.handover.case_number = number
            self._say(session, held, "system", self._words.called_back(number))
            return True
