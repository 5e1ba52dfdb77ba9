"""Words that ask for a question tree, or name an area and nothing more."""

from __future__ import annotations

import pytest

from bot.understanding.requests import request_in
from bot.understanding.tree_words import only_about, tree_asked_by_name


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("spørgetræet om løn", "om løn"),
        ("Vis mig spørgetræet for it, tak", "for it, tak"),
        ("spoergetrae om barsel", "om barsel"),
        ("spørge-træ", ""),
        ("stil mig nogle spørgsmål om ferie", "om ferie"),
        ("kan du spørge mig? stil mig et par spørgsmål", "kan du spørge mig?"),
        ("spørg mig frem", ""),
        ("led mig frem til barsel", "til barsel"),
    ],
)
def test_a_tree_is_asked_for_by_name(text: str, rest: str) -> None:
    assert tree_asked_by_name(text) == rest
    assert request_in(text) == "enter_tree"


@pytest.mark.parametrize(
    "text",
    ["jeg vil spørge om løn", "træet i gården er væltet", "har du et spørgsmål?", "min leder vil fælde et træ", ""],
)
def test_other_texts_ask_for_none(text: str) -> None:
    assert tree_asked_by_name(text) is None
    assert request_in(text) != "enter_tree"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("løn", "løn"),
        ("Ferie?", "Ferie"),
        ("noget med barsel", "barsel"),
        ("det er noget med min løn", "løn"),
        ("hej, jeg har et spørgsmål om it", "it"),
        ("det handler om indkøb", "indkøb"),
        ("hjælp til økonomi", "økonomi"),
        ("ang. kørsel", "kørsel"),
        ("jeg har noget med løn at gøre", "løn"),
    ],
)
def test_what_names_one_word_only_is_about_that(text: str, about: str) -> None:
    assert only_about(text) == about


@pytest.mark.parametrize(
    "text", ["jeg er syg", "jeg skal have ferie i juli", "noget om ferie i juli", "hvad er fristen for barsel", ""]
)
def test_what_tells_more_is_about_more_than_a_word(text: str) -> None:
    assert only_about(text) is None
