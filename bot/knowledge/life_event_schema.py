"""What a life event looks like in `knowledge/life_events/`: one event, its opening questions, and its parts."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.knowledge.schema import Check, Condition, Deadline, FieldGroup, Identifier, Parties, Report, Solution, Step

FORM_PREFIX = "forloeb-"  # the opening questions are a form like any other; its id cannot be a solution's
PartActor = Literal["owner", "leader", "subject", "administrative"]

ACTOR_LABELS: dict[PartActor, str] = {
    "owner": "Dig, der startede forløbet",
    "leader": "Lederen",
    "subject": "Den, det handler om",
    "administrative": "Administrationen",
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LifeEventPart(_Model):
    """One thing to be done: a report (`solution`), or something outside the portal that is ticked off."""

    id: Identifier
    title: str  # what to do: "Bestil it-bruger"
    text: str  # why and how, in a sentence or two; may name figures
    solution: Identifier | None = None
    who: PartActor = "owner"
    when: list[Condition] = []  # all must hold for the opening answers; otherwise the part is left out
    due: Deadline | None = None  # `field` is one of the opening questions; without a figure it is a recommendation
    after: list[Identifier] = []  # parts to be done first
    carry: dict[
        str, str
    ] = {}  # field of the report -> opening question; those of the same id and type go by themselves
    values: dict[str, Any] = {}  # fields of the report whose answer follows from the event


class LifeEvent(_Model):
    """An event in a working life that needs several reports."""

    id: Identifier
    title: str
    area: Identifier
    description: str  # what the course does for the user, in plain Danish
    words: list[str] = Field(min_length=3)  # how people name the event
    parties: Parties  # whom it is about and who may begin it, as in a report
    sensitive: bool = False
    date: str  # the opening question that holds the event's date
    groups: list[FieldGroup] = Field(min_length=1)
    checks: list[Check] = []
    parts: list[LifeEventPart] = Field(min_length=3)

    @model_validator(mode="after")
    def _consistent(self) -> LifeEvent:
        asked = {field.id: field for group in self.groups for field in group.fields}
        if self.date not in asked or asked[self.date].type != "date":
            raise ValueError(f"date: {self.date} skal være et af spørgsmålene og have typen date")
        known: set[str] = set()
        for part in self.parts:
            place = f"delen {part.id}"
            if part.id in known:
                raise ValueError(f"to dele har samme id: {part.id}")
            for condition in part.when:
                if condition.field not in asked:
                    raise ValueError(f"{place}: when nævner {condition.field}, som der ikke spørges om")
            if part.due and (part.due.field not in asked or part.due.offset is None):
                raise ValueError(f"{place}: due skal have field (et af spørgsmålene) og offset")
            for earlier in part.after:
                if earlier not in known:
                    raise ValueError(f"{place}: after nævner {earlier}, som ikke står før den")
            for question in part.carry.values():
                if question not in asked:
                    raise ValueError(f"{place}: carry nævner {question}, som der ikke spørges om")
            if part.solution is None and (part.carry or part.values):
                raise ValueError(f"{place}: carry og values hører til en del med solution")
            known.add(part.id)
        return self

    @cached_property
    def form(self) -> Solution:
        """The opening questions as a form, so that they are asked, corrected, saved and taken up like any report."""
        report = Report(
            parties=self.parties,
            sensitive=self.sensitive,
            groups=self.groups,
            checks=self.checks,
            processing_days=0,
            processing_text="Listen er klar med det samme.",
            desk="Serviceassistenten",
            steps=[
                Step(title="Du svarer på et par spørgsmål", actor="reporter", text="Svarene bruges i alle delene."),
                Step(title="Du får en liste", actor="desk", text="Den viser, hvad der skal ske, hvem og hvornår."),
                Step(title="I tager delene én for én", actor="other", text="Du kan give dele videre til andre."),
            ],
        )
        return Solution(
            id=FORM_PREFIX + self.id,
            title=f"Forløb: {self.title}",
            area=self.area,
            kind="sag",
            scope=self.description,
            asked_by=["medarbejder"],
            summary=self.description,
            report=report,
        )

    def part(self, part_id: str) -> LifeEventPart | None:
        return next((part for part in self.parts if part.id == part_id), None)
