"""News of drafts: one that will soon be deleted because nobody has worked on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.cases.drafts import OPEN
from bot.cases.model import DraftRow
from bot.clock import Clock, local
from bot.database.engine import Sessions, reading
from bot.notices.types import DraftFact, Key, News, Words

BEFORE = timedelta(days=5)


class DraftNews:
    """Tells the owner of a draft, once for each day on which it would be deleted."""

    kind = "draft_expires"

    def __init__(self, session_factory: Sessions, clock: Clock, words: Callable[[DraftFact], Words]) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._words = words

    def candidates(self) -> set[Key]:
        with reading(self._sessions) as session:
            rows = session.execute(
                sa.select(DraftRow.owner_id, DraftRow.id, DraftRow.expires_at).where(self._expiring())
            ).all()
        return {(owner_id, _key(draft_id, expires_at)) for owner_id, draft_id, expires_at in rows}

    def news(self, wanted: Mapping[str, Collection[str]]) -> list[News]:
        """The drafts among the wanted that are still about to be deleted on that day."""
        keys = {key for several in wanted.values() for key in several}
        with reading(self._sessions) as session:
            rows = session.scalars(
                sa.select(DraftRow)
                .where(DraftRow.id.in_(sorted({key.split(":")[1] for key in keys})), self._expiring())
                .order_by(DraftRow.expires_at, DraftRow.id)
            ).all()
        found: list[News] = []
        for row in rows:
            key = _key(row.id, row.expires_at)
            if key in wanted.get(row.owner_id, ()):
                text, actions = self._words(DraftFact(row.id, row.solution_id, local(row.expires_at).date()))
                found.append(News(row.owner_id, key, text, tuple(actions)))
        return found

    def _expiring(self) -> sa.ColumnElement[bool]:
        now = self._clock()
        return sa.and_(DraftRow.state.in_(OPEN), DraftRow.expires_at > now, DraftRow.expires_at <= now + BEFORE)


def _key(draft_id: str, expires_at: datetime) -> str:
    return f"draft:{draft_id}:{local(expires_at).date().isoformat()}"
