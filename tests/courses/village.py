"""A small municipality with one life event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from bot.courses.service import CourseService
from bot.courses.types import Course
from bot.knowledge.life_event_schema import FORM_PREFIX, LifeEvent
from bot.knowledge.schema import Figure, Solution
from tests.town import Town, solution


def event(**changes: object) -> LifeEvent:
    """Someone moves to another unit: two reports, one thing outside the portal, one only if it is wanted."""
    data: dict[str, object] = {
        "id": "flytning",
        "title": "Flytning",
        "area": "personale",
        "description": "…",
        "words": ["flytte", "ny afdeling", "flytning"],
        "parties": {"subject": "employee", "others_need": ["report:personale"]},
        "date": "dag",
        "groups": [
            {
                "title": "…",
                "fields": [
                    {"id": "subject", "label": "Hvem", "question": "Hvem?", "type": "person"},
                    {"id": "dag", "label": "Dag", "question": "Hvornår?", "type": "date"},
                    {"id": "noegle", "label": "Nøgle", "question": "Nøgle?", "type": "yesno", "required": False},
                ],
            }
        ],
        "parts": [
            {
                "id": "melde", "title": "Meld flytningen", "text": "…", "solution": "melding", "carry": {"fra": "dag"},
                "values": {"note": "flytter"},
                "due": {"text": "…", "figure": "frist", "field": "dag", "offset": "-14d"},
            },
            {
                "id": "skilt", "title": "Lav et skilt", "text": "…", "after": ["melde"],
                "due": {"text": "…", "field": "dag", "offset": "-1d"},
            },
            {
                "id": "noegle", "title": "Bestil nøgle", "text": "…", "solution": "ferie",
                "when": [{"field": "noegle", "any_of": [True]}],
            },
        ],
    }  # fmt: skip
    return LifeEvent.model_validate({**data, **changes})


@dataclass
class Plans:
    """The knowledge of the small municipality."""

    town: Town
    life_events: dict[str, LifeEvent] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)

    def event_of_form(self, form_id: str) -> LifeEvent | None:
        return self.life_events.get(form_id.removeprefix(FORM_PREFIX))

    def solution(self, solution_id: str) -> Solution | None:
        return self.town.known.get(solution_id)


class Village(Town):
    """A town with courses."""

    def __init__(self, engine: sa.Engine, folder: Path) -> None:
        super().__init__(engine, folder)
        self.offer()
        fields = [
            {"id": "subject", "label": "Hvem", "question": "Hvem?", "type": "person", "required": False},
            {"id": "fra", "label": "Fra", "question": "Fra?", "type": "date", "required": False},
            {"id": "note", "label": "Bemærkning", "question": "Hvad?", "type": "text", "required": False},
        ]
        made = solution("melding", "personale")
        report = made.report
        assert report is not None
        group = report.groups[0].model_validate({"title": "…", "fields": fields})
        self.known["melding"] = made.model_copy(update={"report": report.model_copy(update={"groups": [group]})})
        self.plans = Plans(self)
        self.plans.life_events["flytning"] = event()
        self.plans.figures["frist"] = Figure(
            id="frist", value=Decimal(14), unit="dage", text="14 dage", statement="…", basis="…", verified=True
        )
        self.courses = CourseService(self.sessions, self.clock, self.access, self.plans, audit=self.audit)

    def begin(self, owner: str = "kim", **answers: object) -> Course:
        """The course of Anne's move on 15 April."""
        given: Mapping[str, object] = {"subject": "anne", "dag": "2026-04-15", **answers}
        draft = self.drafts.start(owner, FORM_PREFIX + "flytning", None, given)
        return self.courses.start(owner, draft.id)
