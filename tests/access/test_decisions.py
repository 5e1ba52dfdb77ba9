"""Who may do what, where, and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.access import tasks
from bot.clock import UTC
from tests.town import Town, solution


def test_a_task_holds_in_its_unit_and_below_and_nowhere_else(town: Town) -> None:
    town.grant("anne", "report:it", "skole")
    assert town.access.decide("anne", "report:it", "skole").allowed
    assert town.access.decide("anne", "report:it", "skole-b").allowed
    assert not town.access.decide("anne", "report:it", "by").allowed
    assert not town.access.decide("anne", "report:it", "pleje-a").allowed
    assert not town.access.decide("anne", "report:loen", "skole").allowed
    assert not town.access.decide("anne", "report:it", "findes-ikke").allowed


def test_a_unit_is_not_below_another_because_its_name_begins_alike(town: Town) -> None:
    town.unit("skole-annex", "by")
    town.unit("skolen", "by")
    town.grant("anne", "report:it", "skole")
    assert not town.access.decide("anne", "report:it", "skole-annex").allowed
    assert not town.access.decide("anne", "report:it", "skolen").allowed


def test_a_leader_holds_the_leaders_tasks_without_being_given_them(town: Town) -> None:
    assert town.access.decide("lea", tasks.approve("loen"), "skole-a").allowed
    assert not town.access.decide("lea", tasks.approve("loen"), "pleje").allowed
    assert town.access.roles("lea") == ["medarbejder", "leder"]
    assert town.access.is_leader("lea")
    assert not town.access.is_leader("anne")


def test_tasks_in_unrelated_units_hold_in_each_of_them(town: Town) -> None:
    town.role("anne", "indberetter_loen", "skole-b")
    town.role("anne", "indberetter_loen", "pleje-a")
    allowed = [
        unit
        for unit in ("by", "skole", "skole-a", "skole-b", "pleje", "pleje-a")
        if town.access.decide("anne", "report:loen", unit).allowed
    ]
    assert allowed == ["skole-b", "pleje-a"]


def test_a_role_holds_on_its_first_and_last_day_by_danish_clocks(town: Town) -> None:
    town.role("anne", "indberetter_loen", "skole", since=date(2026, 3, 10), until=date(2026, 3, 12))
    # 23:30 UTC is half past midnight in Denmark in winter.
    for instant, allowed in [
        (datetime(2026, 3, 9, 22, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 9, 23, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 12, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 12, 23, 0, tzinfo=UTC), False),
    ]:
        town.clock.at = instant
        assert town.access.decide("anne", "report:loen", "skole").allowed is allowed, instant


def test_a_person_who_has_left_has_no_access_from_that_day(town: Town) -> None:
    town.hire("eva", "skole-a", until=date(2026, 3, 5))
    town.role("eva", "indberetter_loen", "by")
    assert town.access.decide("eva", "report:loen", "by").allowed
    town.clock.at = datetime(2026, 3, 6, 8, tzinfo=UTC)
    assert not town.access.decide("eva", "report:loen", "by").allowed
    assert town.access.person("eva") is None
    assert town.access.roles("eva") == []
    assert not town.access.may_report("eva", solution(), "eva", None).allowed


def test_an_unknown_person_has_no_access(town: Town) -> None:
    assert not town.access.decide("ingen", "report:loen", "by").allowed
    assert town.access.person("ingen") is None


def test_of_several_employments_the_largest_is_shown(town: Town) -> None:
    town.hire("anne", "pleje-a", hours=38)
    assert town.access.person("anne").unit_id == "pleje-a"
    assert [e.unit_id for e in town.access.employments("anne")] == ["pleje-a", "skole-a"]


def test_everyone_may_report_for_themself(town: Town) -> None:
    assert town.access.may_report("anne", solution(), "anne", None).allowed
    assert town.access.may_report("anne", solution(), None, None).allowed
    assert town.access.may_report("anne", solution(subject="self"), "anne", None).allowed


def test_reporting_for_others_needs_the_task_in_their_unit(town: Town) -> None:
    vacation = solution()
    assert town.access.may_report("kim", vacation, "jonas", None).allowed
    assert town.access.may_report("lea", vacation, "jonas", None).allowed
    assert not town.access.may_report("kim", vacation, "ida", None).allowed
    assert not town.access.may_report("anne", vacation, "soeren", None).allowed
    assert not town.access.may_report("bo", vacation, "anne", None).allowed


def test_a_solution_may_name_the_tasks_that_it_needs(town: Town) -> None:
    wages = solution(others_need=["report:loen", "report:personale"])
    assert town.access.may_report("kim", wages, "jonas", None).allowed
    assert not town.access.may_report("kim", solution(others_need=["report:loen"]), "jonas", None).allowed


def test_some_reports_are_for_oneself_only_and_some_never_about_oneself(town: Town) -> None:
    assert not town.access.may_report("lea", solution(subject="self"), "anne", None).allowed
    warning = solution(subject="employee")
    assert town.access.may_report("lea", warning, "anne", None).allowed
    assert not town.access.may_report("lea", warning, "lea", None).allowed
    assert town.access.may_report("lea", warning, None, None).allowed
    assert not town.access.may_report("anne", warning, None, None).allowed


def test_naming_another_unit_does_not_widen_what_one_may(town: Town) -> None:
    assert not town.access.may_report("kim", solution(), "ida", "skole").allowed
    assert not town.access.may_report("kim", solution(), "jonas", "skole-a").allowed
    assert town.access.may_report("kim", solution(), "jonas", "skole-b").allowed


def test_reports_about_nobody_are_open_unless_they_name_a_task(town: Town) -> None:
    assert town.access.may_report("anne", solution(subject="none"), None, "skole-a").allowed
    invoice = solution(subject="none", others_need=["report:oekonomi"])
    assert not town.access.may_report("anne", invoice, None, "skole-a").allowed
    assert town.access.may_report("lea", invoice, None, "skole-a").allowed
    assert not town.access.may_report("lea", invoice, None, "pleje").allowed
    assert not town.access.may_report("lea", invoice, None, "findes-ikke").allowed
    assert not town.access.may_report("anne", solution(subject="external"), None, "skole-a").allowed


def test_a_no_says_the_role_and_never_a_name(town: Town) -> None:
    for subject in ("soeren", "ida", "findes-ikke"):
        no = town.access.may_report("anne", solution(), subject, None)
        assert not no.allowed
        assert "Indberetter (personale og fravær) eller Leder" in no.explanation
        assert "nærmeste leder" in no.explanation
        # The same words whether the person exists or not.
        assert no == town.access.may_report("anne", solution(), "per", None)


def test_the_nearest_leader_is_the_next_one_up_for_a_leader(town: Town) -> None:
    assert town.access.leader_of("anne").id == "lea"
    assert town.access.leader_of("jonas").id == "bo"
    assert town.access.leader_of("bo").id == "lea"
    assert town.access.leader_of("lea").id == "boss"
    assert town.access.leader_of("boss") is None


def test_leap_day_and_summer_time_are_days_like_others(town: Town) -> None:
    town.role("anne", "indberetter_loen", "skole", since=date(2028, 2, 29), until=date(2028, 2, 29))
    town.clock.at = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert town.access.decide("anne", "report:loen", "skole").allowed
    town.clock.at = datetime(2028, 2, 29, 23, 30, tzinfo=UTC)
    assert not town.access.decide("anne", "report:loen", "skole").allowed
    town.role("anne", "indberetter_it", "skole", since=date(2028, 3, 27))
    # Summer time has begun: midnight in Denmark is 22:00 UTC.
    town.clock.at = datetime(2028, 3, 26, 22, 0, tzinfo=UTC)
    assert town.access.decide("anne", "report:it", "skole").allowed
    town.clock.at -= timedelta(seconds=1)
    assert not town.access.decide("anne", "report:it", "skole").allowed
