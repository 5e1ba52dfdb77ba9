"""Checks of deadlines before a date and of numbers against a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.knowledge.schema import Figure
from bot.reports.check_dates import deadline_before
from bot.reports.check_types import CheckContext
from bot.reports.check_values import figure_limit
from tests.reports.sample import TODAY, field, report

FORM = report([field(id="dag", type="date"), field(id="tal", type="number")])
WEEKS = Figure(id="uger", value=Decimal(8), unit="uger", text="8 uger", statement="", basis="", verified=True)


def context(figure: Figure = WEEKS) -> CheckContext:
    return CheckContext(TODAY, "p1", {figure.id: figure})


def test_a_deadline_before_the_date_is_named_when_it_is_near() -> None:
    found = deadline_before(FORM, {"dag": "2027-01-25"}, context(), field="dag", figure="uger", what="at varsle")
    assert found is not None
    assert found.text == "Fristen for at varsle er 30. november 2026."


def test_a_deadline_before_the_date_is_told_in_the_past_when_it_has_gone() -> None:
    found = deadline_before(FORM, {"dag": "2027-01-04"}, context(), field="dag", figure="uger", what="at varsle")
    assert found is not None
    assert "var 9. november 2026" in found.text


def test_a_deadline_far_ahead_is_not_mentioned() -> None:
    assert deadline_before(FORM, {"dag": "2027-06-01"}, context(), field="dag", figure="uger", what="det") is None


@pytest.mark.parametrize(
    ("number", "above", "inclusive", "stopped"),
    [
        ("7", False, False, True),
        ("8", False, False, False),
        ("8", False, True, True),
        ("9", False, True, False),
        ("9", True, False, True),
        ("8", True, False, False),
    ],
)
def test_a_number_is_held_against_the_figure(number: str, above: bool, inclusive: bool, stopped: bool) -> None:
    found = figure_limit(
        FORM, {"tal": number}, context(), field="tal", figure="uger", text="Nej.", above=above, inclusive=inclusive
    )
    assert (found is not None) is stopped


def test_nothing_is_held_against_a_figure_that_is_not_verified() -> None:
    unsure = WEEKS.model_copy(update={"verified": False, "check_with": "HR"})
    assert figure_limit(FORM, {"tal": "1"}, context(unsure), field="tal", figure="uger", text="Nej.") is None
