"""Every list of cases against the reference, row by row: no row too many, none too few, in every organisation."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from bot.cases import present, visibility
from bot.cases.model import CaseRow
from bot.cases.overview import Overview
from bot.cases.service import CaseService
from bot.cases.types import CaseFilter
from bot.notices.cases import CaseNews
from bot.notices.types import CaseFact as NewsFact
from bot.notices.types import Words
from tests.properties.arena import NAMES, Arena
from tests.properties.organisations import AREAS, NOTES, STATES, UNKNOWN, organisations_with_cases
from tests.properties.reference import CaseFact, Organisation

EVERYTHING = CaseFilter(whose="all", limit=100)


def numbers(cases: Collection[CaseFact]) -> set[str]:
    return {case.number for case in cases}


def visible(made: Organisation, person: str) -> list[CaseFact]:
    return [case for case in made.cases if made.sees(person, case)]


@given(organisations_with_cases())
def test_everyone_sees_the_cases_that_they_may_see_and_no_others(arena: Arena, made: Organisation) -> None:
    arena.settle_in(made)
    for person in [UNKNOWN, *made.people]:
        page = arena.cases.list(person, EVERYTHING)
        assert sorted(item.number for item in page.items) == sorted(numbers(visible(made, person))), person
        assert page.total == len(page.items)
        waiting = {case.number for case in made.cases if made.awaits(person, case)}
        assert {item.number for item in page.items if item.awaits_me} == waiting, person


@given(organisations_with_cases(), st.data())
def test_a_single_case_opens_for_those_whose_list_holds_it(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    person, case = data.draw(st.sampled_from(made.people)), data.draw(st.sampled_from(made.cases))
    view = arena.cases.get(person, case.number)
    assert (view is not None) is made.sees(person, case)
    if view is not None:
        assert ("approve" in view.permitted) is made.may_approve(person, case)
        assert view.awaits_me is made.awaits(person, case)


@given(organisations_with_cases())
def test_what_one_is_to_a_case_and_whether_one_approves_it(arena: Arena, made: Organisation) -> None:
    """Of everyone and every case: nobody approves their own, neither by themself nor through a deputy."""
    arena.settle_in(made)
    with arena.sessions() as session:
        rows = {row.number: row for row in session.scalars(sa.select(CaseRow))}
    standings = {person: arena.access.standing(person) for person in made.people}
    for person, case in product(made.people, made.cases):
        standing = standings[person]
        if standing is None or not made.sees(person, case):
            continue
        related = visibility.relations(standing, rows[case.number])
        permitted = present.permitted(rows[case.number], related, arena.clock)
        assert ("approve" in permitted) is made.may_approve(person, case), (person, case)
        parties = {"reporter": case.reporter, "on_behalf_of": case.on_behalf_of, "subject": case.subject}
        assert parties.keys() & set(related) == {relation for relation, one in parties.items() if one == person}


@given(organisations_with_cases(), st.data())
def test_each_kind_of_list_holds_what_belongs_there(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    person = data.draw(st.sampled_from(made.people))
    whose = data.draw(st.sampled_from(["mine", "unit", "desk", "followed"]))
    expected = [case for case in visible(made, person) if _belongs(made, whose, person, case)]
    page = arena.cases.list(person, CaseFilter(whose=whose, limit=100))  # type: ignore[arg-type]
    assert {item.number for item in page.items} == numbers(expected), whose
    assert page.total == len(expected)


def _belongs(made: Organisation, whose: str, person: str, case: CaseFact) -> bool:
    match whose:
        case "mine":
            return made.is_party(person, case) or made.decides(person, case) or made.sees_to(person, case)
        case "unit":
            return made.as_colleague(person, case)
        case "followed":
            return person in case.followers
        case _:
            return made.at_desk(person, case)


@given(organisations_with_cases(), st.data())
def test_what_awaits_one_is_counted_and_listed_alike(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    person = data.draw(st.sampled_from([UNKNOWN, *made.people]))
    expected = numbers([case for case in made.cases if made.awaits(person, case)])
    assert {case.number for case in arena.cases.awaiting(person)} == expected
    assert arena.cases.awaiting_count(person) == len(expected)
    page = arena.cases.list(person, CaseFilter(whose="all", awaiting_me=True, limit=100))
    assert ({item.number for item in page.items}, page.total) == (expected, len(expected))


@given(organisations_with_cases(), st.data())
def test_searches_filters_and_pages_count_only_what_is_seen(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    person = data.draw(st.sampled_from(made.people))
    area = data.draw(st.sampled_from([None, *AREAS]))
    states = data.draw(st.frozensets(st.sampled_from(STATES), max_size=3))
    looked_for = data.draw(st.sampled_from([None, *made.cases]))
    text = data.draw(st.sampled_from([None, *((looked_for.number, NAMES[looked_for.reporter]) if looked_for else ())]))
    expected = [
        case
        for case in visible(made, person)
        if (area is None or case.area == area)
        and (not states or case.state in states)
        and (text is None or text == case.number or text in (NAMES[case.reporter], NAMES.get(case.subject or "")))
    ]
    wanted = CaseFilter(whose="all", area=area, states=states, text=text, limit=3)
    first = arena.cases.list(person, wanted)
    assert first.total == len(expected)
    found = [item.number for item in first.items]
    for offset in range(3, len(made.cases), 3):
        page = arena.cases.list(
            person, CaseFilter(whose="all", area=area, states=states, text=text, limit=3, offset=offset)
        )
        found += [item.number for item in page.items]
        assert page.total == len(expected)
    assert sorted(found) == sorted(numbers(expected))


@given(organisations_with_cases(), st.data())
def test_of_more_cases_than_are_counted_the_same_are_shown_in_the_same_order(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    arena.settle_in(made)
    most, whose = data.draw(st.integers(0, 2)), data.draw(st.sampled_from(["all", "all", "mine", "unit", "desk"]))
    sort = data.draw(st.sampled_from(["awaiting", "awaiting", "newest", "oldest"]))
    counting_few = CaseService(
        *(arena.sessions, arena.clock, arena.access, arena.known.get, arena.shield_value),
        overview=Overview(arena.access, most),
    )
    for person in made.people:
        everything = arena.cases.list(person, CaseFilter(whose=whose, sort=sort, limit=100))  # type: ignore[arg-type]
        offset = data.draw(st.integers(0, everything.total))
        page = counting_few.list(person, CaseFilter(whose=whose, sort=sort, limit=2, offset=offset))  # type: ignore[arg-type]
        assert page.items == everything.items[offset : offset + 2]
        assert (page.total, page.more) == (min(everything.total, most), everything.total > most)


@given(organisations_with_cases(), st.data())
def test_what_awaits_one_is_first_in_every_list(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    person, whose = data.draw(st.sampled_from(made.people)), data.draw(st.sampled_from(["mine", "unit", "all"]))
    items = arena.cases.list(person, CaseFilter(whose=whose, limit=100)).items  # type: ignore[arg-type]
    assert list(items) == sorted(items, key=lambda item: (item.awaits_me, item.updated_at, item.number), reverse=True)


@given(organisations_with_cases(), st.data())
def test_a_duplicate_is_only_told_of_where_its_case_is_seen(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    person, note = data.draw(st.sampled_from([UNKNOWN, *made.people])), data.draw(st.sampled_from(NOTES))
    expected = {
        case.number
        for case in visible(made, person)
        if case.solution == "ferie" and case.note == note and case.state not in ("annulleret", "afvist")
    }
    assert set(arena.duplicates.find(person, "ferie", {"note": note})) == expected


@given(organisations_with_cases(), st.data())
def test_the_desks_queue_holds_what_one_may_handle_however_short_it_is(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    arena.settle_in(made)
    person = data.draw(st.sampled_from([UNKNOWN, *made.people]))
    queued = ("modtaget", "genaabnet", "under_behandling", "afventer_indberetter")
    expected = sorted(case.number for case in made.cases if made.handles(person, case) and case.state in queued)
    assert [item.number for item in arena.desk.queue(person)] == expected
    limit = data.draw(st.integers(1, 3))
    assert [item.number for item in arena.desk.queue(person, limit)] == expected[:limit]


@given(organisations_with_cases())
def test_news_of_a_case_goes_to_those_whose_move_it_is_or_whose_report_it_was(arena: Arena, made: Organisation) -> None:
    arena.settle_in(made)
    news = CaseNews(arena.sessions, arena.clock, arena.access, _words)
    wanted: dict[str, list[str]] = {}
    for person, key in news.candidates():
        wanted.setdefault(person, []).append(key)
    told = {(one.person_id, one.subject_key.split(":")[1]) for one in news.news(wanted)}
    assert told == {
        (person, case.number)
        for person in made.people
        for case in visible(made, person)
        if made.awaits(person, case)
        or (person in (case.reporter, case.on_behalf_of) and case.state in ("loest", "afvist"))
    }


def _words(fact: NewsFact) -> Words:
    return fact.number, ()
