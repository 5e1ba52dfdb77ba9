"""Checks of a whole report before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.reports.checks import PREDICATES, CheckContext, Finding, run_checks

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(Path(__file__).resolve().parents[2] / "knowledge")


def check(
    knowledge: Knowledge, solution: str, answers: dict[str, Any], duplicates: Sequence[str] = (), today: date = TODAY
) -> dict[str, Finding]:
    form = knowledge.solutions[solution].report
    assert form is not None
    context = CheckContext(today, "p1", knowledge.figures, lambda _answers: duplicates, knowledge.organisation)
    return {finding.name: finding for finding in run_checks(form, answers, context)}


def period(start: str, end: str | None) -> dict[str, str | None]:
    return {"from": start, "to": end}


def test_every_check_is_used_by_a_solution(knowledge: Knowledge) -> None:
    used = {check.name for s in knowledge.solutions.values() if s.report for check in s.report.checks}
    assert used == set(PREDICATES)


def test_an_empty_report_has_no_findings_that_need_answers(knowledge: Knowledge) -> None:
    for solution in knowledge.solutions.values():
        if solution.report:
            found = check(knowledge, solution.id, {})
            assert all(finding.level == "warning" for finding in found.values())


def test_notice_of_birth_that_is_near_names_the_day(knowledge: Knowledge) -> None:
    found = check(knowledge, "varsling-af-barsel", {"termin": "2027-03-12"})["barsel_notice_deadline"]
    assert "senest 12. december 2026, fordi terminen er 12. marts 2027" in found.text
    assert (found.level, found.fields) == ("warning", ("termin",))


def test_notice_of_birth_that_is_late_is_a_warning_only(knowledge: Knowledge) -> None:
    found = check(knowledge, "varsling-af-barsel", {"termin": "2027-02-22"})["barsel_notice_deadline"]
    assert "var 22. november 2026" in found.text
    assert found.level == "warning"


def test_notice_on_the_last_day_is_not_late(knowledge: Knowledge) -> None:
    found = check(knowledge, "varsling-af-barsel", {"termin": "2027-02-23"})["barsel_notice_deadline"]
    assert "senest 23. november 2026" in found.text


def test_notice_long_before_says_nothing(knowledge: Knowledge) -> None:
    assert "barsel_notice_deadline" not in check(knowledge, "varsling-af-barsel", {"termin": "2027-07-01"})


def test_leave_that_begins_after_the_birth_must_be_corrected(knowledge: Knowledge) -> None:
    answers = {"termin": "2027-03-12", "orlov_foer": True, "orlov_start": "2027-03-20"}
    assert check(knowledge, "varsling-af-barsel", answers)["leave_before_birth"].level == "error"


def test_leave_before_the_right_to_pay_is_pointed_out(knowledge: Knowledge) -> None:
    early = {"termin": "2027-03-12", "orlov_foer": True, "orlov_start": "2027-01-14"}
    assert "15. januar 2027" in check(knowledge, "varsling-af-barsel", early)["leave_before_birth"].text
    in_time = {**early, "orlov_start": "2027-01-15"}
    assert "leave_before_birth" not in check(knowledge, "varsling-af-barsel", in_time)


def test_answers_that_no_longer_apply_are_not_checked(knowledge: Knowledge) -> None:
    answers = {"termin": "2027-03-12", "orlov_foer": False, "orlov_start": "2027-03-20"}
    assert "leave_before_birth" not in check(knowledge, "varsling-af-barsel", answers)


def test_weeks_that_do_not_fit_the_period(knowledge: Knowledge) -> None:
    answers = {"samlet_plan": True, "orlov_efter": period("2027-03-12", "2027-12-31"), "uger_efter": "20"}
    assert "42 uger" in check(knowledge, "varsling-af-barsel", answers)["weeks_match_period"].text
    assert "weeks_match_period" not in check(knowledge, "varsling-af-barsel", {**answers, "uger_efter": "41.5"})


@pytest.mark.parametrize(("first", "second", "wrong"), [
    ("2026-11-04", "2026-11-03", True), ("2026-11-03", "2026-11-03", False), ("2026-11-03", "2026-11-05", False),
])  # fmt: skip
def test_the_first_sick_day_is_not_after_the_last(knowledge: Knowledge, first: str, second: str, wrong: bool) -> None:
    answers = {"melding": "ret", "foerste_sygedag": first, "sidste_sygedag": second}
    assert ("period_order" in check(knowledge, "syge-og-raskmelding", answers)) == wrong


def test_a_period_must_be_over_before_the_date(knowledge: Knowledge) -> None:
    answers = {
        "orlov_foer": True, "orlov_start": "2027-01-15", "ferie_foer": True,
        "ferie_foer_periode": period("2027-01-04", "2027-01-15"),
    }  # fmt: skip
    assert check(knowledge, "varsling-af-barsel", answers)["period_order"].level == "error"


def test_pay_for_a_period_that_is_not_over_is_another_report(knowledge: Knowledge) -> None:
    answers = {"periode": period("2026-11-01", "2026-11-30")}
    found = check(knowledge, "manglende-eller-forkert-loen", answers)["not_in_future"]
    assert found.level == "error" and "Lønforskud" in found.text
    past = {"periode": period("2026-10-01", "2026-10-31")}
    assert "not_in_future" not in check(knowledge, "manglende-eller-forkert-loen", past)


def test_an_old_sick_day_is_pointed_out(knowledge: Knowledge) -> None:
    old = {"melding": "syg", "foerste_sygedag": "2026-10-01"}
    assert check(knowledge, "syge-og-raskmelding", old)["not_before"].level == "warning"
    assert "not_before" not in check(knowledge, "syge-og-raskmelding", {**old, "foerste_sygedag": "2026-11-20"})


@pytest.mark.parametrize(("day", "text"), [
    ("2026-11-03", "var 17. november 2026"), ("2026-11-12", "er 26. november 2026"), ("2026-11-22", None),
])  # fmt: skip
def test_the_deadline_of_an_accident_with_absence(knowledge: Knowledge, day: str, text: str | None) -> None:
    answers = {"dato": day, "fravaer": "ja", "foerste_fravaersdag": day}
    found = check(knowledge, "arbejdsulykke", answers).get("deadline_after")
    assert (text in found.text if found else None) if text else found is None


def test_an_accident_also_needs_a_sick_report(knowledge: Knowledge) -> None:
    found = check(knowledge, "arbejdsulykke", {"dato": "2026-11-22", "fravaer": "ja"})
    assert "suggests_other_report" in found
    assert "suggests_other_report" not in check(knowledge, "arbejdsulykke", {"fravaer": "nej"})


@pytest.mark.parametrize(("answer", "text"), [
    (period("2027-07-03", "2027-07-04"), "ingen almindelige arbejdsdage"),
    (period("2026-12-25", "2026-12-31"), "begynder på en helligdag"),
    (period("2027-03-22", "2027-03-26"), "slutter på en helligdag"),
    (period("2027-07-05", "2027-07-23"), None),
])  # fmt: skip
def test_holiday_periods_without_working_days(
    knowledge: Knowledge, answer: Mapping[str, Any], text: str | None
) -> None:
    found = check(knowledge, "afholdelse-af-ferie", {"aerinde": "holde", "periode": answer}).get("working_days")
    assert (text in found.text if found else None) if text else found is None


def test_a_holiday_that_begins_soon(knowledge: Knowledge) -> None:
    answers = {"aerinde": "holde", "periode": period("2026-11-26", "2026-11-27")}
    assert "starts_soon" in check(knowledge, "afholdelse-af-ferie", answers)


@pytest.mark.parametrize(("new", "level"), [("37", "error"), ("32", None), ("40", "warning"), ("49", "error")])
def test_new_weekly_hours(knowledge: Knowledge, new: str, level: str | None) -> None:
    found = check(knowledge, "aendring-af-arbejdstid", {"nuvaerende_timer": "37", "nye_timer": new}).get("hours_change")
    assert (found.level if found else None) == level


def test_many_kilometres_per_trip(knowledge: Knowledge) -> None:
    answers = {"km": "1400", "antal_ture": "2"}
    assert "700 km pr. tur" in check(knowledge, "koerselsgodtgoerelse", answers)["km_plausible"].text
    assert "km_plausible" not in check(knowledge, "koerselsgodtgoerelse", {**answers, "antal_ture": "12"})


def test_mileage_of_another_year_has_another_rate(knowledge: Knowledge) -> None:
    last_year = {"periode": period("2025-12-01", "2025-12-31")}
    assert "figure_in_force" in check(knowledge, "koerselsgodtgoerelse", last_year)
    this_year = {"periode": period("2026-10-01", "2026-10-31")}
    assert "figure_in_force" not in check(knowledge, "koerselsgodtgoerelse", this_year)


def test_a_missing_receipt_is_a_warning(knowledge: Knowledge) -> None:
    without = check(knowledge, "private-udlaeg", {"har_kvittering": False, "beloeb": "120.00"})
    assert without["attachment_present"].level == "warning"
    with_it = {"har_kvittering": True, "kvittering": ["f1"], "beloeb": "120.00"}
    assert "attachment_present" not in check(knowledge, "private-udlaeg", with_it)


def test_an_attachment_is_only_missed_where_the_answer_asks_for_it(knowledge: Knowledge) -> None:
    assert "attachment_present" in check(knowledge, "manglende-eller-forkert-loen", {"hvad": ["timer", "andet"]})
    assert "attachment_present" not in check(knowledge, "manglende-eller-forkert-loen", {"hvad": ["andet"]})


def test_an_unusual_amount(knowledge: Knowledge) -> None:
    assert "amount_range" in check(knowledge, "private-udlaeg", {"beloeb": "5000.01"})
    assert "amount_range" not in check(knowledge, "private-udlaeg", {"beloeb": "5000.00"})


def test_a_report_that_belongs_elsewhere_cannot_be_sent(knowledge: Knowledge) -> None:
    assert (
        check(knowledge, "private-udlaeg", {"betalt_med": "kommunens_kort"})["suggests_other_report"].level == "error"
    )


def test_a_note_to_an_answer(knowledge: Knowledge) -> None:
    assert "answer_note" in check(knowledge, "kraenkelser-og-mobning", {"hjaelp_nu": True})
    assert "answer_note" not in check(knowledge, "kraenkelser-og-mobning", {"hjaelp_nu": False})


def test_a_likely_duplicate_names_the_case(knowledge: Knowledge) -> None:
    answers = {"subject": "p1", "dato": "2026-11-20"}
    found = check(knowledge, "arbejdsulykke", answers, duplicates=["2026-000123"])["likely_duplicate"]
    assert "2026-000123" in found.text and found.level == "warning"
    assert "likely_duplicate" not in check(knowledge, "arbejdsulykke", answers)


def test_one_answer_alone_is_no_sign_of_a_duplicate(knowledge: Knowledge) -> None:
    assert "likely_duplicate" not in check(knowledge, "arbejdsulykke", {"subject": "p1"}, duplicates=["2026-000123"])
