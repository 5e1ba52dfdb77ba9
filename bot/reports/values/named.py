"""People and units, by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.knowledge.schema import ReportField
from bot.reports.values.types import Accepted, Found, Reading, ReadingContext, Rejected


def _found(kind: str, query: str, found: Sequence[Found]) -> Reading:
    exact = [item for item in found if item.label.casefold().split(" (")[0] == query.casefold()]
    if len(exact) == 1:
        return Accepted(exact[0].id)
    if len(found) == 1:
        return Accepted(found[0].id)
    if found:
        return Rejected(f"Jeg fandt flere. Hvilken {kind} mener du?", found[:6])
    return None


def person_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    if re.fullmatch(r"(det er |det gælder |for )?(mig|mig selv|mig self|jeg selv|min egen)\W*", text.casefold()):
        mine = context.directory.people("")
        return Accepted(mine[0].id) if mine else None
    for query in (text, *context.names):
        reading = _found("person", query, context.directory.people(query))
        if reading is not None:
            return reading
    if len(text.split()) <= 4:
        return Rejected(
            f"Jeg kan ikke finde “{text}” blandt dem, du kan indberette for. Prøv med hele navnet. "
            "Er det en, du burde kunne indberette for, mangler du en rolle for personens enhed."
        )
    return None


def person_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if context.directory.may_name_person(str(raw)):
        return Accepted(str(raw))
    return person_from_text(field, str(raw), context) or Rejected("Vælg en person på listen.")


def unit_from_text(field: ReportField, text: str, context: ReadingContext) -> Reading:
    reading = _found("enhed", text, context.directory.units(text))
    if reading is None and len(text.split()) <= 5:
        return Rejected(f"Jeg kan ikke finde en enhed, der hedder “{text}”. Prøv med en del af navnet.")
    return reading


def unit_from_value(field: ReportField, raw: Any, context: ReadingContext) -> Reading:
    if context.directory.may_name_unit(str(raw)):
        return Accepted(str(raw))
    return unit_from_text(field, str(raw), context) or Rejected("Vælg en enhed på listen.")
