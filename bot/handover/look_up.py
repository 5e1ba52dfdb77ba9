"""Finding the one who telephones, and their cases as far as the supporter's own rights go."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import tasks
from bot.access.service import AccessService
from bot.access.types import Person, Standing
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.cases.service import CaseService
from bot.cases.types import CaseFilter, CasePage
from bot.database.engine import Sessions, writing

MOST_CASES = 20


@dataclass(frozen=True)
class LookedUp:
    """A person, and those of the cases that they sent or that are about them which the supporter may see."""

    person: Person
    cases: CasePage


class PersonLookUp:
    """Only people whom the supporter helps are found, and each time one is opened it is noted."""

    def __init__(self, sessions: Sessions, access: AccessService, cases: CaseService, *, audit: AuditLog) -> None:
        self._sessions = sessions
        self._access = access
        self._cases = cases
        self._audit = audit

    def find(self, me: str, query: str, limit: int = 8) -> list[Person]:
        """Who fits the name, best first."""
        standing = self._access.standing(me)
        if standing is None:
            return []
        found = self._access.search_colleagues(query, 3 * limit)
        return [person for person in found if self._ground(standing, person)][:limit]

    def open(self, me: str, person_id: str) -> LookedUp | None:
        """The person with their cases; None where there is none such for the supporter."""
        standing, person = self._access.standing(me), self._access.person(person_id)
        if standing is None or person is None:
            return None
        ground = self._ground(standing, person)
        if ground is None:
            return None
        wanted = CaseFilter(whose="all", people=frozenset({person.id}), sort="newest", limit=MOST_CASES)
        cases = self._cases.list(me, wanted)
        unit = self._access.unit(person.unit_id)
        event = Event(
            "person_looked_up", me, "person", person.id, unit_path=unit.path if unit else None, subject_id=person.id,
            ground=ground, details={"cases": len(cases.items)},
        )  # fmt: skip
        with writing(self._sessions) as session:
            self._audit.write(session, event)
        return LookedUp(person, cases)

    def _ground(self, standing: Standing, person: Person) -> str | None:
        """On which ground the supporter helps people of the unit; None where they do not."""
        unit = self._access.unit(person.unit_id)
        scope = standing.find(tasks.SUPPORT, unit.path) if unit else None
        return scope.ground if scope else None
