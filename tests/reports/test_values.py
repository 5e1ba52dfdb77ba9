"""Reading values: what people type, and what forms send, for each type of field."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.schema import ReportField
from bot.reports.values import CPR_SHOWN, Accepted, Rejected, display, read_text, read_value
from tests.reports.sample import People, context, field


def make(**keys: Any) -> ReportField:
    return ReportField.model_validate(field(id="x", **keys))


CHOICE = {
    "type": "choice",
    "options": [{"id": "bil", "label": "Egen bil"}, {"id": "cykel", "label": "Cykel", "synonyms": ["jernhest"]}],
}


@pytest.mark.parametrize(
    ("keys", "text", "value"),
    [
        ({"type": "date"}, "på fredag", "2026-11-27"),
        ({"type": "date"}, "12. marts 2027", "2027-03-12"),
        ({"type": "period"}, "fra 1. marts til 15. april", {"from": "2027-03-01", "to": "2027-04-15"}),
        ({"type": "amount"}, "1.250,50 kr.", "1250.50"),
        ({"type": "number"}, "37 timer", "37"),
        ({"type": "number"}, "7,5", "7.5"),
        ({"type": "yesno"}, "ja tak", True),
        ({"type": "yesno"}, "nej", False),
        (CHOICE, "cykel", "cykel"),
        (CHOICE, "jernhest", "cykel"),
        ({**CHOICE, "type": "multi"}, "både bil og cykel", ["bil", "cykel"]),
        ({"type": "person"}, "Søren O'Brien", "u2"),
        ({"type": "unit"}, "børnehuset åen", "e1"),
        ({"type": "text"}, "Jeg faldt på trappen", "Jeg faldt på trappen"),
        ({"type": "cpr"}, "⟦cpr:abc123⟧", "cpr:abc123"),
    ],
)
def test_a_typed_text_is_read_as_the_fields_value(keys: dict[str, Any], text: str, value: Any) -> None:
    reading = read_text(make(**keys), text, context())
    assert isinstance(reading, Accepted)
    assert reading.value == value


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ({"type": "date"}, "31. februar 2027"),
        ({"type": "date", "maximum": "0d"}, "i morgen"),
        ({"type": "date", "minimum": "0d"}, "i går"),
        ({"type": "period"}, "fra 15. april 2027 til 1. marts 2027"),
        ({"type": "amount", "maximum": "500"}, "700 kr"),
        ({"type": "number", "minimum": "1"}, "0"),
        ({"type": "text", "pattern": r"\d{2}:\d{2}"}, "om morgenen"),
        ({"type": "text", "max_length": 5}, "alt for lang tekst"),
        ({"type": "person"}, "Zlatan"),
        ({"type": "cpr"}, "1234567"),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_with_a_reason(keys: dict[str, Any], text: str) -> None:
    reading = read_text(make(**keys), text, context())
    assert isinstance(reading, Rejected)
    assert reading.message.strip()


def test_a_name_that_several_people_bear_gives_a_choice() -> None:
    reading = read_text(make(type="person"), "Anne", context())
    assert isinstance(reading, Rejected)
    assert {found.id for found in reading.suggestions} == {"u1", "u3"}


@pytest.mark.parametrize("keys", [{"type": "date"}, {"type": "amount"}, {"type": "number"}, {"type": "yesno"}, CHOICE])
def test_a_text_about_something_else_is_no_value(keys: dict[str, Any]) -> None:
    assert read_text(make(**keys), "hvad skal jeg bruge den til", context()) is None


@pytest.mark.parametrize(
    ("keys", "raw", "value"),
    [
        ({"type": "date"}, "2027-03-12", "2027-03-12"),
        ({"type": "period"}, {"from": "2027-03-01", "to": ""}, {"from": "2027-03-01", "to": None}),
        ({"type": "amount"}, "99,5", "99.50"),
        ({"type": "yesno"}, "false", False),
        (CHOICE, "bil", "bil"),
        ({**CHOICE, "type": "multi"}, ["cykel", "bil"], ["bil", "cykel"]),
        ({"type": "person"}, "u3", "u3"),
        ({"type": "file"}, ["f1"], ["f1"]),
    ],
)
def test_what_a_form_control_sends_is_read(keys: dict[str, Any], raw: Any, value: Any) -> None:
    reading = read_value(make(**keys), raw, context())
    assert isinstance(reading, Accepted)
    assert reading.value == value


@pytest.mark.parametrize(
    ("keys", "raw"),
    [
        ({"type": "date"}, "<script>"),
        ({"type": "period"}, {"from": "", "to": "2027-03-01"}),
        (CHOICE, "raket"),
        ({**CHOICE, "type": "multi"}, ["bil", {"x": 1}]),
        ({"type": "person"}, "' OR 1=1 --"),
        ({"type": "file"}, ["../../etc/passwd"]),
        ({"type": "file"}, ["f1"] * 9),
    ],
)
def test_a_forged_form_value_is_refused(keys: dict[str, Any], raw: Any) -> None:
    assert isinstance(read_value(make(**keys), raw, context()), Rejected)


@pytest.mark.parametrize("raw", [None, "", [], {}, {"from": "", "to": ""}])
def test_an_empty_control_is_no_value(raw: Any) -> None:
    assert read_value(make(type="period"), raw, context()) is None


@pytest.mark.parametrize(
    ("keys", "value", "shown"),
    [
        ({"type": "date"}, "2028-02-29", "29. februar 2028"),
        ({"type": "period"}, {"from": "2027-03-01", "to": "2027-04-15"}, "1. marts 2027 til 15. april 2027"),
        ({"type": "period"}, {"from": "2027-03-01", "to": None}, "fra 1. marts 2027"),
        ({"type": "amount"}, "1250.5", "1.250,50 kr."),
        ({"type": "number", "unit": "timer"}, "7.50", "7,5 timer"),
        ({"type": "yesno"}, False, "Nej"),
        ({**CHOICE, "type": "multi"}, ["bil", "cykel"], "Egen bil og Cykel"),
        ({"type": "person"}, "u2", "Søren O'Brien"),
        ({"type": "cpr"}, "cpr:abc", CPR_SHOWN),
        ({"type": "file"}, ["f1"], "kvittering.pdf"),
    ],
)
def test_a_stored_value_is_shown_as_people_read_it(keys: dict[str, Any], value: Any, shown: str) -> None:
    assert display(make(**keys), value, People()) == shown


@pytest.mark.parametrize(
    ("keys", "text", "value"),
    [
        ({"type": "date", "maximum": "0d"}, "15. januar", "2026-01-15"),
        ({"type": "date", "minimum": "0d"}, "15. januar", "2027-01-15"),
        ({"type": "period", "maximum": "0d"}, "fra 1. til 15. januar", {"from": "2026-01-01", "to": "2026-01-15"}),
    ],
)
def test_a_year_that_was_not_said_is_the_one_that_the_field_allows(keys: dict[str, Any], text: str, value: Any) -> None:
    reading = read_text(make(**keys), text, context())
    assert isinstance(reading, Accepted)
    assert reading.value == value
