"""The CPR shield: what it finds, what it leaves, and what stands in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import cpr
from tests.privacy.cpr_strings import HIDDEN, OPEN


class Drawer:
    """A vault in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, str]] = {}

    def keep(self, number: str, owner_id: str) -> str:
        ref = f"ref{len(self.kept):08d}"
        self.kept[ref] = (number, owner_id)
        return ref

    def knows(self, ref: str, owner_id: str) -> bool:
        return ref in self.kept and self.kept[ref][1] == owner_id


@pytest.mark.parametrize(("text", "numbers"), HIDDEN)
def test_a_cpr_number_is_found_however_it_is_written(text: str, numbers: str) -> None:
    assert " ".join(match.number for match in cpr.find(text)) == numbers


@pytest.mark.parametrize("text", OPEN)
def test_what_is_no_cpr_number_is_left_alone(text: str) -> None:
    drawer = Drawer()
    assert cpr.shield(text, drawer, "anne") == text
    assert drawer.kept == {}


@pytest.mark.parametrize(("text", "numbers"), HIDDEN)
def test_no_digit_of_a_hidden_number_is_left_in_the_text(text: str, numbers: str) -> None:
    drawer = Drawer()
    shielded = cpr.shield(text, drawer, "anne")
    assert cpr.find(cpr.TOKEN.sub("", shielded)) == []
    assert sorted(number for number, _ in drawer.kept.values()) == sorted(numbers.split())


_dates = st.dates().map(lambda d: d.strftime("%d%m%y"))
_fictitious = _dates.map(lambda s: str(int(s[0]) + 6) + s[1:])
_forms = st.sampled_from(["{d}-{n}", "{d}{n}", "{d} {n}", "{d} - {n}", "{a}-{b}-{c}-{n}", "{a} {b} {c} {n}", "{d}–{n}"])
_around = st.sampled_from(
    [
        "{}",
        "cpr {}",
        "Mit cpr-nummer er {}.",
        "{} er syg i dag",
        "det gælder {}, som er ansat hos os",
        "({})",
        "{}\nHilsen Bo",
    ]
)


@given(
    date=st.one_of(_dates, _fictitious), last=st.from_regex(r"[0-9]{4}", fullmatch=True), form=_forms, around=_around
)
def test_every_date_in_every_form_is_found(date: str, last: str, form: str, around: str) -> None:
    number = form.format(d=date, a=date[:2], b=date[2:4], c=date[4:], n=last)
    if " " in form and "{a}" in form and last[:2] < "24" and last[2:] < "60":
        return  # "01 02 03 1430" may be a date and a time of day
    assert [match.number for match in cpr.find(around.format(number))] == [date + last]


def test_the_rest_of_the_text_is_kept_as_it_was() -> None:
    drawer = Drawer()
    shielded = cpr.shield("Hej 🙂 jeg er 010190-1234, og Bo er 0202902345!", drawer, "anne")
    assert shielded == "Hej 🙂 jeg er ⟦cpr:ref00000001⟧, og Bo er ⟦cpr:ref00000000⟧!"


def test_shielding_twice_changes_nothing() -> None:
    drawer = Drawer()
    once = cpr.shield("cpr 010190-1234", drawer, "anne")
    assert cpr.shield(once, drawer, "anne") == once
    assert len(drawer.kept) == 1


def test_a_reference_that_the_user_types_counts_only_if_it_is_theirs() -> None:
    drawer = Drawer()
    theirs = cpr.shield("010190-1234", drawer, "anne")
    assert cpr.shield(theirs, drawer, "bo") == "[cpr:ref00000000]"
    assert cpr.shield("⟦cpr:abcdefghijkl⟧", drawer, "anne") == "[cpr:abcdefghijkl]"


def test_where_a_cpr_number_was_asked_for_any_date_will_do() -> None:
    drawer = Drawer()
    assert cpr.shield("01 01 90 12 34", drawer, "anne", expected=True) == "⟦cpr:ref00000000⟧"
    assert cpr.find("konto 0101901234", expected=True)
    assert cpr.find("3201901234", expected=True) == []


def test_values_of_json_are_shielded_however_deep() -> None:
    drawer = Drawer()
    value = {"a": ["010190-1234", {"b": "cpr 020290-2345"}], "c": 7, "d": None, "e": True}
    shielded = cpr.shield_value(value, drawer, "anne")
    assert shielded == {"a": ["⟦cpr:ref00000000⟧", {"b": "cpr ⟦cpr:ref00000001⟧"}], "c": 7, "d": None, "e": True}
    assert cpr.refs_in(shielded) == {"ref00000000", "ref00000001"}


def test_a_field_takes_the_one_reference_of_a_text() -> None:
    assert cpr.value_of("det er ⟦cpr:ref00000000⟧") == "cpr:ref00000000"
    assert cpr.value_of("⟦cpr:ref00000000⟧ og ⟦cpr:ref00000001⟧") is None
    assert cpr.value_of("det ved jeg ikke") is None
    assert cpr.refs_in({"cpr": "cpr:ref00000000"}) == {"ref00000000"}


def test_people_see_dots() -> None:
    assert cpr.display("Anna ⟦cpr:ref00000000⟧") == "Anna ••••••-••••"


def test_modulus_11_holds_for_old_numbers_also_fictitious_ones() -> None:
    assert cpr.passes_modulus_11("0707614285")
    assert cpr.passes_modulus_11("6707614285")
    assert not cpr.passes_modulus_11("0707614286")


def test_a_long_text_of_digits_takes_little_time() -> None:
    assert cpr.find("1" * 10_000) == []
    assert cpr.find("01 " * 3_000) == []
    assert len(cpr.find("010190-1234 " * 800)) == 800
