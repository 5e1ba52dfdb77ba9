"""Checks of one life event: what it refers to exists, and what it carries fits the reports' forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.knowledge.check_solutions import check_problems, condition_problems, field_problems, subject_problems
from bot.knowledge.figures import offset_of
from bot.knowledge.life_event_schema import LifeEvent, LifeEventPart
from bot.knowledge.lines import DataPath
from bot.knowledge.schema import Figure, Report, ReportField, Solution
from bot.reports.limits import shift

Found = Iterator[tuple[DataPath, str]]
_ANY_DAY = date(2026, 1, 1)  # only to see whether an offset can be read


def life_event_problems(event: LifeEvent, solutions: Mapping[str, Solution], figures: Mapping[str, Figure]) -> Found:
    """What is wrong with a life event beyond its schema."""
    report = event.form.report
    assert report is not None
    for word, count in Counter(word.casefold() for word in event.words).items():
        if count > 1:
            yield ("words",), f"“{word}” står {count} gange"
    for _, text in subject_problems(report):
        yield ("groups",), text
    for group_number, group in enumerate(report.groups):
        for number, field in enumerate(group.fields):
            for text in field_problems(report, field):
                yield ("groups", group_number, "fields", number), f"feltet {field.id}: {text}"
    for number, check in enumerate(event.checks):
        for text in check_problems(report, check.name, check.params, solutions, figures):
            yield ("checks", number), text
    for number, part in enumerate(event.parts):
        for text in _part_problems(part, event, report, solutions, figures):
            yield ("parts", number), f"delen {part.id}: {text}"


def _part_problems(
    part: LifeEventPart,
    event: LifeEvent,
    opening: Report,
    solutions: Mapping[str, Solution],
    figures: Mapping[str, Figure],
) -> Iterator[str]:
    for condition in part.when:
        yield from condition_problems(opening, condition)
    if part.due is not None:
        yield from _due_problems(part, opening, figures)
    if part.solution is None:
        return
    solution = solutions.get(part.solution)
    if solution is None:
        yield f"løsningen {part.solution} findes ikke"
        return
    if part.who == "subject" and event.parties.subject not in ("self_or_employee", "self", "employee"):
        yield "who: subject, men forløbet spørger ikke, hvem det handler om"
    report = solution.report
    if report is None:
        if part.carry or part.values:
            yield f"{part.solution} er en vejledning uden felter: carry og values kan ikke bruges"
        return
    if part.who == "subject" and report.parties.subject not in ("self", "self_or_employee"):
        yield f"who: subject, men {part.solution} kan ikke sendes om en selv"
    for name, question in part.carry.items():
        field, asked = report.field(name), opening.field(question)
        if field is None:
            yield f"carry: {part.solution} har ikke feltet {name}"
        elif asked is not None and asked.type != field.type and (asked.type, field.type) != ("person", "text"):
            yield f"carry: {name} er {field.type}, men {question} er {asked.type}"
    for name, value in part.values.items():
        field = report.field(name)
        if field is None:
            yield f"values: {part.solution} har ikke feltet {name}"
        elif not _fits(field, value):
            yield f"values: {value!r} er ikke et svar på {name}"


def _due_problems(part: LifeEventPart, opening: Report, figures: Mapping[str, Figure]) -> Iterator[str]:
    due = part.due
    assert due is not None and due.offset is not None
    asked = opening.field(due.field or "")
    if asked is not None and asked.type != "date":
        yield f"due: {due.field} er ikke en dato"
    try:
        shift(_ANY_DAY, due.offset)
    except ValueError:
        yield f"due: offset {due.offset} kan ikke læses"
    if due.figure is None:
        return
    figure = figures.get(due.figure)
    if figure is None:
        yield f"due: tallet {due.figure} findes ikke i figures.yml"
    elif not figure.verified:
        yield f"due: tallet {due.figure} er ikke verificeret, så der kan ikke beregnes en dato"
    elif offset_of(figure, before=due.offset.startswith("-")) not in (None, due.offset):
        yield f"due: offset {due.offset} passer ikke med tallet {figure.id} ({figure.text})"


def _fits(field: ReportField, value: Any) -> bool:
    known = {option.id for option in field.options}
    match field.type:
        case "yesno":
            return isinstance(value, bool)
        case "choice":
            return value in known
        case "multi":
            return isinstance(value, list) and bool(value) and set(value) <= known
        case "text":
            return isinstance(value, str)
    return False  # a date, a person or a number never follows from the event alone
