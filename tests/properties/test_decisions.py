"""Whoever may report what about whom: the product decides as the reference does, in every organisation."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from bot.cases.errors import NotAllowed
from tests.properties.arena import NAMES, Arena, known_solution
from tests.properties.organisations import AREAS, FORMS, TASKS, UNKNOWN, organisations
from tests.properties.reference import Organisation

SOLUTIONS = {form.id: known_solution(form) for form in FORMS}
MOST = 16  # questions asked of one organisation


@given(organisations(), st.data())
def test_who_may_report_what_about_whom_and_for_whom(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    subjects = [None, UNKNOWN, *made.people]
    units = [None, *(unit.id for unit in made.units)]
    asked = st.tuples(
        st.sampled_from([UNKNOWN, *made.people]),
        st.sampled_from(FORMS),
        st.sampled_from(subjects),
        st.sampled_from(units),
    )
    for person, form, subject, unit in data.draw(st.lists(asked, min_size=MOST // 2, max_size=MOST)):
        decision = arena.access.may_report(person, SOLUTIONS[form.id], subject, unit)
        allowed, lenders = made.may_report(person, form, subject, unit)
        about = (person, form, subject, unit, decision)
        assert decision.allowed is allowed, about
        assert (decision.for_person in lenders) if lenders else decision.for_person is None, about
        assert decision.ground.startswith("delegation:") is bool(lenders), about
        assert (decision.ground == "none") is not allowed, about


@given(organisations(), st.data())
def test_who_holds_which_task_where(arena: Arena, made: Organisation, data: DataObject) -> None:
    arena.settle_in(made)
    person = data.draw(st.sampled_from(made.people))
    standing = arena.access.standing(person)
    assert (standing is None) is not made.places(person)
    held = {
        (task, unit.id)
        for task, unit in product(TASKS, made.units)
        if standing is not None and standing.find(task, arena.access.tree().units[unit.id].path) is not None
    }
    assert held == {(task, unit.id) for task, unit in product(TASKS, made.units) if made.holds(person, task, unit.id)}
    task, unit = data.draw(st.sampled_from(TASKS)), data.draw(st.sampled_from(made.units))
    assert arena.access.decide(person, task, unit.id).allowed is made.holds(person, task, unit.id)


@given(organisations(), st.data())
def test_a_no_names_nobody_and_is_the_same_whoever_it_is_about(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    arena.settle_in(made)
    person, form = data.draw(st.sampled_from(made.people)), data.draw(st.sampled_from(FORMS))
    refused = []
    for subject in [UNKNOWN, *(one for one in made.people if one != person)]:
        decision = arena.access.may_report(person, SOLUTIONS[form.id], subject, None)
        words = set(decision.explanation.replace(".", " ").split())
        assert not words & {word for name in NAMES.values() for word in name.split()}
        if not decision.allowed:
            refused.append(decision)
    # One whom it may not be about, one who has left, and one who has never been: the same answer.
    assert len(set(refused)) <= 1


@given(organisations(), st.data())
def test_a_search_finds_all_whom_one_may_name_and_nobody_else(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    arena.settle_in(made)
    person, area = data.draw(st.sampled_from([UNKNOWN, *made.people])), data.draw(st.sampled_from(AREAS))
    needs = data.draw(st.sampled_from([(), ("report:loen",), ("report:loen", "report:fravaer")]))
    needed = needs or (f"report:{area}",)
    expected = {one for one in made.people if made.may_name(person, one, needed)}
    found = arena.access.search_people(person, "", area, limit=50, needed=needs)
    assert sorted(one.id for one in found) == sorted(expected)
    one = data.draw(st.sampled_from(made.people))
    by_name = {hit.id for hit in arena.access.search_people(person, NAMES[one], area, limit=50, needed=needs)}
    assert (one in by_name) is (one in expected)
    assert by_name <= expected
    assert arena.access.may_name_person(person, one, needed) is (one in expected)
    form = data.draw(st.sampled_from([form for form in FORMS if form.subject == "self_or_employee"]))
    if form.needed == needed and made.places(one):  # what can be found can be reported about, and no more
        assert arena.access.may_report(person, SOLUTIONS[form.id], one, None).allowed is (one in expected)


@given(organisations(), st.data())
def test_units_are_ones_own_and_those_one_holds_the_task_for(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    arena.settle_in(made)
    person, area = data.draw(st.sampled_from(made.people)), data.draw(st.sampled_from(AREAS))
    task = f"report:{area}"
    expected = {
        unit.id
        for unit in made.units
        if made.places(person) and (unit.id in made.places(person) or made.holds(person, task, unit.id))
    }
    assert {unit.id for unit in arena.access.search_units(person, "", area, limit=50)} == expected
    assert {unit.id for unit in made.units if arena.access.may_name_unit(person, unit.id, [task])} == expected


@given(organisations(), st.data())
def test_a_report_is_sent_for_the_one_whose_permission_it_is(
    arena: Arena, made: Organisation, data: DataObject
) -> None:
    """The whole way: draft, sending, case; what stands on the case is what the reference says, or nothing is sent."""
    arena.settle_in(made)
    person, form = data.draw(st.sampled_from(made.people)), data.draw(st.sampled_from(FORMS))
    subject = data.draw(st.sampled_from([None, *made.people]))
    arena.known.clear()
    arena.known[form.id] = SOLUTIONS[form.id]
    draft = arena.drafts.start(person, form.id, None, {"subject": subject})
    try:
        case = arena.cases.submit(person, draft.id)
    except NotAllowed:
        case = None
    about = subject if form.subject in ("self_or_employee", "employee") else None
    needs_subject = form.subject == "employee" and about is None
    own = sorted(made.places(person))
    # The case's unit: the subject's, or the sender's own where it is about nobody who works here.
    units = sorted(made.places(about)) if about else own
    possible = [unit for unit in units if made.may_report(person, form, about, unit)[0]]
    assert (case is not None) is (bool(possible) and not needs_subject)
    if case is None:
        return
    assert case.reporter_id == person
    assert case.unit_id in possible
    allowed, lenders = made.may_report(person, form, about, case.unit_id)
    assert allowed
    assert (case.on_behalf_of_id in lenders) if lenders else case.on_behalf_of_id is None
