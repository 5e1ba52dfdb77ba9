"""How the answers are read: shares with their numbers, and nothing about few."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa

from bot.database.engine import Sessions, reading
from bot.feedback.model import FeedbackRow

By = Literal["solution", "area", "month", "moment"]
FEW = 5  # answers; what fewer have said is not told, since someone might know who they are
OTHERS = "others"  # the groups with few answers, taken together
ALL = "all"


@dataclass(frozen=True)
class Share:
    """What a group has answered; the numbers of answers are None where there are too few to tell."""

    question: str
    group: str
    asked: int
    yes: int | None = None
    partly: int | None = None
    no: int | None = None

    @property
    def answered(self) -> int | None:
        return None if self.yes is None else self.yes + (self.partly or 0) + (self.no or 0)

    def percent(self, answer: str) -> int | None:
        """The share of an answer among the answers, in whole percent."""
        count: int | None = getattr(self, answer)
        return None if count is None or not self.answered else round(100 * count / self.answered)


_COLUMNS = {
    "solution": FeedbackRow.solution_id,
    "area": FeedbackRow.area,
    "month": FeedbackRow.asked_on,
    "moment": FeedbackRow.moment,
}


class FeedbackFigures:
    """Counts answers; the two questions are never added together."""

    def __init__(self, session_factory: Sessions) -> None:
        self._sessions = session_factory

    def shares(self, by: By, since: date, until: date) -> list[Share]:
        """The groups of both questions, largest first (months in order), then the few together, then all.

        Groups of fewer than five answers are put together, and left out where even these are few. All is what the
        lines above it say, so that nothing follows from the difference.
        """
        column = _COLUMNS[by]
        counted = (
            sa.select(FeedbackRow.question, column, FeedbackRow.answer, sa.func.count())
            .where(FeedbackRow.asked_on >= since, FeedbackRow.asked_on <= until)
            .group_by(FeedbackRow.question, column, FeedbackRow.answer)
        )
        groups: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        with reading(self._sessions) as session:
            for question, value, answer, count in session.execute(counted):
                groups[question][_name(value)][answer or ""] += count
        return [share for question in sorted(groups) for share in _published(question, groups[question], by)]


def _name(value: date | str | None) -> str:
    return value.strftime("%Y-%m") if isinstance(value, date) else value or "-"


def _published(question: str, groups: dict[str, Counter[str]], by: By) -> Sequence[Share]:
    enough = {name: counts for name, counts in groups.items() if _answers(counts) >= FEW}
    few = [counts for name, counts in groups.items() if name not in enough]
    order = sorted(enough, key=(lambda name: name) if by == "month" else (lambda name: (-_answers(enough[name]), name)))
    told = {name: enough[name] for name in order}
    others = sum(few, Counter[str]())
    if _answers(others) >= FEW:
        told[OTHERS] = others
    shares = [_share(question, name, counts) for name, counts in told.items()]
    if few and OTHERS not in told:
        shares.append(Share(question, OTHERS, others.total()))
    if told:
        shares.append(_share(question, ALL, sum(told.values(), Counter[str]())))
    return shares


def _answers(counts: Counter[str]) -> int:
    return counts.total() - counts[""]


def _share(question: str, name: str, counts: Counter[str]) -> Share:
    return Share(question, name, counts.total(), counts["yes"], counts["partly"], counts["no"])
