"""Search of people for whom the user may report in some area."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access.tasks import AREAS, report
from bot.portal.parts import Access, PersonLike

_ANY_REPORT = tuple(report(area) for area in AREAS)


def anyone(access: Access, person_id: str, query: str, area: str | None = None) -> Sequence[PersonLike]:
    """Those the user may report for, in the area or in any; the report itself is checked again when it is read."""
    needed = () if area else _ANY_REPORT
    return access.search_people(person_id, query, area or "", needed=needed)
