import pytest

from bot.understanding.language import language_of
from bot.understanding.needs import splits
from bot.understanding.text import ANALYSED_CHARACTERS, analysed, folded, plain


def test_only_the_first_thousand_characters_are_analysed():
    assert len(analysed("æ" * 10_000)) == ANALYSED_CHARACTERS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  jeg\t er\n\nsyg ", "jeg er syg"),
        ("a\u0308ble", "äble"),
        ("\u2060/restart", "/restart"),
        ("hej\x00\x07du", "hej du"),
        ("", ""),
        ("\u200b\u200d", ""),
        ("løn 👍", "løn 👍"),
    ],
)
def test_a_text_is_cleaned_without_losing_letters(text, expected):
    assert analysed(text) == expected


def test_danish_letters_are_folded_in_further_views_only():
    assert folded("Løn på æske") == "loen paa aeske"
    assert plain("løn") == plain("loen") == plain("lon")
    assert plain("på") == plain("paa") == plain("pa")
    assert plain("heeeej") == "hej"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do I report sick leave?", "en"),
        ("I need help with my salary", "en"),
        ("can I talk to someone who speaks English please", "en"),
        ("jeg er syg", "da"),
        ("hej", "da"),
        ("", "da"),
        ("Jeg kan ikke logge på Outlook", "da"),
        ("vpn og two factor login", "da"),
        ("hvor er min onboarding plan for the new guy", "da"),
        ("løn", "da"),
    ],
)
def test_english_is_told_from_danish(text, language):
    assert language_of(text) == language


def test_a_message_is_cut_where_a_second_need_may_begin():
    assert ("Jeg er rask igen.", "Og så mangler jeg løn for marts.") in splits(
        "Jeg er rask igen. Og så mangler jeg løn for marts."
    )
    assert splits("jeg er syg") == []
    assert len(splits("en to. " * 50)) <= 4
