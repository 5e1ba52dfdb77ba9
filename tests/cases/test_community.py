"""Colleagues with the same task in a unit share drafts that are put into their list, and who sees to a case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.audit.trail import AuditFilter
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.types import CaseFilter, CaseView
from tests.town import Town


@pytest.fixture
def town(town: Town) -> Town:
    """Kim and Ida report personnel in two units that have nothing to do with one another; Per's unit is elsewhere."""
    town.role("ida", "indberetter_personale", "skole")
    town.role("kim", "indberetter_personale", "pleje")
    town.role("ida", "indberetter_personale", "pleje")
    town.offer()
    return town


def draft(town: Town, owner: str = "kim", **answers: object) -> str:
    return town.drafts.start(owner, "ferie", None, {"subject": "jonas", **answers}).id


def listed(town: Town, person: str) -> list[str]:
    return [one.id for one in town.community.shared_drafts(person)]


# --- drafts


def test_a_draft_is_private_until_it_is_put_into_the_list(town: Town) -> None:
    private = draft(town)
    town.drafts.park("kim", private)
    assert listed(town, "ida") == listed(town, "kim") == []
    with pytest.raises(NotFound):
        town.community.take("ida", private)
    assert town.drafts.get("ida", private) is None


def test_those_who_hold_the_task_in_the_unit_see_it_and_nobody_else(town: Town) -> None:
    shared = draft(town)
    assert town.community.may_share("kim", shared)
    assert town.community.share("kim", shared).id == "skole-b"
    assert listed(town, "ida") == listed(town, "kim") == listed(town, "bo") == [shared]
    for person in ("anne", "jonas", "per", "worker", "support"):
        assert listed(town, person) == []
        with pytest.raises(NotFound):
            town.community.take(person, shared)
    assert town.drafts.get("ida", shared) is None  # what it says is seen by whoever takes it


def test_a_deputy_is_no_colleague(town: Town) -> None:
    town.lend("lea", "dot", "report:fravaer", "view_unit:fravaer")
    shared = draft(town)
    town.community.share("kim", shared)
    assert listed(town, "dot") == []


def test_it_works_in_each_of_the_unrelated_units(town: Town) -> None:
    town.hire("nils", "pleje-a", name="Nils Toft")
    shared = draft(town, subject="nils")
    assert town.community.share("kim", shared).id == "pleje-a"
    assert listed(town, "ida") == [shared]
    assert listed(town, "bo") == []


def test_a_colleague_takes_it_and_sends_it_with_its_files(town: Town) -> None:
    file = town.files.add("kim", None, "plan.pdf", "application/pdf", b"%PDF-1.4 plan")
    shared = draft(town, filer=[file.id])
    town.community.share("kim", shared)
    assert town.community.take("ida", shared) == "kim"
    assert town.drafts.get("kim", shared) is None
    taken = town.drafts.get("ida", shared)
    assert taken is not None
    assert (taken.answers["subject"], taken.confirmed) == ("jonas", [])
    assert listed(town, "kim") == []
    case = town.cases.submit("ida", shared)
    assert case.reporter_id == "ida"
    assert town.files.get("ida", file.id) is not None
    with pytest.raises(NotFound):
        town.community.take("bo", shared)


def test_of_two_who_take_it_at_once_one_has_it(town: Town) -> None:
    for _ in range(5):
        shared = draft(town)
        town.community.share("kim", shared)

        def take(person: str, wanted: str = shared) -> str | None:
            try:
                town.community.take(person, wanted)
            except NotFound:
                return None
            return person

        with ThreadPoolExecutor(3) as pool:
            takers = [person for person in pool.map(take, ("ida", "bo", "lea")) if person]
        assert len(takers) == 1
        assert town.drafts.get(takers[0], shared) is not None


def test_the_owner_who_goes_on_with_it_has_taken_it_back(town: Town) -> None:
    shared = draft(town)
    town.community.share("kim", shared)
    town.drafts.resume("kim", shared)
    assert listed(town, "ida") == []
    town.drafts.park("kim", shared)
    assert listed(town, "ida") == []


def test_a_draft_that_has_expired_is_not_in_the_list(town: Town) -> None:
    shared = draft(town)
    town.community.share("kim", shared)
    town.clock.move(days=31)
    assert listed(town, "ida") == []
    with pytest.raises(NotFound):
        town.community.take("ida", shared)


def test_what_is_ones_own_or_outside_ones_task_or_holds_a_cpr_number_is_not_shared(town: Town) -> None:
    cases = [
        ("kim", {"subject": "kim"}, "om dig selv"),
        ("kim", {"subject": "worker"}, "sammen med andre"),
        ("anne", {"subject": "jonas"}, "sammen med andre"),
        ("kim", {"note": "CPR 610190-1234"}, "CPR-nummer"),
    ]
    for owner, answers, reason in cases:
        mine = draft(town, owner, **answers)
        assert not town.community.may_share(owner, mine)
        with pytest.raises(NotAllowed, match=reason):
            town.community.share(owner, mine)
    with pytest.raises(NotFound):
        town.community.share("ida", draft(town))


def test_a_colleague_cannot_take_a_report_about_themself_where_that_is_not_theirs_to_send(town: Town) -> None:
    town.offer(solution_id="timer", subject="employee")
    shared = town.drafts.start("kim", "timer", None, {"subject": "ida"}).id
    town.community.share("kim", shared)
    with pytest.raises(NotAllowed, match="dig selv"):
        town.community.take("ida", shared)


# --- cases


def sent(town: Town, **changes: object) -> CaseView:
    return town.send("kim", "ferie", subject="jonas", **changes)


def test_a_case_is_given_to_a_colleague_and_keeps_its_reporter(town: Town) -> None:
    case = sent(town)
    assert "assign" in case.permitted
    assert "Ida Østergaard" in [person.name for person in town.community.colleagues("kim", case.number)]
    assert town.community.assign("kim", case.number, "ida")
    seen = town.cases.get("ida", case.number)
    assert seen is not None
    assert (seen.reporter_id, seen.assignee_id, seen.assignee_name) == ("kim", "ida", "Ida Østergaard")
    assert "assignee" in seen.relations
    assert case.number in [item.number for item in town.cases.list("ida", CaseFilter()).items]
    assert seen.history[-1].text == "Sagen er givet til en kollega."
    assert not town.community.assign("kim", case.number, "ida")


def test_a_colleague_takes_it_over_and_answers_the_desk(town: Town) -> None:
    case = sent(town)
    assert town.cases.awaiting_count("ida") == 0
    town.community.assign("ida", case.number, "ida")
    town.settle()
    town.desk.take("worker", case.number)
    town.desk.ask("worker", case.number, "Hvilken uge?")
    town.settle()
    assert [item.number for item in town.cases.awaiting("ida")] == [case.number]
    assert town.cases.awaiting("ida")[0].awaits_me
    assert town.cases.answer("ida", case.number, "Uge 30").state == "under_behandling"


def test_who_is_no_colleague_any_more_sees_it_no_more(town: Town) -> None:
    town.hire("nils", "by", name="Nils Toft")
    town.grant("nils", "report:fravaer", "skole", until=town.clock().date())
    town.grant("nils", "view_unit:fravaer", "skole", until=town.clock().date())
    case = sent(town)
    town.community.assign("kim", case.number, "nils")
    assert town.cases.get("nils", case.number) is not None
    town.clock.move(days=1)
    assert town.cases.get("nils", case.number) is None
    assert town.cases.list("nils").total == 0
    assert town.cases.awaiting_count("nils") == 0


def test_only_colleagues_give_and_only_colleagues_are_given(town: Town) -> None:
    case = sent(town)
    for person in ("jonas", "anne", "worker", "per"):
        with pytest.raises(NotFound):
            town.community.assign(person, case.number, person)
    for person in ("anne", "per", "worker", "findes-ikke"):
        with pytest.raises(NotAllowed, match="Vælg en anden"):
            town.community.assign("kim", case.number, person)
    assert town.community.colleagues("jonas", case.number) == []


def test_a_sensitive_case_or_one_closed_to_the_unit_is_not_shared(town: Town) -> None:
    town.offer(solution_id="advarsel", sensitive=True)
    town.offer(solution_id="lukket", unit_sees=False)
    for solution_id in ("advarsel", "lukket"):
        case = town.send("kim", solution_id, subject="jonas")
        assert "assign" not in case.permitted
        with pytest.raises(NotFound):
            town.community.assign("kim", case.number, "ida")
        assert town.cases.get("ida", case.number) is None


def test_a_colleague_whom_the_case_is_about_behind_their_back_is_not_given_it(town: Town) -> None:
    town.offer(solution_id="hemmelig", subject="employee", subject_sees=False)
    case = town.send("kim", "hemmelig", subject="ida")
    assert "ida" not in [person.id for person in town.community.colleagues("kim", case.number)]
    with pytest.raises(NotAllowed):
        town.community.assign("kim", case.number, "ida")


def test_it_can_be_given_back_to_the_reporter_and_not_when_it_is_over(town: Town) -> None:
    case = sent(town)
    town.community.assign("ida", case.number, "ida")
    assert town.community.assign("ida", case.number, "kim")
    seen = town.cases.get("kim", case.number)
    assert seen is not None
    assert seen.assignee_id is None
    town.cases.withdraw("kim", case.number, "")
    with pytest.raises(NotAllowed, match="afsluttet"):
        town.community.assign("kim", case.number, "ida")


def test_what_somebody_sent_about_themself_or_without_the_task_is_not_shared(town: Town) -> None:
    own = town.send("kim", "ferie")
    assert "assign" not in own.permitted
    with pytest.raises(NotFound):
        town.community.assign("ida", own.number, "ida")
    town.offer(solution_id="vand", subject="none")
    case = town.send("anne", "vand")
    assert town.community.colleagues("ida", case.number) == []
    with pytest.raises(NotAllowed, match="bliver hos den, der har sendt den"):
        town.community.assign("ida", case.number, "ida")


def test_what_a_colleague_left_behind_can_be_taken_over(town: Town) -> None:
    town.hire("nils", "by", name="Nils Toft", until=town.clock().date())
    town.role("nils", "indberetter_personale", "skole")
    case = town.send("nils", "ferie", subject="jonas")
    town.clock.move(days=1)
    assert town.community.assign("ida", case.number, "ida")


def test_what_the_community_does_is_in_the_audit(town: Town) -> None:
    shared = draft(town)
    town.community.share("kim", shared)
    town.community.take("ida", shared)
    case = sent(town)
    town.community.assign("kim", case.number, "ida")
    actions = [entry.event.action for entry in town.trail.find(AuditFilter())]
    assert [one for one in actions if one in ("draft_shared", "draft_taken", "case_assigned")] == [
        "draft_shared",
        "draft_taken",
        "case_assigned",
    ]
