"""News of cases that one follows: what has happened since one began to, for as long as one may see them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import sqlalchemy as sa

from bot.access.service import AccessService
from bot.cases import visibility
from bot.cases.model import CaseRow, FollowerRow, HistoryRow
from bot.clock import Clock
from bot.database.engine import Sessions, reading
from bot.notices.case_lines import BACK_TO, LAST
from bot.notices.types import FollowedFact, Key, News, Words


class FollowedNews:
    """One notice for each line of the history that changes a case, except what the follower has done."""

    kind = "followed_case"

    def __init__(
        self, session_factory: Sessions, clock: Clock, access: AccessService, words: Callable[[FollowedFact], Words]
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._words = words

    def candidates(self) -> set[Key]:
        """Each follower of a case that has changed since they began."""
        with reading(self._sessions) as session:
            rows = session.execute(
                sa.select(FollowerRow.person_id, CaseRow.number, HistoryRow.seq)
                .join(CaseRow, CaseRow.id == FollowerRow.case_id)
                .join(HistoryRow, sa.and_(HistoryRow.case_id == CaseRow.id, HistoryRow.seq == LAST))
                .where(*self._news())
            ).all()
        return {(person_id, _key(number, seq)) for person_id, number, seq in rows}

    def news(self, wanted: Mapping[str, Collection[str]]) -> list[News]:
        """What they may see at this moment, still follow, and is not their own move (that is told in other words)."""
        found: list[News] = []
        with reading(self._sessions) as session:
            for person_id, keys in wanted.items():
                standing = self._access.standing(person_id, session)
                if standing is None:
                    continue
                rows = session.execute(
                    sa.select(CaseRow, HistoryRow.seq)
                    .join(FollowerRow, FollowerRow.case_id == CaseRow.id)
                    .join(HistoryRow, sa.and_(HistoryRow.case_id == CaseRow.id, HistoryRow.seq == LAST))
                    .where(
                        FollowerRow.person_id == person_id,
                        CaseRow.number.in_(sorted({key.split(":")[1] for key in keys})),
                        visibility.visible_to(standing),
                        *self._news(),
                    )
                    .order_by(HistoryRow.at, CaseRow.number)
                ).all()
                for case, seq in rows:
                    if _key(case.number, seq) in keys and not visibility.awaits(standing, case):
                        fact = FollowedFact(case.number, case.title, case.state, case.sensitive)
                        text, actions = self._words(fact)
                        found.append(News(person_id, _key(case.number, seq), text, tuple(actions)))
        return found

    def _news(self) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            HistoryRow.at > FollowerRow.since,
            HistoryRow.at > self._clock() - BACK_TO,
            sa.func.coalesce(HistoryRow.actor_id, "") != FollowerRow.person_id,
        )


def _key(number: str, seq: int) -> str:
    return f"followed:{number}:{seq}"
