"""Ways through a talk that do not depend on how well free text is understood."""

from __future__ import annotations

from functools import lru_cache

from bot.knowledge import trees
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from tests.client import Employee


@lru_cache
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


def open_solution(person: Employee, solution_id: str) -> None:
    """Presses through the question trees to the solution's card."""
    area = knowledge().solutions[solution_id].area
    root = knowledge().trees["root"]
    into_area = next(option.id for option in root.start.options if option.tree == area)
    person.press("/enter_tree{}")
    person.do("tree_answer", tree="root", option=into_area)
    way = trees.way_to(knowledge().trees[area], solution_id)
    assert way is not None
    for option in way:
        person.do("tree_answer", tree=area, option=option)
    assert person.last.card("solution")["id"] == solution_id


def start_report(person: Employee, solution_id: str) -> None:
    """Opens the solution and begins its report."""
    open_solution(person, solution_id)
    person.do("start_report", id=solution_id)


def leave_optional(person: Employee) -> None:
    """Goes on to the summary without answering what is optional."""
    for _ in range(20):
        if person.last.has("summary"):
            return
        if person.last.offers("answer_field", value=""):
            person.do("answer_field", value="")
        else:
            person.fill()
            assert not person.last.errors, person.last.errors
    raise AssertionError(f"no summary after 20 questions: {person.last.text}")


def send(person: Employee) -> str:
    """Leaves what is optional and sends; gives the case's number."""
    leave_optional(person)
    return str(person.do("send_report").card("receipt")["number"])
