"""Likely duplicates of a report that is about to be sent; only among cases that the reporter may see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.access.service import AccessService
from bot.cases import visibility
from bot.cases.model import CaseRow
from bot.cases.states import CANCELLED, REJECTED
from bot.clock import Clock
from bot.database.engine import Sessions, reading

WINDOW = timedelta(days=180)
MOST_COMPARED = 50


class DuplicateFinder:
    """Compares the answers that the solution's check names with those of recent cases."""

    def __init__(self, session_factory: Sessions, clock: Clock, access: AccessService) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access

    def find(self, reporter_id: str, solution_id: str, answers: Mapping[str, Any]) -> list[str]:
        """Numbers of cases of the same solution with the same answers, the latest first."""
        with reading(self._sessions) as session:
            standing = self._access.standing(reporter_id, session)
            if standing is None or not answers:
                return []
            rows = session.execute(
                sa.select(CaseRow.number, CaseRow.answers)
                .where(
                    visibility.visible_to(standing),
                    CaseRow.solution_id == solution_id,
                    CaseRow.state.not_in((CANCELLED, REJECTED)),
                    CaseRow.created_at >= self._clock() - WINDOW,
                )
                .order_by(CaseRow.created_at.desc())
                .limit(MOST_COMPARED)
            )
            return [
                number for number, given in rows if all(given.get(field) == value for field, value in answers.items())
            ]
