"""Random organisations: units, people, employments, roles, single tasks, deputies, and cases of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.properties.reference import (
    TODAY,
    CaseFact,
    Form,
    GrantFact,
    Job,
    Lent,
    Organisation,
    Period,
    RoleFact,
    UnitFact,
)
from tests.town import MONDAY

T = TypeVar("T")

AREAS = ("fravaer", "loen")
# "a" is the beginning of "aa" and of "ab": a path must not be taken for another's because it begins alike.
UNIT_IDS = ("a", "aa", "ab", "b", "a0", "c")
PEOPLE = ("p", "pp", "q", "r", "s")
ROLES = ("indberetter_loen", "indberetter_personale", "leder", "sagsbehandler_loen_og_personale", "foerste_linje")
TASKS = (
    *(f"{kind}:{area}" for kind in ("report", "approve", "view_unit", "handle") for area in AREAS),
    "support",
)
STATES = (
    "afventer_godkendelse", "modtaget", "under_behandling", "afventer_indberetter", "loest", "genaabnet", "lukket",
    "annulleret", "afvist",
)  # fmt: skip
NOTES = ("x", "y")
UNKNOWN = "nobody"

_DAY = timedelta(days=1)
# Cases are sent before, at and after this instant, and some deputies see only those that were sent from then on.
BETWEEN = MONDAY - 2 * _DAY
# Mostly in force, and otherwise past, future, ended yesterday, begun tomorrow, or on its first or last day.
PERIODS = [
    *[Period(date(2020, 1, 1), None)] * 6,
    Period(TODAY, TODAY),
    Period(TODAY - _DAY, TODAY),
    Period(TODAY, TODAY + _DAY),
    Period(date(2020, 1, 1), TODAY - _DAY),
    Period(TODAY + _DAY, None),
    Period(TODAY + _DAY, TODAY + 2 * _DAY),
]
FORMS = tuple(
    Form(f"{subject}-{area}-{len(needs)}", area, subject, needs)
    for subject in ("self", "self_or_employee", "employee", "external", "none")
    for area, needs in (
        ("fravaer", ()),
        ("loen", ()),
        ("fravaer", ("report:loen",)),
        ("loen", ("report:loen", "report:fravaer")),
    )
)


# How many there are of each thing Hypothesis draws, and so makes them fewer once something has failed. What they are
# comes from a seed: drawn one by one they would be alike too often for anything to be lent, held and asked for at once.


def _some(seed: int, what: str, count: int, make: Callable[[Random], T]) -> tuple[T, ...]:
    """The first ones of a row that the seed alone decides: with fewer of them the others stay as they are."""
    random = Random(f"{seed} {what}")
    return tuple(make(random) for _ in range(count))


@st.composite
def organisations(draw: DrawFn) -> Organisation:
    """Up to six units in any tree (or several), five people, and all that they may hold."""
    seed = draw(st.integers(0, 2**32))
    ids = UNIT_IDS[: draw(st.integers(1, len(UNIT_IDS)))]
    people = PEOPLE[: draw(st.integers(2, len(PEOPLE)))]

    def held(random: Random) -> tuple[str, str, Period]:
        return random.choice(people), random.choice(ids), random.choice(PERIODS)

    def job(random: Random) -> Job:
        return Job(*held(random))

    def role(random: Random) -> RoleFact:
        person, unit, period = held(random)
        return RoleFact(person, random.choice(ROLES), unit, period)

    def grant(random: Random) -> GrantFact:
        person, unit, period = held(random)
        return GrantFact(person, random.choice(TASKS), unit, period)

    def lent(random: Random) -> Lent:
        lender, deputy = random.sample(people, 2)
        tasks = TASKS if random.random() < 0.5 else tuple(random.sample(TASKS, random.randint(1, 3)))
        unit = None if random.random() < 0.5 else random.choice(ids)
        accepted, revoked = random.random() < 0.8, random.random() < 0.2
        period, since = random.choice(PERIODS), random.choice([None, None, BETWEEN])
        return Lent(lender, deputy, tasks, unit, period, accepted, revoked, since)

    random = Random(f"{seed} units")
    units = tuple(
        UnitFact(id_, random.choice([None, *ids[:index]]), random.choice([None, *people, *people]))
        for index, id_ in enumerate(ids)
    )
    return Organisation(
        units,
        people,
        # Most are employed somewhere, and some in two places.
        tuple(Job(one, random.choice(ids), random.choice(PERIODS)) for one in people)
        + _some(seed, "jobs", draw(st.integers(0, 3)), job),
        _some(seed, "roles", draw(st.integers(0, 5)), role),
        _some(seed, "grants", draw(st.integers(0, 5)), grant),
        _some(seed, "lent", draw(st.integers(0, 8)), lent),
    )


@cache
def _parties(people: Sequence[str]) -> list[tuple[str, str | None, str | None, str | None]]:
    """Reporter, on behalf of, subject, approver: nobody sends for themself, and nobody approves their own."""
    maybe: list[str | None] = [None, *people]
    return [
        (reporter, other, subject, approver)
        for reporter, other, subject, approver in product(people, maybe, maybe, maybe)
        if other != reporter and (approver is None or approver not in (reporter, other, subject))
    ]


# At the desk, sensitive, seen by the subject, seen by the unit: what is sensitive is never shared by unit.
_FLAGS = [flags for flags in product((True, False), repeat=4) if not (flags[1] and flags[3])]


def _case(random: Random, made: Organisation, number: int) -> CaseFact:
    reporter, on_behalf_of, subject, approver = random.choice(_parties(made.people))
    at_desk, sensitive, subject_sees, unit_sees = random.choice(_FLAGS)
    area = random.choice(AREAS)
    return CaseFact(
        number=f"2026-{number:06d}",
        solution=random.choice(["ferie", "sygdom"]),
        area=area,
        unit=random.choice(made.units).id,
        state=random.choice([*STATES, STATES[0], STATES[0]] if approver else STATES[1:]),
        sent=random.choice([BETWEEN - timedelta(hours=number), BETWEEN, BETWEEN + timedelta(hours=number)]),
        reporter=reporter,
        on_behalf_of=on_behalf_of,
        subject=subject,
        approver=approver,
        handler_task=random.choice([f"handle:{area}", f"handle:{area}", "support"]),
        at_desk=at_desk,
        sensitive=sensitive,
        subject_sees=subject_sees,
        unit_sees=unit_sees,
        note=random.choice(NOTES),
        assignee=random.choice([None, *made.people]),
        followers=tuple(random.sample(made.people, random.randint(0, 2))),
    )


@st.composite
def organisations_with_cases(draw: DrawFn) -> Organisation:
    """An organisation and up to eight cases in it."""
    made = draw(organisations())
    numbers = iter(range(1, 9))
    seed, count = draw(st.integers(0, 2**32)), draw(st.integers(1, 8))
    return replace(made, cases=_some(seed, "cases", count, lambda random: _case(random, made, next(numbers))))
