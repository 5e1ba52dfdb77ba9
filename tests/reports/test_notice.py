"""Notice that runs to the end of a month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.knowledge.schema import Figure
from bot.reports.check_notice import notice_to_month_end
from bot.reports.checks import CheckContext
from tests.reports.sample import field, report

FORM = report([field(id="sidste", type="date"), field(id="givet", type="date"), field(id="gruppe", type="text")])
MONTH = Figure(
    id="varsel", value=1, unit="måned", text="1 måned til udgangen af en måned", statement="-", basis="-", verified=True
)


def said(answers: dict[str, Any], figure: Figure = MONTH, **params: Any) -> str | None:
    context = CheckContext(date(2026, 11, 23), "p1", {figure.id: figure})
    finding = notice_to_month_end(FORM, answers, context, field="sidste", figure="varsel", **params)
    return finding.text if finding else None


def test_notice_that_is_too_short_names_the_earliest_day() -> None:
    text = said({"sidste": "2026-11-30"})
    assert text is not None and "tidligst være 31. december 2026" in text


@pytest.mark.parametrize("given", ["2026-10-01", "2026-10-31"])
def test_notice_counts_from_the_day_it_was_given(given: str) -> None:
    assert said({"sidste": "2026-11-30", "givet": given}, given="givet") is None
    assert said({"sidste": "2026-10-31", "givet": given}, given="givet") is not None


def test_a_day_within_a_month_is_told_the_end_of_the_month() -> None:
    text = said({"sidste": "2027-01-15"})
    assert text is not None and "normalt 31. januar 2027" in text


def test_an_agreed_last_day_at_the_end_of_a_month_is_fine() -> None:
    assert said({"sidste": "2026-12-31"}) is None
    assert said({"sidste": "2027-02-28"}) is None


def test_other_groups_and_unverified_figures_say_nothing() -> None:
    assert said({"sidste": "2026-11-30"}, when={"field": "gruppe", "any_of": ["funktionaer"]}) is None
    unverified = MONTH.model_copy(update={"verified": False, "check_with": "Løn og Personale"})
    assert said({"sidste": "2026-11-30"}, unverified) is None
    assert said({}) is None
