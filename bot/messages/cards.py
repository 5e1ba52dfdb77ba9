"""Cards: the structured part of a message, rendered by each channel in its own way.

Every message also has a `text` that makes sense without its cards (screen readers, plain channels). The JSON schema of
these models is published at `/api/schema/message.json`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Hint = Literal[
    "date", "period", "amount", "number", "person", "unit", "choice", "multi", "text", "yesno", "cpr", "file"
]
Style = Literal["primary", "secondary", "danger", "link"]
StepState = Literal["done", "current", "todo"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Action(_Model):
    """Something the user can press; the payload only counts where it was offered."""

    title: str
    payload: str
    style: Style = "secondary"
    description: str | None = None


class ChoicesCard(_Model):
    """Several ways to go on, each with what tells it apart from the others."""

    type: Literal["choices"] = "choices"
    actions: list[Action]


class SolutionCard(_Model):
    """One reporting solution: what it is for, and its neighbours."""

    type: Literal["solution"] = "solution"
    id: str
    title: str
    area: str
    summary: str
    can_report: bool
    url: str | None = None
    neighbours: list[Action] = []
    actions: list[Action] = []


class TopicSection(_Model):
    heading: str
    text: str
    source: str | None = None
    source_url: str | None = None


class TopicCard(_Model):
    """A part of a topic page: guidance with its source."""

    type: Literal["topic"] = "topic"
    id: str
    title: str
    sections: list[TopicSection]
    url: str | None = None
    actions: list[Action] = []


class ProcessStep(_Model):
    title: str
    actor: str
    text: str | None = None
    usual_time: str | None = None
    state: StepState | None = None


class ProcessCard(_Model):
    """The steps of a process: who acts, usual time, and where the case is."""

    type: Literal["process"] = "process"
    id: str
    title: str
    steps: list[ProcessStep]
    actions: list[Action] = []


class Option(_Model):
    value: str
    label: str
    description: str | None = None


class Progress(_Model):
    step: int
    of: int


class FieldInput(_Model):
    """One field that asks for a value; limits are ISO dates or decimal strings."""

    field: str
    label: str
    hint: Hint
    required: bool = True
    help: str | None = None
    example: str | None = None
    options: list[Option] = []
    minimum: str | None = None
    maximum: str | None = None
    max_length: int | None = None
    unit: str | None = None  # shown after a number: "timer", "km"
    value: str | list[str] | dict[str, str] | None = None
    value_label: str | None = None
    error: str | None = None


class SummaryRow(_Model):
    field: str
    label: str
    value: str
    source: str | None = None
    edit: Action | None = None


class QuestionCard(FieldInput):
    """A single question of a report or a question tree; `so_far` is what a tree has been answered before it."""

    type: Literal["question"] = "question"
    progress: Progress | None = None
    actions: list[Action] = []
    so_far: list[SummaryRow] = []


class FormCard(_Model):
    """Questions that belong together; `submit` is the payload that carries the values."""

    type: Literal["form"] = "form"
    title: str
    fields: list[FieldInput]
    submit: Action
    progress: Progress | None = None
    actions: list[Action] = []


class SummaryCard(_Model):
    """All answers before a report is sent."""

    type: Literal["summary"] = "summary"
    id: str
    title: str
    rows: list[SummaryRow]
    warnings: list[str] = []
    actions: list[Action]


class ReceiptCard(_Model):
    """What was sent, its number, and what happens next."""

    type: Literal["receipt"] = "receipt"
    number: str
    state: str
    state_label: str
    title: str
    sent_by: str | None = None  # "Indsendt af Lars Juul for Mette Skov", where a deputy has sent it
    next_step: str
    expected: str | None = None
    actions: list[Action] = []


class HistoryEntry(_Model):
    at: str
    text: str


class CaseCard(_Model):
    """One case: where it is, who has the ball, and what happens next."""

    type: Literal["case"] = "case"
    number: str
    state: str
    state_label: str
    title: str
    sent_by: str | None = None
    assignee: str | None = None  # the colleague of the reporter who sees to it
    awaits_you: bool
    ball: str
    next_step: str
    expected: str | None = None
    created: str
    url: str | None = None
    rows: list[SummaryRow] = []
    steps: list[ProcessStep] = []
    history: list[HistoryEntry] = []
    actions: list[Action] = []


class CaseListItem(_Model):
    number: str
    title: str
    state: str
    state_label: str
    awaits_you: bool
    updated: str
    about: str | None = None
    sent_by: str | None = None
    open: Action


class CaseListCard(_Model):
    """Several cases, those that await the user first."""

    type: Literal["case_list"] = "case_list"
    total: int
    cases: list[CaseListItem]
    url: str | None = None
    actions: list[Action] = []


class HandoverCard(_Model):
    """What was agreed with 1st-line support."""

    type: Literal["handover"] = "handover"
    number: str | None = None
    text: str
    actions: list[Action] = []


class FeedbackCard(_Model):
    """A short question about how it went."""

    type: Literal["feedback"] = "feedback"
    about: str
    actions: list[Action]


class Contact(_Model):
    label: str
    value: str
    href: str | None = None


class NoticeCard(_Model):
    """Something the user should know: information, a warning, or whom to call now."""

    type: Literal["notice"] = "notice"
    level: Literal["info", "warning", "error", "crisis"]
    title: str
    text: str
    contacts: list[Contact] = []
    actions: list[Action] = []


Card = Annotated[
    ChoicesCard
    | SolutionCard
    | TopicCard
    | ProcessCard
    | QuestionCard
    | FormCard
    | SummaryCard
    | ReceiptCard
    | CaseCard
    | CaseListCard
    | HandoverCard
    | FeedbackCard
    | NoticeCard,
    Field(discriminator="type"),
]
