"""A report under way: questions, forms, summary and receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cases.types import Draft
from bot.dialogue.payloads import button
from bot.knowledge.life_event_schema import FORM_PREFIX
from bot.knowledge.schema import ReportField, Solution
from bot.messages.cards import (
    Action,
    FieldInput,
    FormCard,
    Option,
    Progress,
    QuestionCard,
    SummaryCard,
    SummaryRow,
)
from bot.messages.message import Utterance
from bot.reports import flow
from bot.reports.limits import date_limit
from bot.reports.turns import refused_proposal
from bot.reports.values import Directory, ReadingContext, Rejected, display

LEAVE = [
    button("Gem og fortsæt senere", "save_draft", style="link"),
    button("Stop indberetningen", "cancel", style="link"),
]
SOURCES = {
    "grunddata": "fra grunddata",
    "text": "fra det, du skrev",
    "forloeb": "fra forløbet",
    "sag": "fra den afviste sag",
    "indberetning": "fra din indberetning",
}


def field_input(field: ReportField, draft: Draft, context: ReadingContext, error: str | None = None) -> FieldInput:
    """One field as a channel can show it, with the value that is known."""
    value: Any = draft.answers.get(field.id)
    if field.type != "text" and refused_proposal(field, draft.answers, context) is not None:
        value = None  # nothing that would come back as wrong; a text is easier to mend than to write again
    label = display(field, value, context.directory) if value is not None else None
    if isinstance(value, bool):
        value = "true" if value else "false"
    elif isinstance(value, dict):
        value = {key: part for key, part in value.items() if part}
    low, high = field.minimum, field.maximum
    if field.type in {"date", "period"}:
        low, high = (
            limit.isoformat() if limit else None
            for limit in (date_limit(low, context.today), date_limit(high, context.today))
        )
    return FieldInput(
        field=field.id,
        label=field.question,
        hint=field.type,
        required=flow.is_required(field, draft.answers),
        help=field.help,
        example=field.example,
        options=[Option(value=o.id, label=o.label, description=o.description) for o in field.options],
        minimum=low,
        maximum=high,
        max_length=field.max_length if field.type == "text" else None,
        unit=field.unit,
        value=value,
        value_label=label,
        error=error,
    )


def question(
    solution: Solution,
    draft: Draft,
    context: ReadingContext,
    *,
    notes: Sequence[str] = (),
    errors: Mapping[str, Rejected] | None = None,
    may_go_back: bool = True,
) -> Utterance:
    """Asks for the next open field: as a question, or as a form where several belong together."""
    assert solution.report is not None
    errors = errors or {}
    place = flow.position(solution.report, draft.answers, draft.confirmed)
    assert place.group is not None
    first = next((field for field in place.open_fields if field.id in errors), place.open_fields[0])
    progress = Progress(step=place.step, of=place.steps)
    leave = [button("Tilbage", "back", style="link"), *LEAVE] if may_go_back else LEAVE
    text = _question_text(first, draft, context, errors.get(first.id))
    if len(place.open_fields) == 1:
        inputs = field_input(first, draft, context, _message(errors, first.id))
        card: QuestionCard | FormCard = QuestionCard(
            **inputs.model_dump(),
            progress=progress,
            actions=[*_answers(first, draft, errors.get(first.id)), *_submit(first, draft), *leave],
        )
    else:
        ordered = list(place.open_fields)
        card = FormCard(
            title=place.group.title,
            fields=[field_input(field, draft, context, _message(errors, field.id)) for field in ordered],
            submit=button(
                "Fortsæt", "submit_values", style="primary", draft=draft.id, fields=[field.id for field in ordered]
            ),
            progress=progress,
            actions=list(leave),
        )
        text += "\nDu kan også udfylde felterne samlet herunder." if not notes and not errors else ""
    lead = "\n".join(notes)
    return Utterance(text=f"{lead}\n\n{text}" if lead else text, cards=[card])


def _message(errors: Mapping[str, Rejected], field_id: str) -> str | None:
    return errors[field_id].message if field_id in errors else None


def _question_text(field: ReportField, draft: Draft, context: ReadingContext, error: Rejected | None) -> str:
    parts = [error.message] if error else []
    parts.append(field.question)
    if field.options and not error:
        parts.append("\n".join(f"- {option.label}" for option in field.options))
    if field.id in draft.answers:
        shown = display(field, draft.answers[field.id], context.directory)
        refused = refused_proposal(field, draft.answers, context)
        if refused is None:
            parts.append(f"Jeg har noteret: {shown}. Skriv “ja”, hvis det passer, eller skriv det rigtige.")
        elif error is None:
            parts.append(f"Jeg har noteret: {shown}. Det kan jeg ikke bruge her. {refused.message}")
    elif not flow.is_required(field, draft.answers):
        parts.append("Skriv “spring over”, hvis det ikke er relevant.")
    elif field.example and field.type in {"text", "number", "amount", "period"}:
        parts.append(f"Fx {field.example.rstrip('.')}.")
    return "\n".join(parts)


def _answers(field: ReportField, draft: Draft, error: Rejected | None) -> list[Action]:
    def answer(title: str, value: str) -> Action:
        return button(title, "answer_field", draft=draft.id, field=field.id, value=value)

    if error and error.suggestions:
        return [answer(found.label, found.id) for found in error.suggestions]
    if field.type == "yesno":
        return [answer("Ja", "true"), answer("Nej", "false")]
    if field.type == "choice":
        return [answer(option.label, option.id) for option in field.options]
    return []


def _submit(field: ReportField, draft: Draft) -> list[Action]:
    actions = []
    if field.type not in {"choice", "yesno"}:
        actions.append(button("Fortsæt", "submit_values", style="primary", draft=draft.id, fields=[field.id]))
    if not flow.is_required(field, draft.answers):
        actions.append(button("Spring over", "answer_field", draft=draft.id, field=field.id, value=""))
    return actions


def summary(
    solution: Solution, draft: Draft, directory: Directory, warnings: Sequence[str], notes: Sequence[str] = ()
) -> Utterance:
    """All answers, each with a way to correct it, before the report is sent."""
    assert solution.report is not None
    rows = []
    for field in flow.visible_fields(solution.report, draft.answers):
        if field.id not in draft.answers:
            continue
        rows.append(
            SummaryRow(
                field=field.id,
                label=field.label,
                value=display(field, draft.answers[field.id], directory),
                source=SOURCES.get(draft.sources.get(field.id, "")),
                edit=button(f"Ret {field.label}", "edit_field", style="link", draft=draft.id, field=field.id),
            )
        )
    opening = solution.id.startswith(FORM_PREFIX)  # of a life event: nothing is sent, a list is made
    send = "Lav listen" if opening else "Send indberetningen"
    actions = [
        button(send, "send_report", style="primary", draft=draft.id),
        button("Gem og fortsæt senere", "save_draft"),
        button("Stop her" if opening else "Stop indberetningen", "cancel", style="link"),
    ]
    lead = f"Her er dine svar, {solution.title}:" if opening else f"Her er din indberetning, {solution.title}:"
    parts = [*notes, lead, "\n".join(f"{r.label}: {r.value}" for r in rows)]
    parts += [f"Bemærk: {warning}" for warning in warnings]
    ask = "Skal jeg lave listen? Skriv fx “ja”" if opening else "Skal jeg sende den? Skriv fx “send”"
    parts.append(f"{ask}, eller “ret” og det, der skal ændres.")
    card = SummaryCard(id=solution.id, title=solution.title, rows=rows, warnings=list(warnings), actions=actions)
    return Utterance(text="\n".join(parts), cards=[card])


def noted(form_fields: Sequence[ReportField], draft: Draft, context: ReadingContext) -> list[str]:
    """Says what was stored, so that the user can see it was understood."""
    notes = []
    for field in form_fields:
        if field.id in draft.answers:
            shown = display(field, draft.answers[field.id], context.directory)
            if field.type == "text" and len(shown) > 80:
                shown = shown[:77].rsplit(" ", 1)[0] + " …"
            notes.append(f"Noteret – {field.label}: {shown}.".replace("..", "."))
    return notes
