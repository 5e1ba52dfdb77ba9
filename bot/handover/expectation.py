"""What can honestly be said of the wait: open or not, who is there, how many wait, and how long it usually takes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import sqlalchemy as sa

from bot.access import tasks
from bot.access.service import AccessService
from bot.clock import Clock, local
from bot.conversations.model import ConversationRow
from bot.conversations.types import QUEUE
from bot.database.engine import Sessions, reading
from bot.handover.model import HandoverRow
from bot.handover.opening import Opening, SupportHours
from bot.handover.presence import Presence

LOOKS_BACK = timedelta(days=28)  # four of each weekday
FEWEST = 8  # waits at this hour of the day; a number from fewer would only look like knowledge
FRESH = timedelta(minutes=2)  # how long the figures are used before they are counted anew


@dataclass(frozen=True)
class Expectation:
    """`minutes`: the median of recent waits at this hour of the day; None where too few are known."""

    opening: Opening
    present: int | None  # None where that is not known
    waiting: int
    minutes: int | None

    @property
    def staffed(self) -> bool:
        """Whether it makes sense to wait: open, and somebody is there."""
        return self.opening.open and self.present != 0


class Expectations:
    """Answers for one who is about to ask for a person."""

    def __init__(
        self,
        sessions: Sessions,
        clock: Clock,
        hours: SupportHours,
        presence: Presence,
        access: AccessService,
        *,
        elsewhere: bool = False,
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._hours = hours
        self._presence = presence
        self._access = access
        self._elsewhere = elsewhere  # at another desk, of which only the hours are known
        self._medians: dict[int, int] = {}
        self._counted_at: datetime | None = None

    def now(self, person_id: str) -> Expectation:
        """As it stands for this person: supporters of their unit, and not themself."""
        person = self._access.person(person_id)
        unit = self._access.unit(person.unit_id) if person else None
        here = self.present_for(unit.path if unit else "/") - {person_id}
        with reading(self._sessions) as session:
            waiting = session.execute(
                sa.select(sa.func.count())
                .select_from(HandoverRow)
                .join(ConversationRow, ConversationRow.handover_id == HandoverRow.id)
                .where(HandoverRow.ended_at.is_(None), ConversationRow.owner == QUEUE)
            ).scalar_one()
        present = None if self._elsewhere else len(here)
        return Expectation(self._hours.now(), present, int(waiting), self._usual_minutes())

    def present_for(self, unit_path: str) -> set[str]:
        """Supporters who are there and may help people of the unit."""
        return {person_id for person_id in self._presence.present() if supports(self._access, person_id, unit_path)}

    def _usual_minutes(self) -> int | None:
        now = self._clock()
        if self._counted_at is None or not now - FRESH < self._counted_at <= now:
            self._medians, self._counted_at = self._count(now), now
        return self._medians.get(local(now).hour)

    def _count(self, now: datetime) -> dict[int, int]:
        """Hour of the day -> the median wait in minutes, rounded up, where enough waits are known."""
        waits: defaultdict[int, list[float]] = defaultdict(list)
        recent = sa.select(HandoverRow.asked_at, HandoverRow.taken_at).where(HandoverRow.taken_at > now - LOOKS_BACK)
        with reading(self._sessions) as session:
            for asked_at, taken_at in session.execute(recent).tuples():
                if taken_at is not None:
                    waits[local(asked_at).hour].append((taken_at - asked_at).total_seconds())
        return {hour: int(-(-median(known) // 60)) or 1 for hour, known in waits.items() if len(known) >= FEWEST}


def supports(access: AccessService, person_id: str, unit_path: str) -> bool:
    """Whether the person is of 1st line for the unit."""
    standing = access.standing(person_id)
    return standing is not None and standing.find(tasks.SUPPORT, unit_path) is not None
