"""Periods as people write them; today is Monday 23 November 2026."""

from datetime import date

import pytest

from bot.understanding.values.dates import parse_period

TODAY = date(2026, 11, 23)

UNDERSTOOD = [
    ("fra 1. marts til 15. april", "2027-03-01", "2027-04-15"),
    ("fra og med 1. januar 2027 til og med 30. juni 2027", "2027-01-01", "2027-06-30"),
    ("1.-5. maj", "2027-05-01", "2027-05-05"),
    ("3. og 4. maj", "2027-05-03", "2027-05-04"),
    ("fra den 1. til den 15. april", "2027-04-01", "2027-04-15"),
    ("fra 28. til 3. marts", "2027-02-28", "2027-03-03"),
    ("fra d. 3/4 til d. 7/4", "2027-04-03", "2027-04-07"),
    ("3/4-7/4", "2027-04-03", "2027-04-07"),
    ("1/12 - 5/12 2026", "2026-12-01", "2026-12-05"),
    ("1/3-27 - 15/4-27", "2027-03-01", "2027-04-15"),
    ("20.12.2026-05.01.2027", "2026-12-20", "2027-01-05"),
    ("fra 20/12 til 5/1", "2026-12-20", "2027-01-05"),
    ("fra d. 3 til d. 7", "2026-12-03", "2026-12-07"),
    ("fra 2027-01-01 til 2027-02-01", "2027-01-01", "2027-02-01"),
    ("mellem 3. maj og 20. maj", "2027-05-03", "2027-05-20"),
    ("starter 1/3 og slutter 15/4", "2027-03-01", "2027-04-15"),
    ("mandag til onsdag", "2026-11-23", "2026-11-25"),
    ("fra mandag til fredag i næste uge", "2026-11-30", "2026-12-04"),
    ("fra fredag d. 27/11 til mandag d. 30/11", "2026-11-27", "2026-11-30"),
    ("i morgen og overmorgen", "2026-11-24", "2026-11-25"),
    ("fra på mandag og to uger frem", "2026-11-30", "2026-12-13"),
    ("to uger fra d. 3/4", "2027-04-03", "2027-04-16"),
    ("fra 3/4 i 3 måneder", "2027-04-03", "2027-07-02"),
    ("fra i morgen og 3 dage frem", "2026-11-24", "2026-11-26"),
    ("de næste to uger", "2026-11-23", "2026-12-06"),
    ("3 uger frem", "2026-11-23", "2026-12-13"),
    ("indtil 1. april", "2026-11-23", "2027-04-01"),
    ("uge 29-31", "2027-07-19", "2027-08-08"),
    ("uge 29", "2027-07-19", "2027-07-25"),
    ("i uge 29 og 30", "2027-07-19", "2027-08-01"),
    ("uge 28, 29 og 30", "2027-07-12", "2027-08-01"),
    ("uge 52-1", "2026-12-21", "2027-01-10"),
    ("uge 7 2028", "2028-02-14", "2028-02-20"),
    ("hele juli", "2027-07-01", "2027-07-31"),
    ("juli 2027", "2027-07-01", "2027-07-31"),
    ("til marts", "2027-03-01", "2027-03-31"),
    ("i december", "2026-12-01", "2026-12-31"),
    ("juli og august", "2027-07-01", "2027-08-31"),
    ("fra juli til september", "2027-07-01", "2027-09-30"),
    ("næste uge", "2026-11-30", "2026-12-06"),
    ("næste måned", "2026-12-01", "2026-12-31"),
    ("resten af ugen", "2026-11-23", "2026-11-29"),
    ("i weekenden", "2026-11-28", "2026-11-29"),
    ("1. kvartal 2027", "2027-01-01", "2027-03-31"),
    ("hele 2027", "2027-01-01", "2027-12-31"),
    ("i dag", "2026-11-23", "2026-11-23"),
    ("fra 1. marts", "2027-03-01", None),
    ("fra 1. marts og frem", "2027-03-01", None),
    ("fra i dag og indtil videre", "2026-11-23", None),
    ("fra 1/1 uden slutdato", "2027-01-01", None),
    ("fra marts", "2027-03-01", None),
]


@pytest.mark.parametrize(("text", "first", "last"), UNDERSTOOD)
def test_a_period_is_understood_as_it_is_written(text, first, last):
    found = parse_period(text, TODAY)
    assert found is not None and found.reason is None
    assert found.value == (date.fromisoformat(first), date.fromisoformat(last) if last else None)
    assert found.whole


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("fra 15. april 2026 til 1. marts 2026", "før startdatoen"),
        ("uge 7 og 42", "hænger ikke sammen"),
        ("31. februar til 2. marts", "Februar har kun"),
        ("uge 60", "ingen uge 60"),
    ],
)
def test_an_impossible_period_says_why(text, part):
    found = parse_period(text, TODAY)
    assert found is not None and found.value is None
    assert part in (found.reason or "")


def test_a_period_in_a_question_is_a_mention():
    found = parse_period("jeg holder ferie i uge 29, hvad gør jeg?", TODAY)
    assert found is not None and not found.whole


def test_a_week_that_has_just_passed_is_meant_where_the_field_looks_back():
    found = parse_period("uge 42", TODAY, "past")
    assert found is not None and found.value == (date(2026, 10, 12), date(2026, 10, 18))


@pytest.mark.parametrize("text", ["", "hvad er fristen?", "37 timer", "jeg venter barn", "må jeg det"])
def test_what_is_no_period_is_left_alone(text):
    assert parse_period(text, TODAY) is None
