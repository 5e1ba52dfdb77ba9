""" "Hvorfor kan jeg ikke …?" in a talk: explained in general, whatever the engine took it for."""

from __future__ import annotations

import pytest

from bot.container import Container
from tests.conversations.conftest import Begin
from tests.conversations.ways import start_report

pytestmark = pytest.mark.processes


def test_why_not_for_somebody_else_tells_the_role_and_the_ways_to_it(begin: Begin) -> None:
    answer = begin("anne.holm").say("hvorfor kan jeg ikke indberette løn for Karen?")
    assert "Indberetter (løn) eller Leder" in answer.text
    assert answer.offers("select_solution")
    assert "Mette" not in answer.text


def test_why_not_approve_is_answered_for_those_who_are_no_leaders(begin: Begin) -> None:
    answer = begin("jonas.krogh").say("hvorfor må jeg ikke godkende sager?")
    assert "At godkende kræver rollen" in answer.text


def test_a_case_one_may_not_see_and_none_at_all_are_answered_alike(begin: Begin, house: Container) -> None:
    hidden = house.cases.request_call_back("camilla.ploug", None, "andet", "Ring til mig").number
    anne = begin("anne.holm")
    texts = [anne.say(f"hvorfor kan jeg ikke se sag {number}?").text for number in (hidden, "2026-999998")]
    assert texts[0].replace(hidden, "…") == texts[1].replace("2026-999998", "…")
    assert f"kan ikke finde sag {hidden}" in texts[0]


def test_asked_in_the_middle_of_a_report_it_is_answered_and_the_report_goes_on(begin: Begin) -> None:
    kirsten = begin("kirsten.moeller")
    start_report(kirsten, "manglende-eller-forkert-loen")
    asked = kirsten.last.asks_for
    assert "subject" in asked
    answer = kirsten.say("hvorfor kan jeg ikke indberette løn for Anne Holm?")
    assert "i de enheder" in answer.text or "kræver" in answer.text
    assert kirsten.last.asks_for == asked
