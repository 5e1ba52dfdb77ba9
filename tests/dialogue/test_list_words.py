"""Asking for another page of a list, as people write it; and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.dialogue.list_words import page_wanted, shared_list_wanted


@pytest.mark.parametrize(
    "text",
    [
        "vis flere",
        "Vis flere, tak",
        "kan du vise flere?",
        "vis mig resten",
        "vis de næste",
        "næste side",
        "Næste side tak!",
        "er der flere?",
        "er der ikke flere sager",
        "må jeg se resten",
        "hvad med resten?",
        "se de øvrige",
        "vis de sidste",
        "vis de næste 8",
        "bladr videre",
        "hent lige nogle flere",
        "jeg vil gerne se flere sager",
        "de næste 10",
        "vis naeste side",
        "og resten",
        "vis fler",
    ],
)
def test_the_next_page(text: str) -> None:
    assert page_wanted(text, just_shown=True) == "next"
    assert page_wanted(text, just_shown=False) == "next"


@pytest.mark.parametrize("text", ["forrige", "Forrige side", "vis forrige side", "bladr tilbage", "en side tilbage"])
def test_the_page_before(text: str) -> None:
    assert page_wanted(text, just_shown=False) == "previous"


@pytest.mark.parametrize(
    "text",
    [
        "tilbage til listen",
        "gå tilbage til oversigten",
        "vis listen igen",
        "tilbage til mine sager",
        "vis mig oversigten igen",
        "listen igen tak",
    ],
)
def test_the_same_page_again(text: str) -> None:
    assert page_wanted(text, just_shown=False) == "same"


@pytest.mark.parametrize("text", ["flere", "mere", "Flere tak", "næste", "videre", "og så?", "de andre"])
def test_a_single_word_means_the_list_only_right_after_it(text: str) -> None:
    assert page_wanted(text, just_shown=True) == "next"
    assert page_wanted(text, just_shown=False) is None


def test_back_is_the_page_before_on_the_list_and_the_list_from_a_case() -> None:
    assert page_wanted("tilbage", just_shown=True) == "previous"
    assert page_wanted("tilbage", just_shown=False) == "same"


@pytest.mark.parametrize(
    "text",
    [
        "vis mine sager",
        "vis min næste ferie",
        "hvad er næste skridt?",
        "jeg skal have flere timer",
        "vis flere løsninger om barsel",
        "hvor langt er resten af sagen om løn",
        "jeg vil have mine penge tilbage",
        "træk sagen tilbage",
        "er der flere, der skal godkende?",
        "mere løn",
        "næste uge",
        "må jeg se mine kollegers sager",
    ],
)
def test_what_only_sounds_like_it(text: str) -> None:
    assert page_wanted(text, just_shown=True) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("hva ligger der i vores fælles liste", True),
        ("hvad er der på fællesskabets liste lige nu?", True),
        ("kan jeg se den fælles liste", True),
        ("hvad er en fælles distributionsliste", False),
        ("vi skal have en fælles liste over nøgler oprettet", False),
    ],
)
def test_the_communitys_list_in_a_sentence(text: str, asked: bool) -> None:
    assert shared_list_wanted(text) is asked
