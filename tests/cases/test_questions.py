"""A question with choices: written as a list, read back as one."""

from __future__ import annotations

import pytest

from bot.cases.questions import choices_in, with_choices


def test_choices_are_read_back_as_they_were_given() -> None:
    asked = with_choices("Hvilken uge?", ["Uge 29", " Uge  30 ", ""])
    assert asked == "Hvilken uge?\n- Uge 29\n- Uge 30"
    assert choices_in(asked) == ("Hvilken uge?", ["Uge 29", "Uge 30"])


@pytest.mark.parametrize("question", ["Hvilken uge?", "Send:\n- én ting", "- a\n- b", "Som - eller?", None])
def test_what_is_no_list_of_choices_stays_a_question(question: str | None) -> None:
    assert choices_in(question) == (question or "", [])
