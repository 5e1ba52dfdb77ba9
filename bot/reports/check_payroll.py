"""Checks that tell with which salary a report is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.knowledge.schema import OrganisationEntry, Report
from bot.reports.check_dates import applies, span_of
from bot.reports.check_types import Answers, CheckContext, Finding
from bot.reports.danish_days import last_banking_day, last_working_day, working_days_later
from bot.reports.formatting import danish_date

# The municipality's own entries in organisation.yml: the day of the month by which payroll must have a report that is
# to be paid with the month's salary. December often has an earlier one.
CUTOFF_DAY, CUTOFF_DAY_DECEMBER = "loenfrist_dag", "loenfrist_dag_december"
_STAND_IN = "Datoerne er vejledende. Lønkalenderen på intranettet gælder."


def payroll_run(
    form: Report,
    answers: Answers,
    context: CheckContext,
    *,
    start: str | None = None,
    when: dict[str, Any] | None = None,
) -> Finding | None:
    """Says with which salary the matter is paid when it is sent today.

    `start` is the field with the day from which it applies: nothing is said of pay that falls due later than the next
    run. `when` ({field, any_of}) limits it to reports with that answer. It also says nothing where organisation.yml
    holds no cut-off.
    """
    if not applies(when, answers):
        return None
    run = _next_run(context.today, form.processing_days, context.organisation)
    span = span_of(answers.get(start)) if start else None
    if run is None or (span is not None and span[0] > run[1]):
        return None
    cutoff, payday = run
    sentences = [_missed(context), _coming(form, context.today, cutoff, payday)]
    if any(entry.placeholder for entry in _cutoff_entries(context.organisation)):
        sentences.append(_STAND_IN)
    return Finding(" ".join(sentence for sentence in sentences if sentence))


def _next_run(
    today: date, processing_days: int, organisation: Mapping[str, OrganisationEntry]
) -> tuple[date, date] | None:
    """Cut-off and payday of the first salary that a report sent today can be paid with; None where it is not known."""
    handled = working_days_later(today, processing_days)
    month = today.replace(day=1)
    for _ in range(13):
        cutoff = _cutoff(month, organisation)
        if cutoff is None:
            return None
        payday = last_banking_day(month.year, month.month)
        if today <= cutoff and handled <= payday:
            return cutoff, payday
        month += relativedelta(months=1)
    return None


def _cutoff(month: date, organisation: Mapping[str, OrganisationEntry]) -> date | None:
    entry = organisation.get(CUTOFF_DAY_DECEMBER) if month.month == 12 else None
    entry = entry or organisation.get(CUTOFF_DAY)
    if entry is None or not entry.value.isdecimal() or not 1 <= int(entry.value) <= 28:
        return None
    return last_working_day(month.replace(day=int(entry.value)))


def _cutoff_entries(organisation: Mapping[str, OrganisationEntry]) -> list[OrganisationEntry]:
    return [organisation[key] for key in (CUTOFF_DAY, CUTOFF_DAY_DECEMBER) if key in organisation]


def _missed(context: CheckContext) -> str | None:
    """Says that the month's cut-off has passed, as long as its salary has not been paid."""
    cutoff = _cutoff(context.today.replace(day=1), context.organisation)
    if cutoff is None or not cutoff < context.today < last_banking_day(context.today.year, context.today.month):
        return None
    return f"Fristen for denne måneds løn var {danish_date(cutoff)}."


def _coming(form: Report, today: date, cutoff: date, payday: date) -> str:
    sentence = f"Sendt i dag kommer det normalt med lønnen den {danish_date(payday)}"
    by = "i dag" if cutoff == today else f"senest {danish_date(cutoff)}"
    if form.approval is None:
        return f"{sentence}."
    if form.approval.when == "always":
        return f"{sentence}, hvis lederen godkender {by}."
    return f"{sentence}. Skal din leder godkende, skal det ske {by}."
