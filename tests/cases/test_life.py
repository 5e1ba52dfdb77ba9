"""A case's life: what people and the desk do to it, and what is told to whom."""

from __future__ import annotations

from datetime import date

import pytest

from bot.cases import states
from bot.cases.errors import NotAllowed, NotFound
from bot.cases.states import BadTransition
from bot.cases.types import CaseFilter
from tests.town import Town


def _sent(town: Town) -> str:
    town.offer()
    number = town.send("anne").number
    town.settle()
    return number


def test_the_whole_circle(town: Town) -> None:
    number = _sent(town)
    assert town.cases.get("anne", number).backend_ref.startswith("OPG")
    town.desk.take("worker", number)
    town.settle()
    assert town.cases.get("anne", number).state == "under_behandling"
    town.desk.ask("worker", number, "Hvilken uge?")
    town.settle()
    asked = town.cases.get("anne", number)
    assert (asked.state, asked.awaits_me, asked.question) == ("afventer_indberetter", True, "Hvilken uge?")
    assert "answer" in asked.permitted
    answered = town.cases.answer("anne", number, "Uge 30")
    assert (answered.state, answered.awaits_me, answered.question) == ("under_behandling", False, None)
    town.settle()
    town.desk.solve("worker", number, "Ferien er registreret.")
    town.settle()
    solved = town.cases.get("anne", number)
    assert (solved.state, solved.case_worker_id) == ("loest", "worker")
    assert "reopen" in solved.permitted
    town.desk.close("worker", number)
    town.settle()
    closed = town.cases.get("anne", number)
    assert closed.state == "lukket"
    assert closed.permitted == ()
    assert [line.text for line in closed.history][-2:] == ["Ferien er registreret.", "Sagen er lukket."]


def test_a_comment_is_for_all_parties_and_the_same_one_comes_once(town: Town) -> None:
    number = _sent(town)
    town.cases.comment("anne", number, "Jeg glemte noget", "client-1")
    again = town.cases.comment("anne", number, "Jeg glemte noget", "client-1")
    assert [line.text for line in again.history if line.kind == "comment"] == ["Jeg glemte noget"]
    assert town.outbox.run_until_empty() == 1
    assert [line.actor for line in town.cases.get("worker", number).history][-1] == "Anne Holm"


def test_cpr_numbers_are_not_stored_in_what_is_written_on_a_case(town: Town) -> None:
    number = _sent(town)
    case = town.cases.comment("anne", number, "Det er 610190-1234", "c")
    assert "⟦cpr:" in case.history[-1].text
    assert "610190" not in case.history[-1].text


def test_only_those_who_sent_it_withdraw_it(town: Town) -> None:
    town.offer()
    number = town.send("kim", subject="jonas").number
    for person in ("jonas", "lea", "worker"):
        with pytest.raises(NotAllowed):
            town.cases.withdraw(person, number, "nej")
    assert town.cases.withdraw("kim", number, "fejl").state == "annulleret"
    with pytest.raises(NotAllowed):
        town.cases.withdraw("kim", number, "fejl")
    with pytest.raises(NotAllowed):
        town.cases.comment("kim", number, "mere", "c2")


def test_what_was_withdrawn_stays_so_whatever_the_desk_did_meanwhile(town: Town) -> None:
    number = _sent(town)
    town.desk.take("worker", number)  # not told yet
    town.cases.withdraw("anne", number, "fejl")
    town.settle()
    assert town.cases.get("anne", number).state == "annulleret"


def test_colleagues_of_the_unit_look_and_do_not_touch(town: Town) -> None:
    town.offer()
    number = town.send("anne").number
    assert town.cases.get("lea", number).relations == ("colleague",)
    assert town.cases.get("lea", number).permitted == ("follow",)
    with pytest.raises(NotAllowed):
        town.cases.comment("lea", number, "hej", None)


def test_a_solved_case_can_be_reopened_for_fourteen_days(town: Town) -> None:
    number = _sent(town)
    town.desk.take("worker", number)
    town.desk.solve("worker", number, "Klaret")
    town.settle()
    town.clock.move(days=14)
    assert town.cases.close_solved() == 0
    assert town.cases.reopen("anne", number, "Nej").state == "genaabnet"
    town.settle()
    town.desk.take("worker", number)
    town.desk.solve("worker", number, "Nu er det klaret")
    town.settle()
    town.clock.move(days=14, seconds=1)
    with pytest.raises(NotAllowed):
        town.cases.reopen("anne", number, "Nej")
    assert town.cases.close_solved() == 1
    assert town.cases.get("anne", number).state == "lukket"


def test_the_desk_handles_only_what_is_its_own(town: Town) -> None:
    number = _sent(town)
    for person in ("anne", "lea", "support", "ingen"):
        with pytest.raises(NotFound):
            town.desk.take(person, number)
        assert town.desk.queue(person) == []
    with pytest.raises(BadTransition):
        town.desk.close("worker", number)


def test_nobody_handles_their_own_case(town: Town) -> None:
    town.offer()
    number = town.send("worker").number
    town.settle()
    assert town.desk.queue("worker") == []
    with pytest.raises(NotFound):
        town.desk.take("worker", number)


def test_what_awaits_one_stands_first(town: Town) -> None:
    first = _sent(town)
    town.clock.move(hours=1)
    second = town.send("anne").number
    town.settle()
    assert [c.number for c in town.cases.list("anne").items] == [second, first]
    town.desk.ask("worker", first, "?")
    town.settle()
    town.clock.move(hours=1)
    town.cases.comment("anne", second, "nyt", None)
    assert [c.number for c in town.cases.list("anne").items] == [first, second]
    assert town.cases.list("anne", CaseFilter(awaiting_me=True)).total == 1


def test_lists_are_filtered_and_paged(town: Town) -> None:
    town.offer()
    town.offer(solution_id="kørsel", area="rejser")
    town.clock.at = town.clock.at.replace(month=2)
    old = town.send("anne").number
    town.clock.at = town.clock.at.replace(month=3)
    numbers = [town.send("anne", "kørsel").number for _ in range(3)]
    cases = town.cases
    assert cases.list("anne", CaseFilter(area="rejser")).total == 3
    assert cases.list("anne", CaseFilter(states=frozenset({"lukket"}))).total == 0
    assert cases.list("anne", CaseFilter(text="Kørsel")).total == 3
    assert cases.list("anne", CaseFilter(text=numbers[0])).total == 1
    assert cases.list("anne", CaseFilter(text="holm anne")).total == 4
    assert cases.list("anne", CaseFilter(text="100%")).total == 0
    assert cases.list("anne", CaseFilter(solution_id="ferie")).total == 1
    february = (date(2026, 2, 1), date(2026, 2, 28))
    assert [c.number for c in cases.list("anne", CaseFilter(period=february)).items] == [old]
    pages = [cases.list("anne", CaseFilter(limit=2, offset=n)) for n in (0, 2, 4)]
    assert [page.total for page in pages] == [4, 4, 4]
    assert [len(page.items) for page in pages] == [2, 2, 0]
    assert {c.number for page in pages for c in page.items} == {old, *numbers}


def test_every_state_has_a_name_and_every_move_a_target() -> None:
    assert set(states.LABELS) == set(states.TRANSITIONS)
    for before, targets in states.TRANSITIONS.items():
        for after in targets:
            states.check(before, after)
        for after in set(states.TRANSITIONS) - targets:
            with pytest.raises(BadTransition):
                states.check(before, after)
    assert all(not states.TRANSITIONS[state] for state in states.ENDED)
    assert {state for state in states.TRANSITIONS if states.awaits(state) == "nobody"} == states.ENDED | {"loest"}
