from decimal import Decimal

import pytest

from bot.understanding.values.amounts import parse_amount
from bot.understanding.values.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.250,50 kr", "1250.50"),
        ("1250", "1250"),
        ("1 250", "1250"),
        ("1250.50", "1250.50"),
        ("kr. 500,-", "500"),
        ("500,00", "500"),
        ("12.000", "12000"),
        ("1.250.000 kr.", "1250000"),
        ("12 tusind", "12000"),
        ("12k", "12000"),
        ("1,2 mio", "1200000"),
        ("fem hundrede", "500"),
        ("femhundrede kroner", "500"),
        ("to tusind fem hundrede", "2500"),
        ("et hundrede og femogtyve kroner", "125"),
        ("halvandet tusind", "1500"),
        ("1250 kr og 50 øre", "1250.50"),
        ("DKK 1.999,95", "1999.95"),
        ("ca. 500 kr", "500"),
        ("det kostede 89,95", "89.95"),
    ],
)
def test_an_amount_is_understood(text, expected):
    found = parse_amount(text)
    assert found is not None and found.value == Decimal(expected) and found.whole


def test_the_number_with_a_currency_is_the_amount():
    found = parse_amount("jeg har købt 3 bøger for 450 kr")
    assert found is not None and found.value == 450 and not found.whole


@pytest.mark.parametrize("text", ["37 timer", "den 3. maj", "jeg har 2 børn og 3 katte", "20 %", "", "kl. 9.30", "en"])
def test_other_numbers_are_no_amounts(text):
    assert parse_amount(text) is None


@pytest.mark.parametrize(("text", "part"), [("1,250", "1.250 kr. eller 1,25 kr."), ("500 euro", "danske kroner")])
def test_a_doubtful_amount_is_asked_about(text, part):
    found = parse_amount(text)
    assert found is not None and found.value is None and part in (found.reason or "")


@pytest.mark.parametrize(
    ("text", "expected", "unit"),
    [
        ("37 timer", "37", "timer"),
        ("30 t", "30", "timer"),
        ("7,5", "7.5", None),
        ("halvanden", "1.5", None),
        ("halvanden dag", "1.5", "dage"),
        ("3½", "3.5", None),
        ("1 1/2", "1.5", None),
        ("syv en halv", "7.5", None),
        ("to og en halv", "2.5", None),
        ("7 en halv time", "7.5", "timer"),
        ("7 timer og 30 min", "7.5", "timer"),
        ("7:30", "7.5", "timer"),
        ("femogtredive timer", "35", "timer"),
        ("20 %", "20", "procent"),
        ("tyve procent", "20", "procent"),
        ("en time", "1", "timer"),
        ("1.250 km", "1250", "kilometer"),
        ("ca. 12 km", "12", "kilometer"),
        ("0", "0", None),
        ("2,5 timer om dagen", "2.5", "timer"),
    ],
)
def test_a_number_is_understood_with_its_unit(text, expected, unit):
    found = parse_number(text)
    assert found is not None and found.value == Decimal(expected) and found.unit == unit and found.whole


@pytest.mark.parametrize("text", ["", "jeg har en kat", "3 4", "hvad er fristen?"])
def test_no_number_or_several_are_no_answer(text):
    assert parse_number(text) is None
