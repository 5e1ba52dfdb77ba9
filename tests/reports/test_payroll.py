"""With which salary a report is paid when it is sent today."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import pytest

from bot.knowledge.schema import Approval, OrganisationEntry, Report
from bot.reports.check_payroll import payroll_run
from bot.reports.checks import CheckContext
from bot.reports.danish_days import last_banking_day, last_working_day, working_days_later
from tests.reports.sample import field, report

CUTOFFS = {"loenfrist_dag": "10", "loenfrist_dag_december": "7"}


def form(approval: Literal["always", "reporter_is_not_leader"] | None = None, processing_days: int = 5) -> Report:
    made = report([field(id="fra", type="date"), field(id="slags", type="text")])
    approved = Approval(by="leader", when=approval, text="Lederen godkender.") if approval else None
    return made.model_copy(update={"approval": approved, "processing_days": processing_days})


def said(
    today: str,
    made: Report | None = None,
    answers: dict[str, Any] | None = None,
    cutoffs: dict[str, str] = CUTOFFS,
    *,
    placeholder: bool = False,
    **params: Any,
) -> str | None:
    entries = {key: OrganisationEntry(label=key, value=day, placeholder=placeholder) for key, day in cutoffs.items()}
    context = CheckContext(date.fromisoformat(today), "p1", organisation=entries)
    finding = payroll_run(made or form(), answers or {}, context, **params)
    return finding.text if finding else None


@pytest.mark.parametrize(("today", "payday"), [
    ("2026-10-01", "30. oktober 2026"),
    ("2026-10-09", "30. oktober 2026"),  # the 10th is a Saturday: the cut-off is the day before
    ("2026-10-10", "30. november 2026"),
    ("2026-11-10", "30. november 2026"),
    ("2026-11-11", "30. december 2026"),  # banks are closed on 31 December
    ("2026-12-07", "30. december 2026"),
    ("2026-12-08", "29. januar 2027"),  # the cut-off of December is earlier
    ("2026-12-31", "29. januar 2027"),
    ("2027-05-10", "31. maj 2027"),
])  # fmt: skip
def test_the_salary_that_a_report_sent_today_comes_with(today: str, payday: str) -> None:
    text = said(today)
    assert text is not None and f"Sendt i dag kommer det normalt med lønnen den {payday}." in text


def test_the_passed_deadline_is_named_until_the_salary_is_paid() -> None:
    assert (said("2026-11-11") or "").startswith("Fristen for denne måneds løn var 10. november 2026. Sendt i dag")
    assert "Fristen" not in (said("2026-11-10") or "")
    assert "Fristen" not in (said("2026-11-30") or "")


def test_a_leader_who_must_approve_has_the_same_deadline() -> None:
    text = said("2026-11-12", form("always"))
    assert text is not None and text.endswith("den 30. december 2026, hvis lederen godkender senest 7. december 2026.")
    assert (said("2026-11-10", form("always")) or "").endswith(", hvis lederen godkender i dag.")


def test_approval_that_a_leader_does_not_need_is_only_mentioned() -> None:
    text = said("2026-11-02", form("reporter_is_not_leader"))
    assert text is not None and text.endswith("Skal din leder godkende, skal det ske senest 10. november 2026.")


def test_a_matter_that_takes_long_comes_with_a_later_salary() -> None:
    assert "30. december 2026" in (said("2026-11-10", form(processing_days=15)) or "")


def test_pay_that_falls_due_later_is_not_promised_with_the_next_salary() -> None:
    assert said("2026-11-23", answers={"fra": "2027-02-01"}, start="fra") is None
    assert said("2026-11-23", answers={"fra": {"from": "2027-02-01", "to": None}}, start="fra") is None
    assert "30. december 2026" in (said("2026-11-23", answers={"fra": "2026-12-01"}, start="fra") or "")


def test_it_is_only_said_of_the_answers_that_change_the_salary() -> None:
    when = {"field": "slags", "any_of": ["udbetaling"]}
    assert said("2026-11-23", answers={"slags": "udbetaling"}, when=when) is not None
    assert said("2026-11-23", answers={"slags": "afspadsering"}, when=when) is None


@pytest.mark.parametrize("cutoffs", [{}, {"loenfrist_dag": "se lønkalenderen"}, {"loenfrist_dag": "31"}])
def test_nothing_is_said_where_the_municipality_has_named_no_day(cutoffs: dict[str, str]) -> None:
    assert said("2026-11-23", cutoffs=cutoffs) is None


def test_without_a_day_of_its_own_december_is_like_other_months() -> None:
    assert "30. december 2026" in (said("2026-12-10", cutoffs={"loenfrist_dag": "10"}) or "")


def test_a_stand_in_says_that_the_pay_calendar_decides() -> None:
    assert (said("2026-11-23", placeholder=True) or "").endswith("Lønkalenderen på intranettet gælder.")
    assert "vejledende" not in (said("2026-11-23") or "")


@pytest.mark.parametrize(("month", "last"), [
    ((2026, 5), date(2026, 5, 29)), ((2026, 12), date(2026, 12, 30)), ((2027, 1), date(2027, 1, 29)),
    ((2024, 3), date(2024, 3, 27)),  # Easter
    ((2030, 5), date(2030, 5, 29)),  # Ascension Day and the day after
])  # fmt: skip
def test_the_last_banking_day_of_a_month(month: tuple[int, int], last: date) -> None:
    assert last_banking_day(*month) == last


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert last_working_day(date(2027, 3, 29)) == date(2027, 3, 24)  # the second day of Easter
    assert working_days_later(date(2026, 12, 23), 2) == date(2026, 12, 28)
