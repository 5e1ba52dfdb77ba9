"""Within a report: questions in between, back, corrections, leaving and coming back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.container import Container
from tests.conversations.conftest import Begin
from tests.conversations.ways import start_report

pytestmark = pytest.mark.processes

LAST_WEEK = (date.today() - timedelta(days=7)).isoformat()


def test_a_question_in_the_middle_is_answered_and_the_report_taken_up_again(begin: Begin) -> None:
    emil = begin("emil.overgaard")
    start_report(emil, "koerselsgodtgoerelse")
    asked = emil.last.asks_for
    answer = emil.say("hvor lang tid tager det?")
    assert answer.has("topic")
    assert answer.asks_for == asked
    assert emil.say("bil").asks_for != asked  # and the next answer is read as an answer


def test_a_question_in_between_twice_leaves_the_report_where_it_was(begin: Begin, house: Container) -> None:
    bo = begin("bo.enevoldsen")
    start_report(bo, "manglende-eller-forkert-loen")
    bo.say("hvad er fristen?")
    bo.say("hvem må indsende den?")
    bo.say("fra 1. til 15. januar")
    assert "periode" in house.drafts.open_for("bo.enevoldsen")[0].confirmed


def test_back_reopens_the_answer_before(begin: Begin) -> None:
    fatima = begin("fatima.yilmaz")
    start_report(fatima, "private-udlaeg")
    fatima.fill(slags="materialer", hvad="Maling", formaal="Projektuge")
    assert "beloeb" in fatima.last.asks_for
    assert fatima.say("tilbage").asks_for == ["formaal"]


def test_an_earlier_answer_is_corrected_in_words(begin: Begin, house: Container) -> None:
    fatima = begin("fatima.yilmaz")
    start_report(fatima, "private-udlaeg")
    fatima.fill(slags="materialer", hvad="Papir", formaal="Undervisning")
    fatima.fill(koebsdato=LAST_WEEK, beloeb="300", betalt_med="eget_kort", har_kvittering="false")
    fatima.say("ret beløbet til 350 kr")
    draft = house.drafts.open_for("fatima.yilmaz")[0]
    assert Decimal(draft.answers["beloeb"]) == 350


def test_a_form_keeps_what_is_right_and_explains_what_is_wrong(begin: Begin, house: Container) -> None:
    line = begin("line.aaberg")
    start_report(line, "private-udlaeg")
    line.fill(slags="materialer", hvad="Kaffe", formaal="Hygge med beboere")
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    answer = line.fill(koebsdato=tomorrow, beloeb="120", betalt_med="kontant", har_kvittering="false")
    assert set(answer.errors) == {"koebsdato"}
    assert "koebsdato" in answer.asks_for
    assert "beloeb" not in answer.asks_for
    assert Decimal(house.drafts.open_for("line.aaberg")[0].answers["beloeb"]) == 120


def test_not_knowing_gets_help_and_a_way_out(begin: Begin) -> None:
    bo = begin("bo.enevoldsen")
    start_report(bo, "manglende-eller-forkert-loen")
    asked = bo.last.asks_for
    answer = bo.say("det ved jeg ikke")
    assert answer.asks_for == asked
    assert answer.offers("save_draft")


def test_a_saved_report_is_resumed_in_another_session_with_its_answers(begin: Begin, house: Container, running) -> None:
    camilla = begin("camilla.ploug")
    start_report(camilla, "manglende-eller-forkert-loen")
    camilla.fill(periode={"from": LAST_WEEK, "to": date.today().isoformat()})
    asked = camilla.last.asks_for
    camilla.say("gem og fortsæt senere")
    assert house.drafts.open_for("camilla.ploug")[0].state == "parked"
    again = running.employee("camilla.ploug")
    answer = again.say("fortsæt min kladde")
    assert answer.asks_for == asked


def test_stopping_asks_first_and_then_deletes_the_answers(begin: Begin, house: Container) -> None:
    jonas = begin("jonas.krogh")
    start_report(jonas, "manglende-eller-forkert-loen")
    jonas.say("stop")
    assert house.drafts.open_for("jonas.krogh")
    jonas.say("ja")
    assert not house.drafts.open_for("jonas.krogh")


def test_changing_ones_mind_about_stopping_goes_on(begin: Begin, house: Container) -> None:
    jonas = begin("jonas.krogh")
    start_report(jonas, "manglende-eller-forkert-loen")
    asked = jonas.last.asks_for
    jonas.say("stop")
    assert jonas.say("nej").asks_for == asked
    assert house.drafts.open_for("jonas.krogh")


def test_another_matter_in_the_middle_is_shown_and_the_draft_waits(begin: Begin, house: Container) -> None:
    henrik = begin("henrik.poulsen")
    start_report(henrik, "syge-og-raskmelding")
    answer = henrik.say("jeg vil have penge for de kilometer, jeg har kørt i egen bil til møder")
    assert answer.card("solution")["id"] == "koerselsgodtgoerelse"
    assert [d.solution_id for d in house.drafts.open_for("henrik.poulsen")] == ["syge-og-raskmelding"]


def test_an_open_draft_is_offered_before_a_second_one_is_made(begin: Begin, house: Container) -> None:
    ole = begin("ole.bjerg")
    start_report(ole, "manglende-eller-forkert-loen")
    ole.say("gem og fortsæt senere")
    ole.say("jeg har fået for lidt udbetalt i løn")
    answer = ole.do("start_report", id="manglende-eller-forkert-loen")
    assert answer.offers("resume_draft")
    ole.do("resume_draft")
    assert len(house.drafts.open_for("ole.bjerg")) == 1


def test_start_over_keeps_the_report_as_a_draft(begin: Begin, house: Container) -> None:
    ole = begin("ole.bjerg")
    start_report(ole, "syge-og-raskmelding")
    ole.say("start forfra")
    assert [d.state for d in house.drafts.open_for("ole.bjerg")] == ["parked"]
    assert not ole.say("hej").asks_for


def test_a_text_in_a_free_text_field_is_stored_as_typed_and_can_be_regretted(begin: Begin, house: Container) -> None:
    bo = begin("bo.enevoldsen")
    start_report(bo, "private-udlaeg")
    assert bo.say("materialer").asks_for[0] == "hvad"
    text = "Rive & skovl <b>'Fiskars'</b> – købt pga. tilbud; æøå"
    answer = bo.say(text)
    assert house.drafts.open_for("bo.enevoldsen")[0].answers["hvad"] == text
    assert answer.offers("back")
    assert bo.do("back").asks_for[0] == "hvad"
