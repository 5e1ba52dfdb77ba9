"""Drafts, files and courses are there for those whose they are, and for nobody else, in every organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from bot.cases.errors import NotFound
from bot.cases.model import AttachmentRow, DraftRow
from bot.courses.model import CoursePartRow, CourseRow
from tests.properties.arena import Arena
from tests.properties.organisations import organisations_with_cases
from tests.properties.reference import Organisation
from tests.town import MONDAY

PARTS = ("melde", "skilt")


@given(organisations_with_cases(), st.data())
def test_a_draft_is_there_for_its_owner_until_it_ends(arena: Arena, made: Organisation, data: DataObject) -> None:
    state = st.sampled_from(["active", "parked", "sent", "cancelled"])
    kept = st.tuples(st.sampled_from(made.people), state, st.booleans())
    drafts = data.draw(st.lists(kept, min_size=1, max_size=6))
    arena.settle_in(made, (DraftRow, [_draft(f"d{n}", *one) for n, one in enumerate(drafts)]))
    person = data.draw(st.sampled_from(made.people))
    opened = {
        f"d{n}"
        for n, (owner, state_, expired) in enumerate(drafts)
        if owner == person and state_ in ("active", "parked") and not expired
    }
    assert {draft.id for draft in arena.drafts.open_for(person)} == opened
    for n, (owner, state_, expired) in enumerate(drafts):
        there = owner == person and (state_ == "sent" or not expired)
        assert (arena.drafts.get(person, f"d{n}") is not None) is there
        if f"d{n}" not in opened:
            with pytest.raises(NotFound):
                arena.drafts.park(person, f"d{n}")
            if owner != person:
                with pytest.raises(NotFound):
                    arena.cases.submit(person, f"d{n}")


def _draft(draft_id: str, owner: str, state: str, expired: bool) -> dict[str, Any]:
    return {
        "id": draft_id,
        "owner_id": owner,
        "solution_id": "ferie",
        "conversation_id": None,
        "course_part_id": None,
        "on_behalf_of_id": None,
        "answers": {},
        "confirmed": [],
        "sources": {},
        "version": 1,
        "state": state,
        "created_at": MONDAY,
        "updated_at": MONDAY,
        "expires_at": MONDAY if expired else MONDAY + timedelta(seconds=1),
    }


@given(organisations_with_cases(), st.data())
def test_a_file_is_its_owners_until_it_is_sent_and_then_the_cases(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    cases = [None, *range(len(made.cases))]
    kept = st.tuples(st.sampled_from(made.people), st.sampled_from(cases))
    files = data.draw(st.lists(kept, min_size=1, max_size=5))
    arena.settle_in(made, (AttachmentRow, [_file(f"f{n}", *one) for n, one in enumerate(files)]))
    person = data.draw(st.sampled_from(made.people))
    n = data.draw(st.integers(0, len(files) - 1))
    owner, case = files[n]
    loose = owner == person and bool(made.places(person))
    there = loose if case is None else made.sees(person, made.cases[case])
    assert (arena.files.get(person, f"f{n}") is not None) is there
    at = data.draw(st.integers(0, len(made.cases) - 1))
    listed = {file.id for file in arena.files.of_case(person, made.cases[at].number)}
    attached = {f"f{n}" for n, (_, case) in enumerate(files) if case == at}
    assert listed == (attached if made.sees(person, made.cases[at]) else set())


def _file(file_id: str, owner: str, case: int | None) -> dict[str, Any]:
    return {
        "id": file_id,
        "owner_id": owner,
        "conversation_id": None,
        "case_id": None if case is None else f"c{case + 1}",
        "name": "note.txt",
        "media_type": "text/plain",
        "size": 3,
        "sha256": "",
        "created_at": MONDAY,
    }


@given(organisations_with_cases(), st.data())
def test_a_course_is_there_for_its_owner_and_those_who_have_a_part(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    someone = st.sampled_from(made.people)
    courses = data.draw(st.lists(st.tuples(someone, someone, someone), min_size=1, max_size=3))
    parts = [f"k{course}-{part}" for course in range(len(courses)) for part in PARTS]
    made = replace(
        made, cases=tuple(replace(case, part=data.draw(st.sampled_from([None, *parts]))) for case in made.cases)
    )
    arena.settle_in(made, *_courses(courses))
    person = data.draw(st.sampled_from(made.people))
    theirs = {f"k{n}" for n, people in enumerate(courses) if person in people}
    assert {course.id for course in arena.courses.mine(person)} == theirs
    n = data.draw(st.integers(0, len(courses) - 1))
    owner, *assignees = courses[n]
    course = arena.courses.get(person, f"k{n}")
    assert (course is not None) is (f"k{n}" in theirs)
    if course is None:
        with pytest.raises(NotFound):
            arena.courses.of_part(person, f"k{n}-{data.draw(st.sampled_from(PARTS))}")
    else:
        shown = {part.part.id for part in course.parts}
        assert shown == {id_ for id_, one in zip(PARTS, assignees, strict=True) if person in (owner, one)}
        for number in {part.id: part.case_number for part in course.parts if part.case_number is not None}.items():
            case = next(case for case in made.cases if (case.part, case.number) == number)
            assert made.sees(person, case)
    case = data.draw(st.sampled_from(made.cases))
    found = arena.courses.of_case(person, case.number)
    course_id = case.part.split("-")[0] if case.part else None
    assert (found.id if found else None) == (course_id if course_id in theirs else None)


def _courses(courses: Sequence[tuple[str, str, str]]) -> list[tuple[type, list[dict[str, Any]]]]:
    rows = [
        {
            "id": f"k{n}",
            "event_id": "flytning",
            "draft_id": f"d{n}",
            "owner_id": owner,
            "subject_id": None,
            "subject_name": None,
            "unit_id": "a",
            "unit_path": "/a/",
            "event_date": date(2026, 4, 15),
            "answers": {},
            "state": "active",
            "created_at": MONDAY,
            "updated_at": MONDAY,
        }
        for n, (owner, *_) in enumerate(courses)
    ]
    parts = [
        {
            "id": f"k{n}-{part}",
            "course_id": f"k{n}",
            "part_id": part,
            "position": position,
            "assignee_id": assignee,
            "updated_at": MONDAY,
        }
        for n, (_, *assignees) in enumerate(courses)
        for position, (part, assignee) in enumerate(zip(PARTS, assignees, strict=True))
    ]
    return [(CourseRow, rows), (CoursePartRow, parts)]
