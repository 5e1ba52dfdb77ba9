"""A small form with every type of field, and a directory with a few people: what the tests of reports share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from bot.knowledge.schema import Report
from bot.reports.values import Found, ReadingContext

TODAY = date(2026, 11, 23)  # a Monday


def field(**keys: object) -> dict[str, object]:
    return {"label": str(keys["id"]).capitalize(), "question": f"Hvad er {keys['id']}?", **keys}


def report(*groups: Sequence[dict[str, object]]) -> Report:
    return Report.model_validate(
        {
            "parties": {"subject": "self_or_employee"},
            "groups": [{"title": f"Trin {number}", "fields": list(fields)} for number, fields in enumerate(groups, 1)],
            "processing_days": 5,
            "processing_text": "Det tager normalt 5 arbejdsdage.",
            "desk": "Løn",
            "steps": [
                {"title": title, "actor": actor, "text": title}
                for title, actor in (("Send", "reporter"), ("Behandles", "desk"), ("Færdig", "desk"))
            ],
        }
    )


class People:
    """A directory of three people and two units."""

    names: ClassVar = {"u1": "Anne Holm", "u2": "Søren O'Brien", "u3": "Anne Bæk"}
    unit_names: ClassVar = {"e1": "Børnehuset Åen", "e2": "Plejecenter Solsiden"}
    files: ClassVar = {"f1": "kvittering.pdf"}

    def people(self, query: str) -> Sequence[Found]:
        return [Found(key, name) for key, name in self.names.items() if query.casefold() in name.casefold()]

    def units(self, query: str) -> Sequence[Found]:
        return [Found(key, name) for key, name in self.unit_names.items() if query.casefold() in name.casefold()]

    def may_name_person(self, person_id: str) -> bool:
        return person_id in self.names

    def may_name_unit(self, unit_id: str) -> bool:
        return unit_id in self.unit_names

    def person_label(self, person_id: str) -> str | None:
        return self.names.get(person_id)

    def unit_label(self, unit_id: str) -> str | None:
        return self.unit_names.get(unit_id)

    def file_label(self, file_id: str) -> str | None:
        return self.files.get(file_id)


def context() -> ReadingContext:
    return ReadingContext(today=TODAY, directory=People())
