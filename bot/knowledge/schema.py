"""What a reporting solution, its form and its process look like in `knowledge/`.

The models are strict: an unknown key in a file is an error, because a misspelt key would otherwise be lost silently.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.knowledge.opening_schema import OpeningHours
from bot.messages.cards import Hint

Identifier = str  # kebab-case ASCII for solutions and areas, snake_case ASCII for fields
Asker = Literal["medarbejder", "indberetter", "leder", "oekonomimedarbejder", "indkoeber", "arbejdsmiljoerepraesentant"]
Facet = Literal["deadline", "documents", "law", "who_may", "processing_time", "next_step"]
StepActor = Literal["reporter", "subject", "approver", "desk", "leader", "other"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Area(_Model):
    id: Identifier
    title: str
    description: str


class Border(_Model):
    """A neighbouring solution, and when the matter belongs there instead."""

    id: Identifier
    when: str


class Figure(_Model):
    """A deadline, rate, limit or period with its source; nothing is computed from one that is not verified."""

    id: Identifier
    value: Decimal | None
    unit: str  # Danish, as shown: "måneder", "kr. pr. km"
    text: str  # the whole figure in words: "3 måneder før forventet fødsel"
    statement: str
    basis: str
    valid_from: str | None = None
    valid_to: str | None = None
    verified: bool
    check_with: str | None = None  # who knows, where it is not verified
    caution: str | None = None  # shown after the text: a figure of an agreement that has been renewed since it was read
    source: str | None = None
    deadline: bool = False  # says when something is due: told as a deadline where the solution names none of its own
    solutions: list[Identifier] = []  # the solutions it belongs to

    @field_validator("valid_from", "valid_to", mode="before")
    @classmethod
    def _dates_as_text(cls, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    @model_validator(mode="after")
    def _unverified_names_who_knows(self) -> Figure:
        if not self.verified and not self.check_with:
            raise ValueError("et tal, der ikke er verificeret, skal sige, hvem der ved det (check_with)")
        return self

    def shown(self) -> str:
        """The figure as it stands in a text; one that is not verified is never shown as a fact (law/README.md)."""
        if not self.verified:
            return f"tjek med {self.check_with}"
        return f"{self.text} ({self.caution})" if self.caution else self.text


class OrganisationEntry(_Model):
    """A municipal name, number or place that texts refer to as {org:key}; hours are data, their value is the words."""

    label: str
    value: str
    href: str | None = None
    placeholder: bool = False  # an honest stand-in that the municipality must replace
    opening: OpeningHours | None = None

    @model_validator(mode="before")
    @classmethod
    def _hours_in_words(cls, data: Any) -> Any:
        if isinstance(data, dict) and "opening" in data and "value" not in data:
            return {**data, "value": OpeningHours.model_validate(data["opening"]).words()}
        return data


class Condition(_Model):
    """Holds when the field's answer is one of `any_of` (or contains one of them, for `multi`)."""

    field: Identifier
    any_of: list[str | bool]


class FieldOption(_Model):
    id: Identifier
    label: str
    description: str | None = None
    synonyms: list[str] = []


class ReportField(_Model):
    """One field of a form."""

    id: Identifier
    label: str
    question: str  # as asked in the chat
    type: Hint
    required: bool = True
    when: Condition | None = None  # asked only if it holds
    required_when: Condition | None = None  # asked always, required only if it holds
    help: str | None = None
    example: str | None = None
    options: list[FieldOption] = []
    # Limits. Dates: ISO, or relative to today such as "-30d", "+9m", "0d".
    minimum: str | None = None
    maximum: str | None = None
    max_length: int = 4000
    pattern: str | None = None  # for text fields; `example` shows a value that fits
    unit: str | None = None  # shown after a number: "timer pr. uge", "km"
    prefill: str | None = None  # a named source in bot/reports/prefill.py: "subject", "subject.unit", "reporter", …
    max_files: int = 5

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> ReportField:
        if (self.type in ("choice", "multi")) != bool(self.options):
            raise ValueError(f"feltet {self.id}: svarmuligheder (options) hører til choice og multi, som skal have dem")
        return self


class FieldGroup(_Model):
    """Fields that belong together: one `form` card, at most six."""

    title: str
    fields: list[ReportField] = Field(min_length=1, max_length=6)


class Check(_Model):
    """A named predicate of bot/reports/checks.py that is run before sending, with its parameters."""

    name: str
    level: Literal["error", "warning"] = "error"
    params: dict[str, Any] = {}


class Deadline(_Model):
    """When something is due; computed only if `figure` is verified and `field` has been answered."""

    text: str  # may name figures: "Du skal varsle senest {figure:…} …"
    title: str | None = None  # what is due, for a list: "Varsling før fødslen"
    figure: Identifier | None = None
    field: Identifier | None = None
    offset: str | None = None  # from the field's date: "-3m", "+14d", "+6w"
    when: Condition | None = None  # only said if it holds, once the field has been answered


class Approval(_Model):
    by: Literal["leader"]
    when: Literal["always", "reporter_is_not_leader"] = "reporter_is_not_leader"
    text: str


class Step(_Model):
    title: str
    actor: StepActor
    text: str
    usual_time: str | None = None  # "1-2 arbejdsdage"
    states: list[str] = []  # the case states in which this step is the current one


class Parties(_Model):
    """Who the report is about, who may send it, and who may see it."""

    subject: Literal["self", "self_or_employee", "employee", "external", "none"]
    subject_sees: bool = True
    # Tasks (bot/access/tasks.py) that let a person send it for others; for oneself none is needed.
    others_need: list[str] = []
    unit_sees: bool = True  # never true for sensitive solutions


class Report(_Model):
    """The form of a solution and what happens to it."""

    parties: Parties
    sensitive: bool = False
    groups: list[FieldGroup] = Field(min_length=1)
    checks: list[Check] = []
    approval: Approval | None = None
    processing_days: int  # usual number of working days at the desk
    processing_text: str
    desk: str  # who handles it, in Danish
    steps: list[Step] = Field(min_length=3, max_length=7)

    @model_validator(mode="after")
    def _consistent(self) -> Report:
        ids = [field.id for field in self.fields()]
        if len(ids) != len(set(ids)):
            raise ValueError("to felter har samme id")
        known: set[str] = set()
        for field in self.fields():
            for condition in (field.when, field.required_when):
                if condition and condition.field not in known:
                    raise ValueError(
                        f"feltet {field.id}: betingelsen nævner {condition.field}, som ikke er spurgt om før"
                    )
            known.add(field.id)
        if self.sensitive and self.parties.unit_sees:
            raise ValueError("en følsom løsning må ikke deles med enheden (unit_sees: false)")
        return self

    def fields(self) -> list[ReportField]:
        return [field for group in self.groups for field in group.fields]

    def field(self, field_id: str) -> ReportField | None:
        return next((field for field in self.fields() if field.id == field_id), None)


class Solution(_Model):
    """A reporting solution: what it is for, its borders, and (where it can be reported here) its form."""

    id: Identifier
    title: str
    area: Identifier
    group: str | None = None  # where it stands among the area's solutions when the area's tree is generated
    kind: Literal["sag", "vejledning"]
    scope: str
    not_this: list[Border] = []
    asked_by: list[Asker]
    synonyms: list[str] = []
    summary: str | None = None  # "Kort fortalt", plain Danish, addressed to "du"
    deadlines: list[Deadline] = []
    documents: str | None = None
    who_may: str | None = None
    person_first: str | None = None  # why it is best begun with a person: said with the card, which offers one
    report: Report | None = None

    @model_validator(mode="after")
    def _guidance_has_no_form(self) -> Solution:
        if self.kind == "vejledning" and self.report is not None:
            raise ValueError("en vejledning har ingen formular (report)")
        return self

    @property
    def can_report(self) -> bool:
        return self.report is not None


class PageSection(_Model):
    """A section of a topic page; `anchor` is what an answer is traced to."""

    heading: str
    anchor: str
    text: str  # Markdown, figures already resolved


class TopicPage(_Model):
    """A topic page (emneside), read from knowledge/topics/<area>/<id>.md."""

    id: Identifier
    owner: str
    review_by: str
    sources: list[dict[str, str]] = []
    sections: list[PageSection]
    path: str

    def section(self, anchor: str) -> PageSection | None:
        return next((section for section in self.sections if section.anchor == anchor), None)
