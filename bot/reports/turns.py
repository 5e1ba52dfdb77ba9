"""Reads one turn of a report: an answer, a correction, a skipped question, or something else altogether."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.knowledge.schema import Report, ReportField
from bot.reports import flow
from bot.reports.values import Accepted, Reading, ReadingContext, Rejected, read_text, read_value
from bot.understanding.values import answers as said

# From here on a dialogue act or facet is taken as meant although a loop is waiting for an answer. Set on nlp/validation
# by nlp/derive_thresholds.py: a free text must look more like an act, since anything can be an answer to it.
SURE_ACT = 0.5
SURE_ACT_IN_FREE_TEXT = 0.8
FREE_TEXT_ACT_WORDS = 6

_SEND = re.compile(
    r"(ja[, ]+|ok[, ]+|bare |du må gerne )*(send|indsend|afsend|sendt)( den| det| indberetningen| sagen)?"
    r"( (nu|bare|afsted|af sted|ind))?( tak)?[.! ]*",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(ingen|nej( tak)?|intet|næste)[.! ]*", re.IGNORECASE)
_CORRECTION = re.compile(
    r"^(?:nej[, ]+)?(?:ret|ændr|ændre|rette|skift|lav om|forkert)\s+(?:lige\s+)?(?:på\s+)?(?P<rest>.+)$", re.IGNORECASE
)


@dataclass
class Progress:
    """The answers of a draft while a turn is applied to it."""

    answers: dict[str, Any]
    settled: list[str]
    sources: dict[str, str]

    def give(self, field_id: str, value: Any, source: str = "user") -> None:
        self.answers[field_id] = value
        self.sources[field_id] = source
        self.settle(field_id)

    def settle(self, field_id: str) -> None:
        if field_id not in self.settled:
            self.settled.append(field_id)

    def reopen(self, field_id: str) -> None:
        if field_id in self.settled:
            self.settled.remove(field_id)


@dataclass
class TurnResult:
    """What a turn did: fields that were stored, errors by field, and whether it was no answer at all."""

    stored: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    reopened: str | None = None
    errors: dict[str, Rejected] = field(default_factory=dict)
    needs_help: bool = False  # "ved ikke" to a question that must be answered
    interruption: bool = False
    incomplete: bool = False  # wanted to send, but something required is not answered yet
    send: bool = False  # all is answered, and the user says to send it
    not_understood: bool = False
    kept: list[str] = field(default_factory=list)  # answered elsewhere (another tab) in another way: that stands


@dataclass(frozen=True)
class Said:
    """The parts of a typed message that reading needs."""

    text: str
    act: str | None  # the likeliest dialogue act or facet
    act_confidence: float
    other_topic: bool  # the text is surely a question about some reporting solution
    crisis: bool


def apply_values(
    form: Report, progress: Progress, values: Mapping[str, Any], asked: Sequence[str], context: ReadingContext
) -> TurnResult:
    """Applies what a form card sent: only fields that were asked count; what is left empty must be optional."""
    result = TurnResult()
    for form_field in form.fields():
        if form_field.id not in asked:
            continue
        reading = read_value(form_field, values.get(form_field.id), context)
        if form_field.id in progress.settled:  # the card is older than the answer
            if answers_otherwise(progress, form_field.id, reading):
                result.kept.append(form_field.id)
        elif isinstance(reading, Accepted):
            progress.give(form_field.id, reading.value)
            result.stored.append(form_field.id)
        elif isinstance(reading, Rejected):
            result.errors[form_field.id] = reading
        elif not flow.holds(form_field.when, progress.answers):
            continue
        elif flow.is_required(form_field, progress.answers):
            result.errors[form_field.id] = Rejected("Her mangler et svar.")
        else:
            progress.answers.pop(form_field.id, None)
            progress.settle(form_field.id)
            result.skipped.append(form_field.id)
    return result


def answers_otherwise(progress: Progress, field_id: str, reading: Reading) -> bool:
    """Whether what a card sent differs from what has been settled since the card was shown."""
    return isinstance(reading, Accepted) and reading.value != progress.answers.get(field_id)


def apply_text(form: Report, progress: Progress, heard: Said, context: ReadingContext) -> TurnResult:
    """Applies a typed message to the open question; says if it is an interruption instead."""
    result = TurnResult()
    if heard.crisis:
        result.interruption = True
        return result
    if _apply_correction(form, progress, heard.text, context, result):
        return result
    position = flow.position(form, progress.answers, progress.settled)
    if not position.open_fields:
        result.send = bool(_SEND.fullmatch(heard.text.strip())) or said_yes(heard.text)
        result.interruption = not result.send
        return result
    if _SEND.fullmatch(heard.text.strip()):
        _leave_optional(form, progress, result, context)
        return result
    current = position.open_fields[0]
    if _is_command(current, heard):
        result.interruption = True
        return result
    if current.id in progress.answers and said_yes(heard.text):
        if (refused := refused_proposal(current, progress.answers, context)) is not None:
            result.errors[current.id] = refused
            return result
        progress.settle(current.id)
        progress.sources[current.id] = "user"
        result.stored.append(current.id)
        return result
    if not flow.is_required(current, progress.answers) and _skips(current, heard.text):
        progress.answers.pop(current.id, None)
        progress.settle(current.id)
        result.skipped.append(current.id)
        return result
    if _apply_answer(progress, position.open_fields, heard, context, result):
        return result
    if said.is_dont_know(heard.text) or (heard.act == "dont_know" and heard.act_confidence >= SURE_ACT):
        result.needs_help = True
    elif (heard.act is not None and heard.act_confidence >= SURE_ACT) or heard.other_topic:
        result.interruption = True
    elif current.id not in result.errors:
        result.not_understood = True
    return result


def refused_proposal(field: ReportField, answers: Mapping[str, Any], context: ReadingContext) -> Rejected | None:
    """Why a value that is known beforehand cannot be the answer today, such as a day that has passed since."""
    reading = read_value(field, answers.get(field.id), context)
    return reading if isinstance(reading, Rejected) else None


def _leave_optional(form: Report, progress: Progress, result: TurnResult, context: ReadingContext) -> None:
    """ "Send" before all is answered: what is optional is left out, what is required is still asked."""
    for _ in form.fields():
        position = flow.position(form, progress.answers, progress.settled)
        optional = [one for one in position.open_fields if not flow.is_required(one, progress.answers)]
        for one in optional:
            if refused_proposal(one, progress.answers, context) is not None:
                del progress.answers[one.id]
            if one.id not in progress.answers:
                result.skipped.append(one.id)
            progress.settle(one.id)
        if not optional:
            result.incomplete = bool(position.open_fields)
            return


def _skips(field: ReportField, text: str) -> bool:
    """Says whether the text leaves an optional question unanswered; a "nej" may also be its answer."""
    no_is_an_answer = field.type in {"yesno", "choice", "multi"}
    nothing = not no_is_an_answer and bool(_NOTHING.fullmatch(text.strip()))
    return nothing or said.is_skip(text) or said.is_dont_know(text)


def said_yes(text: str) -> bool:
    """Says whether the whole text is a yes."""
    parsed = said.parse_yesno(text)
    return parsed is not None and parsed.whole and parsed.value is True


def _is_command(current: ReportField, heard: Said) -> bool:
    """Acts that come before reading a value: those that a value of this type cannot be mistaken for."""
    if heard.act is None or heard.act in {"affirm", "deny", "dont_know", "greet", "thank"}:
        return False
    if current.type == "text":
        few_words = len(heard.text.split()) <= FREE_TEXT_ACT_WORDS or heard.text.rstrip().endswith("?")
        return heard.act_confidence >= SURE_ACT_IN_FREE_TEXT and few_words
    return current.type in {"person", "unit", "file"} and heard.act_confidence >= SURE_ACT


def _apply_answer(
    progress: Progress, open_fields: Sequence[ReportField], heard: Said, context: ReadingContext, result: TurnResult
) -> bool:
    """Stores the text as the first open field's value, or as another's of the same group if it is plainly that."""
    current = open_fields[0]
    reading = read_text(current, heard.text, context)
    if isinstance(reading, Accepted) and (reading.whole or not _interrupts(heard)):
        progress.give(current.id, reading.value)
        result.stored.append(current.id)
        return True
    if isinstance(reading, Rejected):
        if _interrupts(heard):
            return False
        result.errors[current.id] = reading
    for other in open_fields[1:]:
        if other.type in {"text", "yesno", "person", "unit", current.type}:
            continue
        reading = read_text(other, heard.text, context)
        if isinstance(reading, Accepted) and reading.whole:
            result.errors.pop(current.id, None)
            progress.give(other.id, reading.value)
            result.stored.append(other.id)
            return True
    return False


def _interrupts(heard: Said) -> bool:
    return heard.other_topic or (heard.act is not None and heard.act_confidence >= SURE_ACT)


def _apply_correction(form: Report, progress: Progress, text: str, context: ReadingContext, result: TurnResult) -> bool:
    """Understands "ret terminen til 5. marts" and "forkert dato": reopens the field, or changes it at once."""
    match = _CORRECTION.match(text.strip())
    if match is None:
        return False
    rest = match["rest"].casefold()
    candidates = [
        form_field
        for form_field in flow.visible_fields(form, progress.answers)
        if form_field.id in progress.answers and _mentions(rest, form_field)
    ]
    if len(candidates) != 1:
        return False
    target = candidates[0]
    name, separator, new = match["rest"].partition(" til ")
    reading = read_text(target, new, context) if separator and name else None
    if isinstance(reading, Accepted):
        progress.give(target.id, reading.value)
        result.stored.append(target.id)
    else:
        progress.reopen(target.id)
        result.reopened = target.id
        if isinstance(reading, Rejected):
            result.errors[target.id] = reading
    return True


def _mentions(text: str, form_field: ReportField) -> bool:
    words = [word for word in re.findall(r"\w+", form_field.label.casefold()) if len(word) > 3]
    stems = [word[:-2] if len(word) > 6 else word for word in words]
    return any(stem in text for stem in stems)
