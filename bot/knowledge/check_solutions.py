"""Checks of one solution: what it refers to exists, and its form holds together."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.knowledge.figures import offset_of
from bot.knowledge.lines import DataPath
from bot.knowledge.schema import Condition, Figure, Report, ReportField, Solution
from bot.reports.checks import PREDICATES
from bot.reports.limits import date_limit, number_limit, shift
from bot.reports.prefill import PREFILL_SOURCES

Found = Iterator[tuple[DataPath, str]]  # where in the file, and what is wrong

# The states a case of the solution passes through; each belongs to exactly one step of the process.
_STATES = ("kladde", "modtaget", "under_behandling", "afventer_indberetter", "genaabnet", "loest", "lukket")
# The parameters of checks that name a field.
_FIELD_PARAMETERS = frozenset(
    {"field", "first", "second", "start", "birth", "period", "weeks", "km", "trips", "new", "current", "given"}
)
_ANY_DAY = date(2026, 1, 1)  # only to see whether a limit can be read


def solution_problems(solution: Solution, solutions: Mapping[str, Solution], figures: Mapping[str, Figure]) -> Found:
    """What is wrong with a solution beyond its schema."""
    for number, border in enumerate(solution.not_this):
        if border.id not in solutions:
            yield ("not_this", number), f"naboløsningen {border.id} findes ikke"
        elif border.id == solution.id:
            yield ("not_this", number), "løsningen er nabo til sig selv"
    for name, words in (("synonyms", solution.synonyms), ("asked_by", solution.asked_by)):
        for word, count in Counter(words).items():
            if count > 1:
                yield (name,), f"“{word}” står {count} gange"
    yield from _deadline_problems(solution, figures)
    if solution.report is not None:
        if solution.summary is None:
            yield (), "en løsning med formular skal have et resumé (summary)"
        yield from _report_problems(solution, solution.report, solutions, figures)


def _deadline_problems(solution: Solution, figures: Mapping[str, Figure]) -> Found:
    for number, deadline in enumerate(solution.deadlines):
        place: DataPath = ("deadlines", number)
        figure = figures.get(deadline.figure or "")
        if deadline.figure and figure is None:
            yield place, f"tallet {deadline.figure} findes ikke i figures.yml"
        if (deadline.field is None) != (deadline.offset is None):
            yield place, "field og offset hører sammen"
        if deadline.field and (solution.report is None or solution.report.field(deadline.field) is None):
            yield place, f"feltet {deadline.field} findes ikke i formularen"
        if deadline.offset and deadline.field:
            if figure is None:
                yield place, "en dato kan kun beregnes af et tal: figure mangler"
            elif offset_of(figure, before=deadline.offset.startswith("-")) not in (None, deadline.offset):
                yield place, f"offset {deadline.offset} passer ikke med tallet {figure.id} ({figure.text})"


def _report_problems(
    solution: Solution, report: Report, solutions: Mapping[str, Solution], figures: Mapping[str, Figure]
) -> Found:
    yield from subject_problems(report)
    for group_number, group in enumerate(report.groups):
        for number, field in enumerate(group.fields):
            place: DataPath = ("report", "groups", group_number, "fields", number)
            for text in field_problems(report, field):
                yield place, f"feltet {field.id}: {text}"
    for number, check in enumerate(report.checks):
        for text in check_problems(report, check.name, check.params, solutions, figures):
            yield ("report", "checks", number), text
    states = Counter(state for step in report.steps for state in step.states)
    wanted = {*_STATES, *(["afventer_godkendelse"] if report.approval else [])}
    for state in sorted({*wanted, *states}):
        if states[state] != (1 if state in wanted else 0):
            yield ("report", "steps"), f"tilstanden {state} hører til {states[state]} trin, ikke {int(state in wanted)}"


def subject_problems(report: Report) -> Found:
    """Whether the form asks whom it is about exactly where its parties say so."""
    subject = report.field("subject")
    kind = report.parties.subject
    if kind in ("self_or_employee", "employee"):
        if subject is None or subject.type != "person":
            yield ("report", "groups"), "formularen skal have et felt af typen person med id subject"
        elif kind == "self_or_employee" and subject.prefill != "reporter":
            yield ("report", "groups"), "feltet subject skal være udfyldt på forhånd med prefill: reporter"
    elif subject is not None:
        yield ("report", "groups"), f"feltet subject hører ikke til, når sagen gælder {kind}"


def field_problems(report: Report, field: ReportField) -> Iterator[str]:
    """What is wrong with one field of a form."""
    for condition in (field.when, field.required_when):
        if condition:
            yield from condition_problems(report, condition)
    if field.prefill is not None and field.prefill not in PREFILL_SOURCES:
        yield f"prefill {field.prefill} findes ikke"
    if field.pattern and not (field.example and re.fullmatch(field.pattern, field.example)):
        yield "eksemplet skal passe med mønstret (pattern)"
    owners: dict[str, str] = {}
    for option in field.options:
        for word in {option.label.casefold(), *(synonym.casefold() for synonym in option.synonyms)}:
            if word in owners:
                yield f"svarene {owners[word]} og {option.id} forstår begge “{word}”"
            owners[word] = option.id
    try:
        for limit in (field.minimum, field.maximum):
            if field.type in ("date", "period"):
                date_limit(limit, _ANY_DAY)
            elif field.type in ("number", "amount"):
                number_limit(limit)
            elif limit is not None:
                yield "minimum og maximum hører kun til datoer, perioder, tal og beløb"
    except (ValueError, ArithmeticError):
        yield "minimum eller maximum kan ikke læses"


def condition_problems(report: Report, condition: Condition) -> Iterator[str]:
    """What is wrong with a condition on the form's answers."""
    field = report.field(condition.field)
    if field is None:
        yield f"betingelsen nævner feltet {condition.field}, som ikke findes"
        return
    known = {True, False} if field.type == "yesno" else {option.id for option in field.options}
    for value in condition.any_of:
        if value not in known or (field.type == "yesno") != isinstance(value, bool):
            yield f"betingelsen nævner svaret {value}, som {condition.field} ikke har"


def check_problems(
    report: Report, name: str, params: dict[str, Any], solutions: Mapping[str, Solution], figures: Mapping[str, Figure]
) -> Iterator[str]:
    predicate = PREDICATES.get(name)
    if predicate is None:
        yield f"kontrollen {name} findes ikke i bot/reports/checks.py"
        return
    try:
        inspect.signature(predicate).bind(None, None, None, **params)
    except TypeError as error:
        yield f"kontrollen {name}: forkerte parametre ({error})"
    named = [params[key] for key in _FIELD_PARAMETERS & params.keys()] + list(params.get("fields", []))
    conditions = [params["when"]] if "when" in params else []
    if "field" in params and "any_of" in params:
        conditions.append({"field": params["field"], "any_of": params["any_of"]})
    for field_id in named:
        if report.field(field_id) is None:
            yield f"kontrollen {name}: feltet {field_id} findes ikke"
    for condition in conditions:
        for text in condition_problems(report, Condition.model_validate(condition)):
            yield f"kontrollen {name}: {text}"
    if "figure" in params and params["figure"] not in figures:
        yield f"kontrollen {name}: tallet {params['figure']} findes ikke"
    if "solution" in params and params["solution"] not in solutions:
        yield f"kontrollen {name}: løsningen {params['solution']} findes ikke"
    if "limit" in params:
        try:
            shift(_ANY_DAY, params["limit"])
        except ValueError:
            yield f"kontrollen {name}: grænsen {params['limit']} kan ikke læses"
