"""Single dates as people write them; today is Monday 23 November 2026."""

from datetime import date

import pytest

from bot.understanding.values.dates import find_dates, parse_date

TODAY = date(2026, 11, 23)

UNDERSTOOD = [
    ("i dag", "2026-11-23"),
    ("idag", "2026-11-23"),
    ("dags dato", "2026-11-23"),
    ("i morgen", "2026-11-24"),
    ("imorgen", "2026-11-24"),
    ("i overmorgen", "2026-11-25"),
    ("i går", "2026-11-22"),
    ("i gaar", "2026-11-22"),
    ("i forgårs", "2026-11-21"),
    ("på fredag", "2026-11-27"),
    ("På Fredag", "2026-11-27"),
    ("fredag", "2026-11-27"),
    ("lørdag", "2026-11-28"),
    ("loerdag", "2026-11-28"),
    ("på mandag", "2026-11-30"),
    ("næste mandag", "2026-11-30"),
    ("næste fredag", "2026-12-04"),
    ("i fredags", "2026-11-20"),
    ("sidste fredag", "2026-11-20"),
    ("mandag i næste uge", "2026-11-30"),
    ("næste uges onsdag", "2026-12-02"),
    ("onsdag om 14 dage", "2026-12-09"),
    ("fredag om en uge", "2026-12-04"),
    ("fredag otte dage", "2026-12-04"),
    ("fredag uge 12", "2027-03-26"),
    ("fredag i uge 51 2026", "2026-12-18"),
    ("om 14 dage", "2026-12-07"),
    ("om fjorten dage", "2026-12-07"),
    ("om 3 uger", "2026-12-14"),
    ("om en måned", "2026-12-23"),
    ("om halvanden måned", "2027-01-07"),
    ("om et halvt år", "2027-05-23"),
    ("om 5 arbejdsdage", "2026-11-30"),
    ("for 3 dage siden", "2026-11-20"),
    ("for en uge siden", "2026-11-16"),
    ("3. april", "2027-04-03"),
    ("den 3. april", "2027-04-03"),
    ("d. 3/4", "2027-04-03"),
    ("d.3/4", "2027-04-03"),
    ("3/4", "2027-04-03"),
    ("3.4.", "2027-04-03"),
    ("3.4.26", "2026-04-03"),
    ("03.04.2026", "2026-04-03"),
    ("3-4-2027", "2027-04-03"),
    ("12/3-2026", "2026-03-12"),
    ("12/3 2026", "2026-03-12"),
    ("2026-03-12", "2026-03-12"),
    ("030426", "2026-04-03"),
    ("03042026", "2026-04-03"),
    ("1.5.98", "1998-05-01"),
    ("3. april 2028", "2028-04-03"),
    ("3. april næste år", "2027-04-03"),
    ("21. dec.", "2026-12-21"),
    ("3 jan", "2027-01-03"),
    ("3. janaur", "2027-01-03"),
    ("femte maj", "2027-05-05"),
    ("den femte i femte", "2027-05-05"),
    ("den 3. i 4.", "2027-04-03"),
    ("den 24.", "2026-11-24"),
    ("den 1.", "2026-12-01"),
    ("den 1. i næste måned", "2026-12-01"),
    ("mandag den 30.", "2026-11-30"),
    ("fredag d. 4. december", "2026-12-04"),
    ("tirsd. d. 24/11", "2026-11-24"),
    ("første mandag i maj", "2027-05-03"),
    ("sidste fredag i januar 2027", "2027-01-29"),
    ("sidste dag i marts", "2027-03-31"),
    ("ultimo marts", "2027-03-31"),
    ("primo februar 2027", "2027-02-01"),
    ("udgangen af marts", "2027-03-31"),
    ("udgangen af måneden", "2026-11-30"),
    ("juleaften", "2026-12-24"),
    ("skærtorsdag", "2027-03-25"),
    ("kristi himmelfartsdag 2027", "2027-05-06"),
    ("29. februar", "2028-02-29"),
    ("det bliver nok på tirsdag, tror jeg", "2026-11-24"),
]


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD)
def test_a_date_is_understood_as_it_is_written(text, expected):
    found = parse_date(text, TODAY)
    assert found is not None and found.reason is None
    assert found.value == date.fromisoformat(expected)
    assert found.whole


@pytest.mark.parametrize(
    "text",
    [
        "kl. 9.30",
        "3,5 timer",
        "1/2 time",
        "12.30",
        "jeg er 31 år",
        "hver mandag",
        "hvad er fristen?",
        "",
        "1.250 kr",
        "2026-000123",
    ],
)
def test_what_is_no_date_is_left_alone(text):
    assert parse_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("31. februar", "Februar har kun"),
        ("31/4", "April har kun 30"),
        ("29. februar 2027", "Februar 2027 har kun 28"),
        ("4/13/2026", "ingen måned nummer 13"),
        ("fredag d. 5. december", "en lørdag, ikke en fredag"),
        ("til marts", "Hvilken dag i marts"),
        ("marts 2027", "Hvilken dag i marts 2027"),
        ("i næste uge", "Hvilken dag"),
    ],
)
def test_an_impossible_or_incomplete_date_says_why(text, part):
    found = parse_date(text, TODAY)
    assert found is not None and found.value is None
    assert part in (found.reason or "")


@pytest.mark.parametrize(
    ("text", "prefer", "expected"),
    [
        ("12. juni", "past", "2026-06-12"),
        ("12. juni", "future", "2027-06-12"),
        ("fredag", "past", "2026-11-20"),
        ("den 10.", "past", "2026-11-10"),
        ("den 10.", "future", "2026-12-10"),
    ],
)
def test_what_is_missing_is_filled_in_the_way_the_field_looks(text, prefer, expected):
    found = parse_date(text, TODAY, prefer)
    assert found is not None and found.value == date.fromisoformat(expected)
    assert found.assumed


def test_a_mention_is_told_from_an_answer():
    found = parse_date("jeg skal til tandlægen på tirsdag kl. 9.30, må jeg det?", TODAY)
    assert found is not None and not found.whole
    assert found.text == "på tirsdag"


def test_all_dates_of_a_text_are_found_in_order():
    texts = [found.text for found in find_dates("Jeg blev syg i går og er tilbage på fredag", TODAY)]
    assert texts == ["i går", "på fredag"]


def test_positions_hold_for_letters_whose_lower_case_is_longer():
    found = parse_date("İ 3. april", TODAY)
    assert found is not None and found.text == "3. april"
