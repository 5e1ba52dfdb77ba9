"""What one may not see does not exist: the same answer, the same error, and the same work for the database.

The last is what "timing class" means here: whoever measures how long an answer takes sees the same statements run,
with the same conditions, whether there is nothing or something that is not for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from bot.cases.model import AttachmentRow, DraftRow
from bot.cases.types import CaseFilter
from tests.properties.arena import Arena, known_solution
from tests.properties.organisations import organisations_with_cases
from tests.properties.reference import Form, Organisation
from tests.properties.test_own_things import _courses, _draft, _file

NONE = "2026-999999"
FERIE = known_solution(Form("ferie", "fravaer", "self_or_employee", ()))

FILTERS = (
    CaseFilter(whose="mine", limit=3),
    CaseFilter(whose="unit", limit=3),
    CaseFilter(whose="desk", limit=3),
    CaseFilter(whose="followed", limit=3),
    CaseFilter(whose="all", limit=3),
    CaseFilter(whose="all", offset=2, text="ferie"),
)

T = TypeVar("T")
Ask = Callable[[str, str], Any]  # who asks, and for which number or id


def outcome(arena: Arena, ask: Ask, person: str, wanted: str) -> tuple[object, list[str]]:
    """What comes out, without the number that was asked for, and the statements that were run for it."""
    with arena.counting() as statements:
        try:
            answer: object = ask(person, wanted)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}".replace(wanted, "…")
    return answer, statements


def same(arena: Arena, asks: dict[str, Ask], person: str, hidden: str, none: str) -> None:
    """Every way of asking answers alike to what is hidden and to what is not there."""
    arena.access.tree()  # what is cached for a while is cached for both
    for name, ask in asks.items():
        assert outcome(arena, ask, person, hidden) == outcome(arena, ask, person, none), (name, person)


def _some(data: DataObject, asks: dict[str, T]) -> dict[str, T]:
    """Three of them in each example: all of them come up many times in the end."""
    names = data.draw(st.lists(st.sampled_from(sorted(asks)), min_size=3, max_size=3, unique=True))
    return {name: asks[name] for name in names}


def case_asks(arena: Arena) -> dict[str, Ask]:
    return {
        "get": arena.cases.get,
        "search": lambda person, number: arena.cases.list(person, CaseFilter(whose="all", text=number)),
        "files": arena.files.of_case,
        "course": arena.courses.of_case,
        "comment": lambda person, number: arena.cases.comment(person, number, "hej"),
        "answer": lambda person, number: arena.cases.answer(person, number, "hej"),
        "withdraw": lambda person, number: arena.cases.withdraw(person, number, "hej"),
        "approve": arena.cases.approve,
        "send_back": lambda person, number: arena.cases.send_back(person, number, "hej"),
        "reopen": lambda person, number: arena.cases.reopen(person, number, "hej"),
    }


@given(organisations_with_cases(), st.data())
def test_a_hidden_case_and_none_at_all_cannot_be_told_apart(arena: Arena, made: Organisation, data: DataObject) -> None:
    hidden = [(person, case) for person in made.people for case in made.cases if not made.sees(person, case)]
    assume(hidden)
    person, case = data.draw(st.sampled_from(hidden))
    # All cases are parts of a course of somebody else's.
    other = next(one for one in made.people if one != person)
    part_of_it = tuple(replace(one, part="k0-melde") for one in made.cases)
    arena.settle_in(replace(made, cases=part_of_it), *_courses([(other, other, other)]))
    same(arena, _some(data, case_asks(arena)), person, case.number, NONE)


@given(organisations_with_cases(), st.data())
def test_a_case_that_is_not_ones_to_handle_and_none_at_all_cannot_be_told_apart(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    hidden = [(person, case) for person in made.people for case in made.cases if not made.handles(person, case)]
    assume(hidden)
    arena.settle_in(made)
    person, case = data.draw(st.sampled_from(hidden))
    asks: dict[str, Ask] = {
        "take": arena.desk.take,
        "ask": lambda person, number: arena.desk.ask(person, number, "hej"),
        "solve": lambda person, number: arena.desk.solve(person, number, "hej"),
        "close": arena.desk.close,
    }
    same(arena, _some(data, asks), person, case.number, NONE)


@given(organisations_with_cases(), st.data())
def test_without_the_hidden_cases_everything_looks_the_same(arena: Arena, made: Organisation, data: DataObject) -> None:
    """The strongest form: take away all that a person may not see, and no answer that they can get changes."""
    person = data.draw(st.sampled_from(made.people))
    seen = tuple(case for case in made.cases if made.sees(person, case))
    looked_up = data.draw(st.sampled_from(made.cases))
    wanted = data.draw(st.sampled_from(FILTERS))
    also = data.draw(st.sampled_from(["awaiting", "count", "duplicates"]))

    def looks() -> list[object]:
        found = [arena.cases.list(person, wanted), arena.cases.get(person, looked_up.number)]
        match also:
            case "awaiting":
                return [*found, arena.cases.awaiting(person)]
            case "count":
                return [*found, arena.cases.awaiting_count(person)]
            case _:
                return [*found, arena.duplicates.find(person, "ferie", {"note": looked_up.note})]

    arena.settle_in(made)
    before = looks()
    arena.settle_in(replace(made, cases=seen))
    assert looks() == before


@given(organisations_with_cases(), st.data())
def test_what_belongs_to_somebody_else_and_nothing_at_all_cannot_be_told_apart(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    owner, other = data.draw(st.permutations(made.people))[:2]
    arena.settle_in(
        made,
        (DraftRow, [_draft("d-1", owner, "active", False)]),
        (AttachmentRow, [_file("f-1", owner, None)]),
        *_courses([(owner, owner, owner)]),
    )
    arena.known["ferie"] = FERIE
    asks: dict[str, tuple[str, Ask]] = {
        "draft": ("d-1", arena.drafts.get),
        "park": ("d-1", arena.drafts.park),
        "save": ("d-1", lambda person, id_: arena.drafts.save(person, id_, {}, expected_version=1)),
        "cancel": ("d-1", arena.drafts.cancel),
        "send": ("d-1", arena.cases.submit),
        "hand_over": ("d-1", lambda person, id_: arena.drafts.hand_over(person, id_, owner)),
        "file": ("f-1", arena.files.get),
        "course": ("k0", arena.courses.get),
        "part": ("k0-melde", arena.courses.of_part),
        "close": ("k0-melde", arena.courses.close),
        "hand": ("k0-melde", lambda person, id_: arena.courses.hand(person, id_, person)),
        "cancel_course": ("k0", arena.courses.cancel),
        "start_course": ("d-1", arena.courses.start),
        "accept": ("l0", arena.delegations.accept),
        "revoke": ("l0", arena.delegations.revoke),
    }
    for name, (theirs, ask) in _some(data, asks).items():
        same(arena, {name: ask}, other, theirs, "nothing")
