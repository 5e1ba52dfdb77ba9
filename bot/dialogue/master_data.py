"""Grunddata as forms draw on it."""

from __future__ import annotations

from bot.access.service import AccessService
from bot.reports.formatting import danish_number


class AccessMasterData:
    """Looks the facts about a person up in the organisation; None where nothing is known."""

    def __init__(self, access: AccessService) -> None:
        self._access = access

    def unit_of(self, person_id: str) -> str | None:
        person = self._access.person(person_id)
        return person.unit_id if person else None

    def leader_of(self, person_id: str) -> str | None:
        leader = self._access.leader_of(person_id)
        return leader.id if leader else None

    def position_of(self, person_id: str) -> str | None:
        person = self._access.person(person_id)
        return person.position if person else None

    def weekly_hours_of(self, person_id: str) -> str | None:
        """The weekly hours of the largest employment, as a number field stores them."""
        employments = self._access.employments(person_id)
        hours = employments[0].weekly_hours if employments else None
        return None if hours is None else danish_number(str(hours)).replace(".", "").replace(",", ".")
