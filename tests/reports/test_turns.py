"""One turn of a report: answer, proposal, correction, skip, help, or something else altogether."""

from __future__ import annotations

from typing import Any

from bot.reports.turns import Progress, Said, TurnResult, apply_text, apply_values
from tests.reports.sample import context, field, report

FORM = report(
    [field(id="dato", type="date", label="Datoen for rejsen"), field(id="beloeb", type="amount", label="Beløbet")],
    [field(id="hvad", type="text", label="Beskrivelsen"), field(id="note", type="text", required=False)],
)


def said(
    text: str, act: str | None = None, confidence: float = 0.0, *, other: bool = False, crisis: bool = False
) -> Said:
    return Said(text=text, act=act, act_confidence=confidence, other_topic=other, crisis=crisis)


def progress(**answers: Any) -> Progress:
    return Progress(dict(answers), list(answers), {name: "user" for name in answers})


def turn(state: Progress, heard: Said) -> TurnResult:
    return apply_text(FORM, state, heard, context())


def test_a_text_answers_the_first_open_field() -> None:
    state = progress()
    assert turn(state, said("1. marts")).stored == ["dato"]
    assert state.answers["dato"] == "2027-03-01"


def test_a_text_that_is_plainly_another_field_of_the_group_answers_that() -> None:
    state = progress()
    assert turn(state, said("450 kr")).stored == ["beloeb"]


def test_a_yes_confirms_a_proposal() -> None:
    state = Progress({"dato": "2027-03-01"}, [], {"dato": "text"})
    assert turn(state, said("ja", "affirm", 0.99)).stored == ["dato"]
    assert state.settled == ["dato"]


def test_a_yes_does_not_confirm_what_the_field_would_not_take() -> None:
    form = report(
        [field(id="dato", type="date", minimum="0d"), field(id="slut", type="date", minimum="0d", required=False)]
    )
    state = Progress({"dato": "2026-11-13", "slut": "2026-11-13"}, [], {"dato": "forloeb", "slut": "forloeb"})
    refused = apply_text(form, state, said("ja", "affirm", 0.99), context())
    assert "passeret" in refused.errors["dato"].message
    assert state.settled == []
    sent = apply_text(form, state, said("send"), context())
    assert (sent.skipped, sent.incomplete) == (["slut"], True)
    assert "slut" not in state.answers


def test_a_facet_question_in_between_is_an_interruption() -> None:
    assert turn(progress(), said("hvad er fristen?", "deadline", 0.9)).interruption


def test_a_value_wins_over_an_act_that_it_resembles() -> None:
    assert turn(progress(), said("i morgen", "goodbye", 0.9)).stored == ["dato"]


def test_a_crisis_is_never_taken_as_an_answer() -> None:
    assert turn(progress(dato="2027-03-01", beloeb="1"), said("jeg vil ikke leve mere", crisis=True)).interruption


def test_free_text_takes_what_could_be_an_act_unless_it_is_short_and_sure() -> None:
    given = {"dato": "2027-03-01", "beloeb": "1"}
    long = "Jeg bad om hjælp til at komme op efter faldet og ringede så til min leder"
    assert turn(progress(**given), said(long, "help", 0.95)).stored == ["hvad"]
    assert turn(progress(**given), said("stop", "cancel", 0.95)).interruption


def test_an_optional_field_can_be_skipped() -> None:
    state = progress(dato="2027-03-01", beloeb="1", hvad="x")
    result = turn(state, said("spring over"))
    assert result.skipped == ["note"]
    assert "note" not in state.answers


def test_not_knowing_a_required_answer_gets_help() -> None:
    assert turn(progress(), said("det ved jeg ikke", "dont_know", 0.9)).needs_help


def test_a_text_that_fits_nothing_is_said_to_be_not_understood() -> None:
    assert turn(progress(), said("blomkål")).not_understood


def test_a_correction_with_a_value_changes_the_answer_at_once() -> None:
    state = progress(dato="2027-03-01", beloeb="100")
    assert turn(state, said("ret beløbet til 250 kr")).stored == ["beloeb"]
    assert state.answers["beloeb"] == "250"


def test_a_correction_without_a_value_asks_anew() -> None:
    state = progress(dato="2027-03-01", beloeb="100", hvad="x", note="y")
    assert turn(state, said("ret datoen")).reopened == "dato"
    assert "dato" not in state.settled


def test_a_form_stores_what_fits_and_explains_what_does_not() -> None:
    state = progress()
    result = apply_values(FORM, state, {"dato": "2027-03-01", "beloeb": "mange"}, ["dato", "beloeb"], context())
    assert result.stored == ["dato"]
    assert set(result.errors) == {"beloeb"}


def test_a_form_cannot_set_fields_that_were_not_asked() -> None:
    state = progress()
    apply_values(FORM, state, {"dato": "2027-03-01", "hvad": "snyd"}, ["dato"], context())
    assert "hvad" not in state.answers


def test_a_required_field_left_empty_in_a_form_is_an_error() -> None:
    assert set(apply_values(FORM, progress(), {}, ["dato"], context()).errors) == {"dato"}


def test_at_the_summary_a_command_to_send_is_taken_as_such() -> None:
    answers = {"dato": "2027-03-01", "beloeb": "1", "hvad": "x", "note": "y"}
    for text in ("send", "Send den!", "ja, send den nu", "ja tak", "bare send den"):
        assert turn(progress(**answers), said(text)).send, text
    assert not turn(progress(**answers), said("hvornår sender I svar", "processing_time", 0.9)).send


def test_sending_early_leaves_what_is_optional_and_still_asks_what_is_required() -> None:
    state = progress(dato="2027-03-01", beloeb="1", hvad="x")
    assert turn(state, said("send den")).skipped == ["note"]
    missing = progress(dato="2027-03-01")
    assert turn(missing, said("send")).incomplete
    assert "beloeb" not in missing.settled
