"""Deputies get chosen tasks of one person for a chosen period, and not that person's whole access."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.access.deputies import Deputies, LendingRefused
from tests.town import Town, solution


def test_a_deputy_may_what_was_lent_and_nothing_else(town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer")
    yes = town.access.decide("dot", "report:fravaer", "skole-b")
    assert yes.allowed
    assert yes.ground.startswith("delegation:")
    assert not town.access.decide("dot", "approve:fravaer", "skole-b").allowed
    assert not town.access.decide("dot", "report:loen", "skole-b").allowed
    assert not town.access.decide("dot", "report:fravaer", "pleje-a").allowed


def test_nothing_holds_before_it_is_accepted(town: Town) -> None:
    day = town.clock().date()
    lent = town.delegations.lend("lea", "dot", ["report:fravaer"], day, None)
    assert not town.access.decide("dot", "report:fravaer", "skole").allowed
    assert not town.delegations.accept("anne", lent.id)
    assert town.delegations.accept("dot", lent.id)
    assert town.access.decide("dot", "report:fravaer", "skole").allowed


def test_a_deputy_acts_only_in_the_period(town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer", days=3)
    town.clock.move(days=3)
    assert town.access.decide("dot", "report:fravaer", "skole").allowed
    town.clock.move(days=1)
    assert not town.access.decide("dot", "report:fravaer", "skole").allowed


@pytest.mark.parametrize("who", ["lea", "dot"])
def test_either_of_the_two_can_end_it_at_once(town: Town, who: str) -> None:
    lent = town.lend("lea", "dot", "report:fravaer")
    assert not town.delegations.revoke("anne", lent)
    assert town.delegations.revoke(who, lent)
    assert not town.access.decide("dot", "report:fravaer", "skole").allowed
    assert not town.delegations.revoke(who, lent)


def test_it_can_be_limited_to_a_part_of_the_organisation(town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer", unit="skole-b")
    assert town.access.decide("dot", "report:fravaer", "skole-b").allowed
    assert not town.access.decide("dot", "report:fravaer", "skole-a").allowed


def test_nobody_lends_what_they_do_not_hold(town: Town) -> None:
    town.lend("anne", "dot", "report:fravaer")
    town.lend("bo", "dot", "report:loen", unit="by")
    assert not town.access.decide("dot", "report:fravaer", "skole-a").allowed
    assert town.access.decide("dot", "report:loen", "skole-b").allowed
    assert not town.access.decide("dot", "report:loen", "skole").allowed


def test_what_was_lent_cannot_be_lent_on(town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer")
    town.lend("dot", "anne", "report:fravaer")
    assert not town.access.decide("anne", "report:fravaer", "skole").allowed


def test_it_ends_when_the_lender_leaves(town: Town) -> None:
    town.unit("ny", "by", "ole")
    town.hire("ole", "ny", until=date(2026, 3, 2))
    town.lend("ole", "dot", "report:fravaer")
    assert town.access.decide("dot", "report:fravaer", "ny").allowed
    town.clock.move(days=1)
    assert not town.access.decide("dot", "report:fravaer", "ny").allowed


def test_it_is_known_for_whom_the_deputy_reports(town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer")
    assert town.access.decide("dot", "report:fravaer", "skole-b").for_person == "lea"
    assert town.access.decide("dot", "report:loen", "skole-b").for_person is None
    assert town.access.decide("kim", "report:fravaer", "skole-b").for_person is None
    town.lend("lea", "kim", "report:fravaer")
    assert town.access.decide("kim", "report:fravaer", "skole-b").for_person is None  # Kim may do it anyway
    assert town.access.may_report("dot", solution(), "jonas", None).explanation == "Du gør det som stedfortræder."


def test_both_see_their_delegations(town: Town) -> None:
    lent = town.lend("lea", "dot", "report:fravaer")
    assert [d.id for d in town.delegations.of("lea")] == [d.id for d in town.delegations.of("dot")] == [lent]
    assert town.delegations.of("anne") == []


def test_a_delegation_needs_two_people_a_task_and_a_period(town: Town) -> None:
    day = town.clock().date()
    for lender, deputy, tasks, until in [
        ("lea", "lea", ["report:loen"], day),
        ("lea", "dot", [], day),
        ("lea", "dot", ["report:loen"], day - timedelta(days=1)),
    ]:
        with pytest.raises(ValueError, match="two people"):
            town.delegations.lend(lender, deputy, tasks, day, until)


def test_what_was_lent_can_be_narrowed_without_a_new_yes_but_not_widened(town: Town) -> None:
    day = town.clock().date()
    lent = town.delegations.get("dot", town.lend("lea", "dot", "report:fravaer", "report:loen", days=10))
    assert lent is not None
    with town.sessions() as session:
        for tasks, first, last in [
            (["report:it"], day, day),
            (["report:loen"], day - timedelta(days=1), day),
            (["report:loen"], day, day + timedelta(days=11)),
            (["report:loen"], day, None),
            ([], day, day),
        ]:
            with pytest.raises(ValueError, match="only less"):
                town.delegations.narrow(session, lent, tasks, first, last, None)
        town.delegations.narrow(session, lent, ["report:loen"], day, day + timedelta(days=2), None)
        session.commit()
    assert town.access.decide("dot", "report:loen", "skole").allowed
    assert not town.access.decide("dot", "report:fravaer", "skole").allowed
    town.clock.move(days=3)
    assert not town.access.decide("dot", "report:loen", "skole").allowed


def test_older_cases_can_be_taken_away_without_a_new_yes_but_not_given(town: Town) -> None:
    day, now = town.clock().date(), town.clock()
    lent = town.delegations.get("dot", town.lend("lea", "dot", "approve:fravaer", days=10))
    assert lent is not None
    with town.sessions() as session:
        town.delegations.narrow(session, lent, lent.tasks, day, lent.valid_to, now)
        for since in (None, now - timedelta(seconds=1)):
            with pytest.raises(ValueError, match="only less"):
                town.delegations.narrow(session, lent, lent.tasks, day, lent.valid_to, since)
        session.commit()
    (narrowed,) = town.delegations.of("dot")
    assert narrowed.cases_since == now


def test_the_same_offer_made_twice_is_one_and_nobody_elses(town: Town) -> None:
    day = town.clock().date()
    for _ in range(2):
        town.delegations.lend("lea", "dot", ["report:loen"], day, None, delegation_id="same")
    assert len(town.delegations.of("dot")) == 1
    with pytest.raises(ValueError, match="another lender"):
        town.delegations.lend("per", "dot", ["report:loen"], day, None, delegation_id="same")


@pytest.mark.parametrize(
    ("lender", "deputy", "tasks", "days", "unit", "reason"),
    [
        ("lea", "lea", ["report:loen"], 1, None, "sin egen stedfortræder"),
        ("lea", "findes-ikke", ["report:loen"], 1, None, "ikke ansat"),
        ("lea", "dot", [], 1, None, "mindst én opgave"),
        ("lea", "dot", ["report:loen"], -1, None, "før startdatoen"),
        ("lea", "dot", ["report:loen"], 1000, None, "to år"),
        ("lea", "dot", ["report:loen"], 1, "findes-ikke", "Enheden"),
        ("lea", "dot", ["report:loen"], 1, "pleje", "opgaver, man selv har i Pleje"),
        ("anne", "dot", ["report:loen"], 1, None, "opgaver, man selv har"),
        ("worker", "dot", ["handle:loen"], 1, None, "opgaver, man selv har"),
    ],
)
def test_an_offer_that_breaks_a_rule_is_refused_with_the_reason(
    town: Town, lender: str, deputy: str, tasks: list[str], days: int, unit: str | None, reason: str
) -> None:
    day, deputies = town.clock().date(), Deputies(town.access, town.delegations, town.clock)
    with pytest.raises(LendingRefused, match=reason):
        deputies.offer(lender, deputy, tasks, day, day + timedelta(days=days), unit)
    assert town.delegations.of(lender) == []


def test_a_deputy_cannot_lend_on_what_was_lent_to_them(town: Town) -> None:
    town.lend("lea", "dot", "approve:fravaer")
    day, deputies = town.clock().date(), Deputies(town.access, town.delegations, town.clock)
    assert deputies.lendable("dot") == []
    assert deputies.units("dot") == []
    assert "approve:fravaer" in deputies.lendable("lea")
    assert [unit.id for unit in deputies.units("lea")] == ["skole"]
    with pytest.raises(LendingRefused, match="opgaver, man selv har"):
        deputies.offer("dot", "anne", ["approve:fravaer"], day, None)
