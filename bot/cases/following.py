"""Following a case: one is told of what happens to it, for as long as one may see it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.cases import visibility
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.model import CaseRow, FollowerRow
from bot.cases.types import Relation
from bot.clock import Clock
from bot.database.engine import Sessions, writing

# Whoever has sent a case is told of it anyway.
_TOLD_ANYWAY: frozenset[Relation] = frozenset({"reporter", "on_behalf_of"})
_REFUSED = "Du følger allerede sagen: Du har sendt den, og jeg siger til, når der er nyt."


class Followers:
    """Who follows which case. The row is a wish only: what may be seen is asked anew each time."""

    def __init__(self, session_factory: Sessions, clock: Clock, access: AccessService) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access

    def follow(self, person_id: str, number: str) -> None:
        """Begins to follow; again changes nothing. Raises NotFound where the case is not there for the person."""
        with writing(self._sessions) as session:
            standing = self._access.standing(person_id, session)
            if standing is None:
                raise NotFound(number)
            wanted = sa.select(CaseRow).where(CaseRow.number == number.strip(), visibility.visible_to(standing))
            case = session.scalars(wanted.with_for_update()).one_or_none()  # the lock: two at once write one row
            if case is None:
                raise NotFound(number)
            if not may_follow(visibility.relations(standing, case)):
                raise NotAllowed(_REFUSED)
            if session.get(FollowerRow, (person_id, case.id)) is None:
                session.add(FollowerRow(person_id=person_id, case_id=case.id, since=self._clock()))

    def unfollow(self, person_id: str, number: str) -> None:
        """Ends it, also for a case that may not be seen any more; without one it changes nothing."""
        case = sa.select(CaseRow.id).where(CaseRow.number == number.strip()).scalar_subquery()
        with writing(self._sessions) as session:
            session.execute(
                sa.delete(FollowerRow).where(FollowerRow.person_id == person_id, FollowerRow.case_id == case),
                execution_options={"synchronize_session": False},
            )


def may_follow(related: Collection[Relation]) -> bool:
    """Whether one who sees the case as these can follow it."""
    return _TOLD_ANYWAY.isdisjoint(related)


def follows(session: Session, person_id: str, case_id: str) -> bool:
    return session.get(FollowerRow, (person_id, case_id)) is not None
