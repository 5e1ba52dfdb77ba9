"""Nobody is left waiting: time-outs, and what happens when the desk closes or everybody leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.clock import Clock
from bot.conversations.model import ConversationRow, MessageRow
from bot.conversations.types import QUEUE
from bot.database.engine import Sessions, reading
from bot.handover.expectation import Expectations
from bot.handover.model import HandoverEventRow, HandoverRow
from bot.handover.opening import SupportHours
from bot.handover.ownership import Held
from bot.handover.presence import Presence
from bot.handover.transitions import Transitions
from bot.handover.types import Package, is_elsewhere, supporter_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Limits:
    """How long things may last."""

    gone: timedelta = timedelta(minutes=2)  # a supporter who has not been heard of: a reload takes seconds
    supporter_silent: timedelta = timedelta(minutes=10)  # what the person wrote has not been answered
    person_silent: timedelta = timedelta(minutes=30)  # what the supporter wrote has not been answered
    nobody: timedelta = timedelta(minutes=2)  # one waits, and nobody is at the desk
    closed: timedelta = timedelta(seconds=30)  # one waits, and the desk is closed: asked in the last minute


class CallBacks(Protocol):
    """Makes the case that asks 1st line to telephone; with the same key once."""

    def __call__(self, person_id: str, conversation_id: str, topic: str, text: str, *, repeat_key: str) -> str: ...


class Patience:
    """Looks at all open hand-overs again and again. Safe in several processes: each change is made once."""

    def __init__(
        self,
        sessions: Sessions,
        clock: Clock,
        access: AccessService,
        transitions: Transitions,
        presence: Presence,
        hours: SupportHours,
        expectations: Expectations,
        call_back: CallBacks,
        summary: Callable[[Package], str],
        limits: Limits | None = None,
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._access = access
        self._transitions = transitions
        self._presence = presence
        self._hours = hours
        self._expectations = expectations
        self._call_back = call_back
        self._summary = summary
        self._limits = limits or Limits()

    def run_once(self) -> int:
        """Returns how many hand-overs were changed."""
        return self._talks() + self._waits() + self._promises()

    # --- talks

    def _talks(self) -> int:
        talking = sa.select(HandoverRow.id, ConversationRow.owner).join(
            ConversationRow, ConversationRow.handover_id == HandoverRow.id
        ).where(HandoverRow.ended_at.is_(None), ConversationRow.owner != QUEUE)  # fmt: skip
        with reading(self._sessions) as session:
            found = [(row.id, supporter_of(row.owner) or "") for row in session.execute(talking)]
            turns = {handover_id: _last_word(session, handover_id) for handover_id, _ in found}
        seen = self._presence.last_seen({supporter for _, supporter in found})
        changed = 0
        for handover_id, supporter in found:
            person = self._access.person(supporter)
            name = person.name if person else ""
            speaker, at = turns[handover_id]
            here = not is_elsewhere(supporter)  # of another desk's people no sign of life is known
            if here and (person is None or self._is_gone(seen.get(supporter))):
                changed += self._transitions.give_up(handover_id, supporter, name, self._still_gone(supporter))
            elif speaker == "user" and self._older(at, self._limits.supporter_silent):
                changed += self._transitions.give_up(handover_id, supporter, name, self._still_silent("user", at))
            elif speaker == "agent" and self._older(at, self._limits.person_silent):
                changed += self._transitions.close_silent(handover_id, supporter, name, self._still_silent("agent", at))
        return changed

    def _is_gone(self, seen: datetime | None) -> bool:
        return seen is None or self._older(seen, self._limits.gone)

    def _still_gone(self, supporter: str) -> Callable[[Session, Held], bool]:
        def still(_: Session, __: Held) -> bool:
            seen = self._presence.last_seen({supporter}).get(supporter)
            return self._access.person(supporter) is None or self._is_gone(seen)

        return still

    def _still_silent(self, speaker: str, at: datetime | None) -> Callable[[Session, Held], bool]:
        def still(session: Session, held: Held) -> bool:
            return _last_word(session, held.handover.id) == (speaker, at)

        return still

    def _older(self, at: datetime | None, than: timedelta) -> bool:
        return at is not None and self._clock() - at > than

    # --- waits

    def _waits(self) -> int:
        waiting = sa.select(HandoverRow.id, HandoverRow.unit_path, HandoverRow.queued_at, HandoverRow.desk_ref).join(
            ConversationRow, ConversationRow.handover_id == HandoverRow.id
        ).where(HandoverRow.ended_at.is_(None), ConversationRow.owner == QUEUE)  # fmt: skip
        with reading(self._sessions) as session:
            rows = session.execute(waiting).all()
        if not rows:
            return 0
        is_open = self._hours.now().open
        changed = 0
        helped = {path: bool(self._expectations.present_for(path)) for path in {row.unit_path for row in rows}}
        for row in rows:
            alone = (
                row.desk_ref is None and not helped[row.unit_path] and self._older(row.queued_at, self._limits.nobody)
            )
            late = not is_open and self._older(row.queued_at, self._limits.closed)
            if late or alone:
                changed += self._transitions.call_back(row.id)
        return changed

    def _promises(self) -> int:
        """Makes the cases of promised calls; those of a process that died before it could are found here too."""
        promised = sa.select(HandoverRow).where(HandoverRow.outcome == "call_back", HandoverRow.case_number.is_(None))
        with reading(self._sessions) as session:
            rows = session.scalars(promised).all()
        kept = 0
        for row in rows:
            package = Package.from_json(row.package)
            topic = package.topic.id if package.topic else "generelt-spoergsmaal"
            try:
                number = self._call_back(
                    row.person_id, row.conversation_id, topic, self._summary(package), repeat_key=row.id
                )
            except Exception as error:  # one that cannot be made must not hold up the others
                log.error("call back not made", handover=row.id, error=type(error).__name__)
                continue
            kept += self._transitions.promised(row.id, number)
        return kept


_SPOKEN = (
    sa.select(MessageRow.sender, MessageRow.at)
    .where(MessageRow.handover_id == sa.bindparam("handover"), MessageRow.sender.in_(("user", "agent")))
    .order_by(MessageRow.seq.desc())
)
_SINCE = sa.select(sa.func.max(HandoverEventRow.at)).where(
    HandoverEventRow.handover_id == sa.bindparam("handover"), HandoverEventRow.kind.in_(("taken", "moved"))
)


def _last_word(session: Session, handover_id: str) -> tuple[str, datetime | None]:
    """Whose turn it is to answer, and since when: since the first message that the other has not answered yet.

    A supporter who has taken it and said nothing is the one who is waited for.
    """
    taken_at = session.execute(_SINCE, {"handover": handover_id}).scalar()
    spoken = session.execute(_SPOKEN, {"handover": handover_id}).all()
    if not spoken:
        return "user", taken_at
    sender, at = spoken[0]
    for earlier_sender, earlier_at in spoken[1:]:
        if earlier_sender != sender:
            break
        at = earlier_at
    if sender == "agent":
        return "agent", spoken[0][1]
    return "user", max(at, taken_at) if taken_at else at
