"""Markdown as plain text."""

from __future__ import annotations

import pytest

from bot.knowledge.markdown import plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Send **senest** i *dag*.", "Send senest i dag."),
        ("En lang sætning,\nder går over to linjer.", "En lang sætning, der går over to linjer."),
        ("### Hvad med bro?\n\nBetal selv.", "Hvad med bro?\nBetal selv."),
        ("### Hvad med bro?\nBetal selv.\nGem kvitteringen.", "Hvad med bro?\nBetal selv. Gem kvitteringen."),
        ("- Først\n  og mest\n- Så", "- Først og mest\n- Så"),
        ("* Først\n* Så", "- Først\n- Så"),
        ("1. Skriv\n2. Send", "1. Skriv\n2. Send"),
        ("- Satsen skifter den\n  1. januar.", "- Satsen skifter den 1. januar."),
        ("Se [Barsel](/emner/varsling-af-barsel).", "Se Barsel."),
    ],
)
def test_marks_are_gone_and_headings_and_items_keep_their_lines(markdown: str, text: str) -> None:
    assert plain(markdown) == text
