"""Which fields of a form are open, and where the report stands; recomputed from the answers at each turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.knowledge.schema import Condition, FieldGroup, Report, ReportField

Answers = Mapping[str, Any]


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Says whether a field's condition holds; one that does not exist always holds."""
    if condition is None:
        return True
    answer = answers.get(condition.field)
    if isinstance(answer, list):
        return any(value in condition.any_of for value in answer)
    return answer in condition.any_of and answer is not None


def visible_fields(form: Report, answers: Answers) -> list[ReportField]:
    """The fields that apply, given the answers so far; a field that hangs on a hidden one is hidden too."""
    shown: dict[str, Any] = {}
    fields: list[ReportField] = []
    for field in form.fields():
        if holds(field.when, shown):
            fields.append(field)
            if field.id in answers:
                shown[field.id] = answers[field.id]
    return fields


def is_required(field: ReportField, answers: Answers) -> bool:
    """Says whether the field must have an answer."""
    return field.required if field.required_when is None else holds(field.required_when, answers)


@dataclass(frozen=True)
class Position:
    """Where a report stands: the group to ask next with its open fields, or none when all is answered."""

    group: FieldGroup | None
    open_fields: Sequence[ReportField]
    step: int  # 1-based, for "Trin 2 af 5"
    steps: int

    @property
    def complete(self) -> bool:
        return self.group is None


def position(form: Report, answers: Answers, settled: Sequence[str]) -> Position:
    """Finds the first group with a field that is not settled.

    A field is settled when the user gave or confirmed its answer, skipped it, or it came from grunddata. An answer
    that was only read out of an earlier message is shown as a proposal and still asked.
    """
    visible = {field.id for field in visible_fields(form, answers)}
    groups = [group for group in form.groups if any(field.id in visible for field in group.fields)]
    for number, group in enumerate(groups, start=1):
        open_fields = [
            field
            for field in group.fields
            if field.id in visible and field.id not in settled and not _comes_with_subject(field, answers)
        ]
        if open_fields:
            return Position(group, open_fields, number, len(groups))
    return Position(None, [], len(groups), len(groups))


def _comes_with_subject(field: ReportField, answers: Answers) -> bool:
    """Says whether grunddata may know the answer as soon as the subject is named, so that it is not asked yet."""
    return (field.prefill or "").startswith("subject.") and answers.get("subject") is None


def relevant_answers(form: Report, answers: Answers) -> dict[str, Any]:
    """Leaves out answers to fields that no longer apply; this is what is sent."""
    return {field.id: answers[field.id] for field in visible_fields(form, answers) if field.id in answers}


def previous_settled(form: Report, answers: Answers, settled: Sequence[str], given: Sequence[str]) -> str | None:
    """The field that *back* returns to: the last one that the user gave, in the form's order."""
    visible = [field.id for field in visible_fields(form, answers) if field.id in settled and field.id in given]
    return visible[-1] if visible else None
