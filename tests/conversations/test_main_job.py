"""The main job: from a question in Danish to a receipt and the case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.container import Container
from tests.client import Employee
from tests.conversations.conftest import Begin
from tests.conversations.ways import leave_optional, send, start_report

pytestmark = pytest.mark.processes

DUE = (date.today() + timedelta(days=150)).isoformat()


def report_barsel(anne: Employee) -> str:
    """Answers the whole form about parental leave with as little as it takes; gives the case's number."""
    anne.do("start_report", id="varsling-af-barsel")
    anne.fill(termin=DUE, antal_boern="et")
    anne.fill(orlov_foer="false", tilpasning="nej")
    anne.fill(samlet_plan="false", familie="sammen")
    return send(anne)


def test_the_greeting_says_it_is_ai_and_counts_what_awaits(begin: Begin, house: Container) -> None:
    anne = begin("anne.holm")
    waiting = house.cases.awaiting_count("anne.holm")
    assert waiting > 0
    assert "AI" in anne.last.text
    assert str(waiting) in anne.last.text
    assert anne.last.offers("awaiting_me")


def test_a_question_leads_to_a_solution_its_deadline_a_report_a_receipt_and_the_case(
    begin: Begin, house: Container
) -> None:
    anne = begin("anne.holm")
    assert anne.say("jeg venter barn til marts, hvad skal jeg gøre?").card("solution")["id"] == "varsling-af-barsel"
    deadline = anne.say("hvad er fristen?").card("topic")
    assert deadline["id"] == "varsling-af-barsel"
    assert deadline["sections"][0]["source"]
    anne.say("jeg venter barn til marts, hvad skal jeg gøre?")
    number = report_barsel(anne)
    case = house.cases.get("anne.holm", number)
    assert case is not None
    assert (case.solution_id, case.state) == ("varsling-af-barsel", "modtaget")
    assert case.answers["termin"] == DUE
    assert case.answers["subject"] == "anne.holm"
    assert anne.say("hvordan går det med min sag?").card("case")["number"] == number


def test_a_report_can_be_made_by_typing_alone(begin: Begin, house: Container) -> None:
    sofie = begin("sofie.krag")
    assert sofie.say("jeg er blevet syg og kommer ikke i dag").card("solution")["id"] == "syge-og-raskmelding"
    answer = sofie.say("ja tak")
    typed = {
        "melding": "sygemelding", "foerste_sygedag": "i dag", "hele_dagen": "hele dagen", "varighed": "et par dage",
    }  # fmt: skip
    for _ in range(15):
        if answer.has("summary"):
            break
        answer = sofie.say(typed.get(answer.asks_for[0], "spring over"))
    answer.card("summary")
    number = sofie.say("send").card("receipt")["number"]
    case = house.cases.get("sofie.krag", number)
    assert case is not None
    assert case.answers["foerste_sygedag"] == date.today().isoformat()
    assert case.sensitive


def test_what_grunddata_knows_is_filled_in_and_not_asked(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    start_report(peter, "manglende-eller-forkert-loen")
    asked = peter.last.asks_for
    assert "subject" not in asked
    assert "enhed" not in asked


def test_the_summary_shows_every_answer_and_lets_one_be_corrected(begin: Begin) -> None:
    anne = begin("anne.holm")
    start_report(anne, "varsling-af-barsel")
    anne.fill(termin=DUE, antal_boern="tvillinger")
    anne.fill(orlov_foer="false", tilpasning="nej")
    anne.fill(samlet_plan="false", familie="sammen")
    leave_optional(anne)
    rows = {row["field"]: row for row in anne.last.card("summary")["rows"]}
    assert {"subject", "enhed", "termin", "antal_boern"} <= set(rows)
    assert rows["subject"]["source"]
    anne.do("edit_field", field="antal_boern")
    assert anne.last.asks_for == ["antal_boern"]
    answer = anne.do("answer_field", field="antal_boern", value="et")
    assert {row["field"]: row["value"] for row in answer.card("summary")["rows"]}["antal_boern"] == "Ét barn"


def test_a_guidance_only_solution_explains_and_offers_no_form(begin: Begin) -> None:
    jonas = begin("jonas.krogh")
    card = jonas.say("hvordan får jeg ændret min trækprocent, jeg betaler for meget i skat").card("solution")
    assert card["id"] == "skattekort"
    assert not jonas.last.offers("start_report")
    assert jonas.do("show_topic", id="skattekort").card("topic")["sections"]


def test_a_notice_that_comes_late_is_warned_about_with_the_computed_date(begin: Begin) -> None:
    maria = begin("maria.lindqvist")
    start_report(maria, "varsling-af-barsel")
    soon = (date.today() + timedelta(days=40)).isoformat()
    maria.fill(termin=soon, antal_boern="et")
    maria.fill(orlov_foer="false", tilpasning="nej")
    maria.fill(samlet_plan="false", familie="sammen")
    leave_optional(maria)
    assert maria.last.card("summary")["warnings"]


def test_two_needs_are_both_offered_and_the_second_is_not_forgotten(begin: Begin) -> None:
    ida = begin("ida.kofoed")
    said = "jeg skal have en børneattest på en ny vikar og så vil jeg have mine kilometer i egen bil betalt"
    answer = ida.say(said)
    assert answer.offers("select_solution", id="boerneattest")
    assert answer.offers("select_solution", id="koerselsgodtgoerelse")
    ida.do("select_solution", id="koerselsgodtgoerelse")
    ida.do("start_report")
    ida.say("stop")
    assert ida.do("cancel", confirmed="1").offers("select_solution", id="boerneattest")
