"""The report that appoints, changes or ends a deputy does so itself, as far as whoever decides it may."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import sqlalchemy as sa

from bot.access.model import DelegationRow
from bot.cases import deputy_report
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.types import CaseFilter, CaseView
from bot.clock import today
from bot.knowledge.loader import load_knowledge
from bot.settings import PROJECT
from tests.town import Town


@pytest.fixture
def town(town: Town) -> Town:
    """Knows the real report."""
    town.known["stedfortraeder"] = _real()
    return town


@cache
def _real() -> Any:
    return load_knowledge(PROJECT / "knowledge").solutions["stedfortraeder"]


def send(town: Town, person: str = "lea", **changes: Any) -> CaseView:
    answers = {
        "handling": "udpege",
        "enhed": "skole",
        "hvor_ansat": "her",
        "stedfortraeder": "dot",
        "opgaver": ["godkend_fravaer"],
        "periode": {"from": "2026-03-02", "to": "2026-03-06"},
        **changes,
    }
    return town.send(person, "stedfortraeder", **answers)


def said(case: CaseView) -> str:
    return case.history[-1].text


def may(town: Town, task: str = "approve:fravaer", unit: str = "skole-b", person: str = "dot") -> bool:
    return town.access.decide(person, task, unit).allowed


def test_every_option_of_the_form_lends_something_and_nothing_else_is_listed() -> None:
    field = _real().report.field("opgaver")
    assert {option.id for option in field.options} == set(deputy_report.TASKS)


def test_a_leaders_report_asks_the_deputy_and_the_case_says_so(town: Town) -> None:
    case = send(town)
    assert "Stedfortræderen er spurgt og skal selv sige ja" in said(case)
    assert "Godkende: ferie, fravær og barsel, fra 2. marts 2026 til og med 6. marts 2026." in said(case)
    (lent,) = town.delegations.of("dot")
    assert (lent.from_person_id, lent.tasks, lent.unit_id) == ("lea", ("approve:fravaer",), "skole")
    assert lent.state(today(town.clock)) == "waiting"
    assert not may(town)
    assert town.delegations.accept("dot", lent.id)
    assert may(town)
    assert not may(town, "approve:loen")
    town.clock.move(days=5)
    assert not may(town)


def test_the_same_report_sent_again_asks_once(town: Town) -> None:
    case = send(town)
    draft = town.drafts.start("lea", "stedfortraeder", None, dict(case.answers))
    first = town.cases.submit("lea", draft.id)
    assert town.cases.submit("lea", draft.id).number == first.number
    assert len(town.delegations.of("dot")) == 2  # two reports, not three


def test_without_the_case_there_is_no_delegation(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.cases.submission.changes.record", fails)
    with pytest.raises(RuntimeError):
        send(town)
    with town.sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(DelegationRow)) == 0


def test_a_colleague_elsewhere_is_found_by_name_only_if_one_is_called_that(town: Town) -> None:
    send(town, hvor_ansat="andet", stedfortraeder_navn="per ravn, leder af Pleje")
    assert [lent.to_person_id for lent in town.delegations.of("lea")] == ["per"]
    case = send(town, hvor_ansat="andet", stedfortraeder_navn="Per, leder af Pleje")
    assert "ikke præcis én ansat" in said(case)
    assert len(town.delegations.of("lea")) == 1


def test_one_cannot_be_ones_own_deputy(town: Town) -> None:
    case = send(town, stedfortraeder="lea")
    assert "Man kan ikke være sin egen stedfortræder" in said(case)
    assert town.delegations.of("lea") == []


def test_who_reports_for_the_leader_lends_nothing_the_leader_does_by_approving(town: Town) -> None:
    town.role("kim", "indberetter_it", "skole")
    case = send(town, "kim")
    assert case.state == "afventer_godkendelse"
    assert town.delegations.of("dot") == []
    done = town.cases.approve("lea", case.number)
    assert "Stedfortræderen er spurgt" in said(done)
    assert [lent.from_person_id for lent in town.delegations.of("dot")] == ["lea"]


def test_a_deputy_cannot_lend_on_neither_by_sending_nor_by_approving(town: Town) -> None:
    town.lend("lea", "dot", "report:platform", "approve:platform", "approve:fravaer")
    case = send(town, "dot", stedfortraeder="anne")
    assert "kan ikke låne opgaver videre" in said(case)
    town.role("kim", "indberetter_it", "skole")
    asked = send(town, "kim", stedfortraeder="anne")
    town.cases.approve("dot", asked.number)
    assert town.delegations.of("anne") == []


def test_one_lends_only_where_one_holds_the_task(town: Town) -> None:
    town.grant("bo", "report:platform", "by")
    town.grant("bo", "approve:platform", "by")
    case = send(town, "bo", enhed="pleje")
    assert "Man kan kun udlåne opgaver, man selv har i Pleje" in said(case)
    assert town.delegations.of("dot") == []


def test_less_holds_at_once_and_needs_no_new_yes(town: Town) -> None:
    town.delegations.accept("dot", offer_of(send(town, opgaver=["godkend_fravaer", "godkend_koersel"])))
    case = send(town, handling="aendre", opgaver=["godkend_fravaer"])
    assert "Aftalen er ændret fra nu af." in said(case)
    assert may(town)
    assert not may(town, "approve:rejser")
    assert len(town.delegations.of("dot")) == 1


def test_more_waits_for_a_new_yes_while_the_old_agreement_holds(town: Town) -> None:
    town.delegations.accept("dot", offer_of(send(town)))
    case = send(
        town,
        handling="aendre",
        opgaver=["godkend_fravaer", "godkend_loen"],
        periode={"from": "2026-03-02", "to": "2026-03-13"},
    )
    assert "skal selv sige ja" in said(case)
    assert may(town)
    assert not may(town, "approve:loen")
    town.delegations.accept("dot", f"case-{case.number}")
    assert may(town, "approve:loen")
    town.clock.move(days=10)
    assert may(town)


def test_a_change_of_everything_ends_what_was(town: Town) -> None:
    town.delegations.accept("dot", offer_of(send(town)))
    send(town, handling="aendre", opgaver=["godkend_it"])
    assert not may(town)


def test_a_change_of_what_was_never_accepted_replaces_the_offer(town: Town) -> None:
    first = offer_of(send(town))
    case = send(town, handling="aendre", opgaver=["godkend_it"])
    assert not town.delegations.accept("dot", first)
    assert town.delegations.accept("dot", f"case-{case.number}")


def test_stopping_today_is_at_once_and_a_later_day_is_the_last(town: Town) -> None:
    town.delegations.accept("dot", offer_of(send(town)))
    case = send(town, handling="fjerne", slut="2026-03-04")
    assert said(case) == "Stedfortræderens sidste dag er 4. marts 2026."
    town.clock.move(days=2)
    assert may(town)
    case = send(town, handling="fjerne", slut="2026-03-04")
    assert said(case) == "Stedfortræderen er stoppet fra nu af."
    assert not may(town)


def test_stopping_somebody_who_is_no_deputy_is_left_to_the_desk(town: Town) -> None:
    assert "ingen aftale med den stedfortræder" in said(send(town, handling="fjerne", slut="2026-03-02"))


def test_withdrawing_the_report_takes_an_unanswered_offer_back(town: Town) -> None:
    case = send(town)
    town.cases.withdraw("lea", case.number, "")
    assert not town.delegations.accept("dot", f"case-{case.number}")


def test_withdrawing_the_report_does_not_undo_a_yes_behind_the_deputys_back(town: Town) -> None:
    case = send(town)
    town.delegations.accept("dot", f"case-{case.number}")
    town.cases.withdraw("lea", case.number, "")
    assert may(town)


def offer_of(case: CaseView) -> str:
    return f"case-{case.number}"


# --- cases that were sent before the deputy began


@pytest.fixture
def older(town: Town) -> str:
    """A case that has waited for Lea since before anybody stood in for her."""
    town.offer(solution_id="barsel", approval="always")
    number = town.send("anne", "barsel").number
    assert [case.number for case in waiting(town, "lea")] == [number]
    town.clock.move(hours=1)
    return number


def waiting(town: Town, person: str) -> list[Any]:
    return list(town.cases.list(person, CaseFilter(awaiting_me=True)).items)


def accepted(town: Town, **changes: Any) -> CaseView:
    case = send(town, **changes)
    town.delegations.accept("dot", offer_of(case))
    return case


def test_with_a_yes_the_deputy_takes_what_waits_already(town: Town, older: str) -> None:
    case = accepted(town, aabne_sager=True)
    assert "bliver hos" not in said(case)
    assert [one.number for one in waiting(town, "dot")] == [older]
    assert town.cases.approve("dot", older).state == "modtaget"


@pytest.mark.parametrize("answer", [{"aabne_sager": False}, {}])
def test_with_a_no_or_no_answer_it_stays_with_the_leader(town: Town, older: str, answer: dict[str, Any]) -> None:
    case = accepted(town, **answer)
    assert "Sager, der er sendt før, bliver hos den, der har udpeget." in said(case)
    assert waiting(town, "dot") == []
    assert town.cases.get("dot", older) is None
    with pytest.raises(NotFound):
        town.cases.approve("dot", older)
    assert [one.number for one in waiting(town, "lea")] == [older]


def test_what_is_sent_from_then_on_reaches_the_deputy_also_before_their_yes(town: Town, older: str) -> None:
    offered = send(town, aabne_sager=False)
    town.clock.move(minutes=1)
    between = town.send("anne", "barsel").number
    town.delegations.accept("dot", offer_of(offered))
    town.clock.move(minutes=1)
    later = town.send("anne", "barsel").number
    assert {one.number for one in waiting(town, "dot")} == {between, later}


def test_a_period_in_the_future_begins_with_its_first_day(town: Town, older: str) -> None:
    accepted(town, aabne_sager=False, periode={"from": "2026-03-03", "to": "2026-03-06"})
    town.clock.move(hours=2)
    evening = town.send("anne", "barsel").number
    town.clock.move(days=1)
    morning = town.send("anne", "barsel").number
    assert [one.number for one in waiting(town, "dot")] == [morning]
    assert {one.number for one in waiting(town, "lea")} == {older, evening, morning}


def test_older_cases_are_taken_back_at_once(town: Town, older: str) -> None:
    accepted(town, aabne_sager=True)
    town.clock.move(minutes=1)
    newer = town.send("anne", "barsel").number
    case = send(town, handling="aendre", aabne_sager=False)
    assert said(case).startswith("Aftalen er ændret fra nu af.")
    assert [one.number for one in waiting(town, "dot")] == [newer]


def test_older_cases_are_given_only_with_a_new_yes(town: Town, older: str) -> None:
    accepted(town, aabne_sager=False)
    case = send(town, handling="aendre", aabne_sager=True)
    assert waiting(town, "dot") == []
    town.delegations.accept("dot", offer_of(case))
    assert [one.number for one in waiting(town, "dot")] == [older]


def test_a_longer_period_keeps_what_has_come_since_it_began(town: Town, older: str) -> None:
    accepted(town, aabne_sager=False)
    town.clock.move(days=1)
    newer = town.send("anne", "barsel").number
    longer = {"from": "2026-03-02", "to": "2026-03-13"}
    town.delegations.accept("dot", offer_of(send(town, handling="aendre", aabne_sager=False, periode=longer)))
    town.clock.move(days=7)
    assert [one.number for one in waiting(town, "dot")] == [newer]


def test_who_sees_an_older_case_anyway_does_not_decide_it_as_a_deputy(town: Town, older: str) -> None:
    town.role("dot", "indberetter_personale", "skole")
    accepted(town, aabne_sager=False)
    seen = town.cases.get("dot", older)
    assert seen is not None
    assert not seen.awaits_me
    assert "approve" not in seen.permitted
    with pytest.raises(NotAllowed):
        town.cases.approve("dot", older)
