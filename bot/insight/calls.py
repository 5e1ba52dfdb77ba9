"""How many calls 1st line answers, week by week: the yardstick for fewer calls. Small numbers are never shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.clock import local
from bot.database.engine import Sessions, reading
from bot.handover.model import CallRow

FEWEST = 5  # below it one could guess whose call it was
NO_TOPIC = ""


@dataclass(frozen=True)
class Parts:
    """Calls by kind, each at least FEWEST; `others` holds those that are too few, None where they would stand alone."""

    shown: Mapping[str, int]
    others: int | None


@dataclass(frozen=True)
class Week:
    """The calls of one Danish week; `total` is None where they are too few to be told."""

    monday: date
    total: int | None
    topics: Parts
    outcomes: Parts


class CallFigures:
    """Counts calls; nothing of who called is stored, and who answered is not looked at."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def weeks(self, since: datetime, until: datetime) -> list[Week]:
        """Every week in which there were calls, from the week of `since` on, the oldest first."""
        topics: dict[date, Counter[str]] = {}
        outcomes: dict[date, Counter[str]] = {}
        calls = sa.select(CallRow.at, CallRow.topic, CallRow.outcome).where(CallRow.at >= since, CallRow.at < until)
        with reading(self._sessions) as session:
            for at, topic, outcome in session.execute(calls.execution_options(yield_per=1000)):
                monday = monday_of(at)
                topics.setdefault(monday, Counter())[topic or NO_TOPIC] += 1
                outcomes.setdefault(monday, Counter())[outcome] += 1
        return [_week(monday, topics[monday], outcomes[monday]) for monday in sorted(topics)]


def monday_of(at: datetime) -> date:
    """The Monday of the Danish week that the instant lies in."""
    day = local(at).date()
    return day - timedelta(days=day.weekday())


def _week(monday: date, topics: Counter[str], outcomes: Counter[str]) -> Week:
    total = topics.total()
    return Week(monday, total if total >= FEWEST else None, protected(topics), protected(outcomes))


def protected(counts: Counter[str]) -> Parts:
    """The counts without the small ones, and so that none of those follows from the others and the total."""
    shown = {name: count for name, count in counts.most_common() if count >= FEWEST}
    others = counts.total() - sum(shown.values())
    while 0 < others < FEWEST and shown:  # alone it would tell the small number: the next smallest joins it
        name, count = min(shown.items(), key=lambda one: (one[1], one[0]))
        del shown[name]
        others += count
    return Parts(shown, others if others >= FEWEST else 0 if others == 0 else None)
