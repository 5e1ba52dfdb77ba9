"""Which fields are open is recomputed from the answers."""

from __future__ import annotations

from bot.reports import flow
from tests.reports.sample import field, report

FORM = report(
    [
        field(id="grund", type="choice", options=[{"id": "syg", "label": "Syg"}, {"id": "ferie", "label": "Ferie"}]),
        field(id="laege", type="yesno", when={"field": "grund", "any_of": ["syg"]}),
    ],
    [
        field(id="hvilken_laege", type="text", when={"field": "laege", "any_of": [True]}),
        field(id="note", type="text", required=False),
    ],
)


def test_fields_with_an_unmet_condition_are_left_out() -> None:
    assert [f.id for f in flow.visible_fields(FORM, {"grund": "ferie"})] == ["grund", "note"]


def test_a_field_that_hangs_on_a_hidden_field_is_hidden_too() -> None:
    answers = {"grund": "ferie", "laege": True}
    assert "hvilken_laege" not in {f.id for f in flow.visible_fields(FORM, answers)}


def test_the_first_group_with_an_open_field_is_asked() -> None:
    place = flow.position(FORM, {"grund": "syg"}, ["grund"])
    assert [f.id for f in place.open_fields] == ["laege"]
    assert (place.step, place.steps) == (1, 2)


def test_a_proposed_answer_is_still_asked() -> None:
    assert [f.id for f in flow.position(FORM, {"grund": "syg"}, []).open_fields] == ["grund", "laege"]


def test_a_report_is_complete_when_every_field_is_settled() -> None:
    assert flow.position(FORM, {"grund": "ferie"}, ["grund", "note"]).complete


def test_answers_to_fields_that_no_longer_apply_are_not_sent() -> None:
    answers = {"grund": "ferie", "laege": True, "hvilken_laege": "Dr. Hansen", "note": "hej"}
    assert flow.relevant_answers(FORM, answers) == {"grund": "ferie", "note": "hej"}


def test_back_returns_to_the_last_answer_that_the_user_gave() -> None:
    answers = {"grund": "syg", "laege": False}
    assert flow.previous_settled(FORM, answers, ["grund", "laege"], ["grund", "laege"]) == "laege"
    assert flow.previous_settled(FORM, answers, ["grund"], ["grund"]) == "grund"
    assert flow.previous_settled(FORM, {}, [], []) is None
