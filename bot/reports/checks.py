"""Named checks that are run on a whole report before it is sent; solutions name them in `report.checks`.

A check sees only answers that apply. It gives None when all is well or an answer that it needs is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.knowledge.schema import Report
from bot.reports import check_dates, check_notice, check_payroll, check_values
from bot.reports.check_types import Answers, CheckContext, Finding, Predicate
from bot.reports.flow import relevant_answers

__all__ = ["PREDICATES", "CheckContext", "Finding", "run_checks"]

PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        predicate.__name__: predicate
        for predicate in (
            check_dates.not_in_future,
            check_dates.not_before,
            check_dates.period_order,
            check_dates.barsel_notice_deadline,
            check_dates.deadline_after,
            check_dates.deadline_before,
            check_dates.leave_before_birth,
            check_dates.weeks_match_period,
            check_dates.starts_soon,
            check_dates.working_days,
            check_dates.figure_in_force,
            check_notice.notice_to_month_end,
            check_payroll.payroll_run,
            check_values.amount_range,
            check_values.figure_limit,
            check_values.km_plausible,
            check_values.hours_change,
            check_values.attachment_present,
            check_values.likely_duplicate,
            check_values.suggests_other_report,
            check_values.answer_note,
        )
    }
)


def run_checks(form: Report, answers: Answers, context: CheckContext) -> list[Finding]:
    """Runs the form's checks in order; a finding must be corrected (error) or just known (warning) before sending."""
    applying = relevant_answers(form, answers)
    findings: list[Finding] = []
    for check in form.checks:
        finding = PREDICATES[check.name](form, applying, context, **check.params)
        if finding is not None:
            findings.append(replace(finding, name=check.name, level=finding.level or check.level))
    return findings
