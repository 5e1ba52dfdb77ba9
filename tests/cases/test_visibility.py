"""Who sees a case; to anyone else it does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from bot.cases.errors import NotFound
from bot.cases.types import CaseFilter
from tests.town import PEOPLE, Town


def test_an_ordinary_case_is_seen_by_its_parties_the_unit_and_the_desk(town: Town) -> None:
    town.offer()
    number = town.send("kim", subject="jonas").number
    # Lea and Bo lead, Boss is above, Kim sent it, Jonas is its subject, and the desk handles it.
    assert town.sees(number) == {"kim", "jonas", "bo", "lea", "boss", "worker"}


def test_a_solution_may_keep_its_cases_from_the_unit(town: Town) -> None:
    town.offer(unit_sees=False)
    assert town.sees(town.send("anne").number) == {"anne", "worker"}


def test_a_sensitive_case_is_never_shared_by_unit(town: Town) -> None:
    town.offer(sensitive=True)
    assert town.sees(town.send("anne").number) == {"anne", "worker"}
    assert town.sees(town.send("lea", subject="jonas").number) == {"lea", "jonas", "worker"}


def test_a_leaders_sensitive_case_is_invisible_to_the_employee(town: Town) -> None:
    town.offer(area="personalejura", subject="employee", subject_sees=False, sensitive=True)
    number = town.send("bo", subject="jonas").number
    assert town.sees(number) == {"bo", "worker"}
    assert town.cases.list("jonas", CaseFilter(whose="all")).total == 0


@pytest.mark.parametrize("task", ["handle:personalejura", "view_unit:personalejura", "approve:personalejura"])
def test_no_task_opens_a_case_about_oneself_that_one_may_not_see(town: Town, task: str) -> None:
    town.offer(area="personalejura", subject="employee", subject_sees=False, unit_sees=True, approval="always")
    town.grant("jonas", task, "by")
    number = town.send("bo", subject="jonas").number
    town.cases.approve("lea", number)
    assert town.cases.get("jonas", number) is None
    assert town.cases.list("jonas", CaseFilter(whose="all")).total == 0


def test_a_sensitive_case_is_seen_by_its_approver_and_their_deputy_but_not_further_up(town: Town) -> None:
    town.offer(sensitive=True, approval="always")
    number = town.send("jonas").number
    assert town.sees(number) == {"jonas", "bo"}
    town.lend("bo", "dot", "approve:fravaer")
    assert town.sees(number) == {"jonas", "bo", "dot"}


def test_the_one_for_whom_a_deputy_sent_it_sees_it(town: Town) -> None:
    town.offer(sensitive=True, subject="employee", subject_sees=False)
    town.lend("lea", "dot", "report:fravaer")
    number = town.send("dot", subject="jonas").number
    assert town.sees(number) == {"dot", "lea", "worker"}


def test_who_leaves_sees_nothing_any_more(town: Town) -> None:
    from datetime import date

    town.offer()
    town.hire("eva", "skole-a", until=date(2026, 3, 2))
    number = town.send("eva").number
    assert town.cases.get("eva", number) is not None
    town.clock.move(days=1)
    assert town.cases.get("eva", number) is None
    assert town.cases.list("eva").total == 0
    assert town.cases.awaiting_count("eva") == 0
    with pytest.raises(NotFound):
        town.cases.comment("eva", number, "hej", None)


def test_a_hidden_case_and_none_at_all_answer_alike(town: Town) -> None:
    town.offer(sensitive=True)
    hidden = town.send("anne").number
    for number in (hidden, "2026-999999", "", "x" * 500, "' OR 1=1 --"):
        assert town.cases.get("soeren", number) is None
        for attempt in (
            lambda n: town.cases.comment("soeren", n, "hej", None),
            lambda n: town.cases.withdraw("soeren", n, "hej"),
            lambda n: town.cases.approve("soeren", n),
            lambda n: town.cases.answer("soeren", n, "hej"),
        ):
            with pytest.raises(NotFound):
                attempt(number)
    for text in (hidden, "Anne", "ferie", "%", "_"):
        assert town.cases.list("soeren", CaseFilter(whose="all", text=text)).total == 0


def _kinds() -> Iterator[dict[str, object]]:
    for subject_sees, unit_sees, sensitive, approval in product(
        (True, False), (True, False), (True, False), (None, "always")
    ):
        yield {"subject_sees": subject_sees, "unit_sees": unit_sees, "sensitive": sensitive, "approval": approval}


def test_lists_counts_and_single_cases_agree_for_everyone(town: Town) -> None:
    town.lend("lea", "dot", "approve:fravaer", "report:fravaer")
    town.lend("bo", "anne", "approve:fravaer")
    town.grant("ida", "view_unit:fravaer", "skole-b")
    numbers = []
    for index, kind in enumerate(_kinds()):
        town.offer(solution_id=f"s{index}", **kind)
        numbers += [town.send("anne", f"s{index}").number, town.send("dot", f"s{index}", subject="jonas").number]
        numbers += [town.send("bo", f"s{index}", subject="jonas").number]
    town.settle()
    for person, _, _ in PEOPLE:
        opened = {number for number in numbers if town.cases.get(person, number) is not None}
        page = town.cases.list(person, CaseFilter(whose="all", limit=500))
        assert {item.number for item in page.items} == opened, person
        assert page.total == len(opened)
        waiting = {item.number for item in page.items if item.awaits_me}
        assert {item.number for item in town.cases.awaiting(person)} == waiting
        assert town.cases.awaiting_count(person) == len(waiting)
        listed = town.cases.list(person, CaseFilter(whose="all", limit=500, awaiting_me=True))
        assert {item.number for item in listed.items} == waiting
        for whose in ("mine", "unit", "desk"):
            part = town.cases.list(person, CaseFilter(whose=whose, limit=500))
            assert {item.number for item in part.items} <= opened
            assert part.total == len(part.items)
