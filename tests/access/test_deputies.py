"""Deputies get chosen tasks of one person for a chosen period, and not that person's whole access."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

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
    assert town.access.on_behalf_of("dot", "fravaer", "skole-b").id == "lea"
    assert town.access.on_behalf_of("dot", "loen", "skole-b") is None
    assert town.access.on_behalf_of("kim", "fravaer", "skole-b") is None
    town.lend("lea", "kim", "report:fravaer")
    assert town.access.on_behalf_of("kim", "fravaer", "skole-b") is None  # Kim may do it anyway
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
