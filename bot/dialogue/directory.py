"""People, units and files as the user may name them in a report."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access.service import AccessService
from bot.cases.attachments import AttachmentStore
from bot.reports.values import Found


class UserDirectory:
    """Finds only people and units that the user may report for; knows the labels of stored values."""

    def __init__(
        self, access: AccessService, attachments: AttachmentStore, person_id: str, area: str, needed: Sequence[str]
    ) -> None:
        self._access = access
        self._attachments = attachments
        self._person_id = person_id
        self._area = area
        self._needed = list(needed)

    def people(self, query: str) -> Sequence[Found]:
        found = self._access.search_people(self._person_id, query, self._area, needed=self._needed)
        return [Found(person.id, f"{person.name} ({person.position}, {person.unit_name})") for person in found]

    def units(self, query: str) -> Sequence[Found]:
        return [Found(unit.id, unit.name) for unit in self._access.search_units(self._person_id, query, self._area)]

    def may_name_person(self, person_id: str) -> bool:
        return self._access.may_name_person(self._person_id, person_id, self._needed)

    def may_name_unit(self, unit_id: str) -> bool:
        return self._access.may_name_unit(self._person_id, unit_id, self._needed)

    def person_label(self, person_id: str) -> str | None:
        person = self._access.person(person_id)
        return person.name if person else None

    def unit_label(self, unit_id: str) -> str | None:
        unit = self._access.unit(unit_id)
        return unit.name if unit else None

    def file_label(self, file_id: str) -> str | None:
        own = self._attachments.describe(self._person_id, [file_id])
        if own:
            return own[0].name
        seen = self._attachments.get(self._person_id, file_id)  # of a case that the person may see
        return seen.name if seen else None
