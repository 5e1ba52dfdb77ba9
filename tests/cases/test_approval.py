"""Approval: by the leader of the unit, never by the one who sent it nor by the one it is about."""

from __future__ import annotations

import pytest

from bot.cases.errors import NotAllowed, NotFound
from tests.town import Town


def test_an_employees_report_goes_to_the_leader_first(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    case = town.send("jonas")
    assert (case.state, case.approver_id) == ("afventer_godkendelse", "bo")
    assert [c.number for c in town.cases.awaiting("bo")] == [case.number]
    assert town.cases.awaiting_count("jonas") == 0
    assert town.outbox.run_once() == 0  # the desk knows nothing yet
    assert town.cases.get("worker", case.number) is None
    approved = town.cases.approve("bo", case.number, "")
    assert approved.state == "modtaget"
    town.settle()
    assert town.cases.get("worker", case.number) is not None
    assert town.cases.awaiting_count("bo") == 0


def test_a_unit_without_a_leader_takes_the_next_one_up(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    assert town.send("anne").approver_id == "lea"


def test_a_leader_reporting_for_an_employee_needs_no_approval(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    assert town.send("bo", subject="jonas").state == "modtaget"
    assert town.send("lea", subject="jonas").state == "modtaget"
    assert town.send("kim", subject="jonas").approver_id == "bo"


def test_a_leader_does_not_approve_their_own(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    case = town.send("bo")
    assert case.approver_id == "lea"
    with pytest.raises(NotAllowed):
        town.cases.approve("bo", case.number)
    assert town.send("kim", subject="bo").approver_id == "lea"


def test_where_approval_is_always_needed_the_next_leader_gives_it(town: Town) -> None:
    town.offer(approval="always")
    assert town.send("bo", subject="jonas").approver_id == "lea"
    assert town.send("boss").state == "modtaget"  # nobody is above


def test_sent_back_answered_and_approved(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    back = town.cases.send_back("bo", number, "Hvilken uge?")
    assert (back.state, back.question) == ("afventer_indberetter", "Hvilken uge?")
    assert town.cases.get("worker", number) is None
    assert [c.number for c in town.cases.awaiting("jonas")] == [number]
    again = town.cases.answer("jonas", number, "Uge 30")
    assert again.state == "afventer_godkendelse"
    assert town.cases.approve("bo", number).state == "modtaget"
    town.settle()
    assert [line.kind for line in town.cases.get("jonas", number).history] == [
        "sent",
        "sent_back",
        "answer",
        "approved",
    ]


def test_a_deputy_approves_what_was_lent(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    with pytest.raises(NotFound):
        town.cases.approve("dot", number)
    lent = town.lend("bo", "dot", "approve:fravaer")
    assert [c.number for c in town.cases.awaiting("dot")] == [number]
    town.delegations.revoke("bo", lent)
    assert town.cases.get("dot", number) is None
    town.lend("bo", "dot", "approve:fravaer")
    assert town.cases.approve("dot", number).state == "modtaget"


def test_a_deputy_does_not_approve_their_own(town: Town) -> None:
    town.offer(approval="always")
    town.lend("lea", "dot", "approve:fravaer")
    case = town.send("dot")
    assert case.approver_id == "lea"
    assert town.cases.awaiting_count("dot") == 0
    with pytest.raises(NotAllowed):
        town.cases.approve("dot", case.number)


def test_a_case_is_approved_once(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    town.cases.approve("bo", number)
    with pytest.raises(NotAllowed):
        town.cases.approve("bo", number)
    assert town.outbox.run_until_empty() == 1


def test_what_was_never_at_the_desk_is_withdrawn_without_telling_it(town: Town) -> None:
    town.offer(approval="reporter_is_not_leader")
    number = town.send("jonas").number
    assert town.cases.withdraw("jonas", number, "fejl").state == "annulleret"
    assert town.outbox.run_until_empty() == 0
    assert town.cases.get("worker", number) is None
