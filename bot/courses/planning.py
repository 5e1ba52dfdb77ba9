"""From a life event and its opening answers to a plan: which parts, and when each is due. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.knowledge.figures import usable
from bot.knowledge.life_event_schema import LifeEvent, LifeEventPart
from bot.knowledge.schema import Figure, Report
from bot.reports.danish_days import last_working_day, working_days_later
from bot.reports.flow import holds, relevant_answers
from bot.reports.limits import shift

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Planned:
    """A part that belongs to the course, with its date if one can be computed."""

    part: LifeEventPart
    due: date | None


def plan(event: LifeEvent, answers: Answers, figures: Mapping[str, Figure], today: date) -> list[Planned]:
    """The parts whose conditions hold, in the order of the event."""
    given = relevant_answers(_report(event), answers)
    return [
        Planned(part, due_date(part, given, figures, today))
        for part in event.parts
        if all(holds(condition, given) for condition in part.when)
    ]


def due_date(part: LifeEventPart, answers: Answers, figures: Mapping[str, Figure], today: date) -> date | None:
    """When the part is due.

    A deadline stays where the rule puts it. A recommendation never falls on a day off, and never before today: whoever
    begins late is told to do it now.
    """
    if part.due is None or part.due.offset is None or not holds(part.due.when, answers):
        return None
    start = answers.get(part.due.field or "")
    if not isinstance(start, str):
        return None
    if part.due.figure is not None and not usable(figures.get(part.due.figure), today):
        return None
    day = shift(date.fromisoformat(start), part.due.offset)
    return day if part.due.figure else max(last_working_day(day), working_days_later(today - timedelta(days=1), 1))


def carried(
    part: LifeEventPart, event: LifeEvent, report: Report, answers: Answers, names: Mapping[str, str]
) -> dict[str, Any]:
    """The answers that the part's report begins with: of the same id and type, those named, and what follows.

    A person goes into a text field by name (`names`, by id), if the part says so: some forms write who has left.
    """
    opening = _report(event)
    given = relevant_answers(opening, answers)
    found: dict[str, Any] = {}
    for field in report.fields():
        question = part.carry.get(field.id, field.id)
        asked = opening.field(question)
        if asked is None or question not in given:
            continue
        if (asked.type, field.type) == ("person", "text") and field.id in part.carry and given[question] in names:
            found[field.id] = names[given[question]]
        if asked.type != field.type:
            continue
        if field.options and not set(_listed(given[question])) <= {option.id for option in field.options}:
            continue  # the same question with other answers
        found[field.id] = given[question]
    return {**found, **part.values}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _report(event: LifeEvent) -> Report:
    report = event.form.report
    assert report is not None
    return report
