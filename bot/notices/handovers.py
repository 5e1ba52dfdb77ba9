"""News of hand-overs: how one ended that the person was not there for any more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

import sqlalchemy as sa

from bot.clock import Clock
from bot.conversations.model import MessageRow
from bot.database.engine import Sessions, reading
from bot.handover.model import HandoverRow
from bot.handover.types import Outcome
from bot.notices.types import Key, News, Words

LOOKS_BACK = timedelta(days=14)
AWAY = timedelta(minutes=2)  # who has just written is still there, and reads the end in the conversation
_TOLD = ("solved", "guided", "reported", "case", "referred", "unsolved", "call_back")


class HandoverNews:
    """Tells the outcome once, to those who had been silent when it ended."""

    kind = "handover_ended"

    def __init__(self, sessions: Sessions, clock: Clock, words: Callable[[Outcome, str, str | None], Words]) -> None:
        self._sessions = sessions
        self._clock = clock
        self._words = words

    def candidates(self) -> set[Key]:
        return {(row.person_id, _key(row.id)) for row in self._ended()}

    def news(self, wanted: Mapping[str, Collection[str]]) -> list[News]:
        """The outcomes among the wanted, each to the one it is for."""
        if not wanted:
            return []
        found: list[News] = []
        for row in self._ended():
            if _key(row.id) in wanted.get(row.person_id, ()):
                text, actions = self._words(row.outcome, row.outcome_text, row.case_number)  # type: ignore[arg-type]
                found.append(News(row.person_id, _key(row.id), text, tuple(actions)))
        return found

    def _ended(self) -> list[HandoverRow]:
        ended = sa.select(HandoverRow).where(
            HandoverRow.ended_at > self._clock() - LOOKS_BACK,
            HandoverRow.outcome.in_(_TOLD),
            sa.or_(HandoverRow.outcome != "call_back", HandoverRow.case_number.is_not(None)),
        )
        with reading(self._sessions) as session:
            rows = session.scalars(ended).all()
            spoken = sa.select(MessageRow.handover_id, sa.func.max(MessageRow.at)).where(
                MessageRow.handover_id.in_([row.id for row in rows]), MessageRow.sender == "user"
            )
            last = {handover_id: at for handover_id, at in session.execute(spoken.group_by(MessageRow.handover_id))}
        return [row for row in rows if row.ended_at and row.ended_at - last.get(row.id, row.asked_at) > AWAY]


def _key(handover_id: str) -> str:
    return f"handover:{handover_id}:ended"
