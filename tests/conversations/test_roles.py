"""Under the user's role: who may report for whom, what a subject sees, who approves, deputies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.container import Container
from tests.client import Employee
from tests.conversations.conftest import Begin
from tests.conversations.ways import send, start_report

pytestmark = pytest.mark.processes

SOON = (date.today() + timedelta(days=45)).isoformat()
LAST_WEEK = (date.today() - timedelta(days=7)).isoformat()


def change_hours(person: Employee, subject: str | None) -> str:
    start_report(person, "aendring-af-arbejdstid")
    if "subject" in person.last.asks_for:
        person.fill(subject=subject)
    person.fill(nye_timer="28", varighed="varig", gaelder_fra=SOON, aarsag="oenske", enige="true")
    return send(person)


def test_a_leader_reports_about_an_employee_and_the_employee_can_see_it(begin: Begin, house: Container) -> None:
    number = change_hours(begin("mette.skov"), "anne.holm")
    case = house.cases.get("mette.skov", number)
    assert case is not None
    assert (case.reporter_id, case.subject_id) == ("mette.skov", "anne.holm")
    assert case.state == "modtaget"  # the leader's own report needs no approval
    assert begin("anne.holm").case(number).status == 200


def test_an_employees_own_change_of_hours_awaits_the_leader_who_approves_it(begin: Begin, house: Container) -> None:
    number = change_hours(begin("jonas.krogh"), None)
    assert house.cases.get("jonas.krogh", number).state == "afventer_godkendelse"  # type: ignore[union-attr]
    mette = begin("mette.skov")
    answer = mette.say("hvad venter på mig?")
    assert number in {item["number"] for item in answer.card("case_list")["cases"]}
    mette.say(f"vis sag {number}")
    mette.do("approve_case", number=number)
    assert house.cases.get("jonas.krogh", number).state == "modtaget"  # type: ignore[union-attr]


def test_an_approver_sends_a_case_back_with_a_reason_and_the_reporter_answers(begin: Begin, house: Container) -> None:
    number = change_hours(begin("jonas.krogh"), None)
    mette = begin("mette.skov")
    mette.say(f"sag {number}")
    mette.do("send_back_case", number=number)
    mette.say("Vi talte om 32 timer, ikke 30.")
    assert house.cases.get("jonas.krogh", number).state == "afventer_indberetter"  # type: ignore[union-attr]
    jonas = begin("jonas.krogh")
    answer = jonas.say(f"hvordan går det med sag {number}?")
    assert answer.card("case")["awaits_you"]
    jonas.do("answer_case", number=number)
    jonas.say("Ja, 32 timer er rigtigt.")
    case = house.cases.get("jonas.krogh", number)
    assert case is not None
    assert case.state != "afventer_indberetter"
    assert any("32 timer er rigtigt" in line.text for line in case.history)


def test_a_deputy_acts_for_the_leader_and_it_is_seen_on_the_case(begin: Begin, house: Container) -> None:
    number = change_hours(begin("lars.juul"), "jonas.krogh")
    case = house.cases.get("lars.juul", number)
    assert case is not None
    assert (case.reporter_id, case.on_behalf_of_id) == ("lars.juul", "mette.skov")
    assert begin("mette.skov").case(number).status == 200


def test_an_employee_cannot_report_about_a_colleague(begin: Begin) -> None:
    anne = begin("anne.holm")
    start_report(anne, "manglende-eller-forkert-loen")
    people = anne.call("GET", "/api/people?q=jonas").body
    assert "jonas.krogh" not in str(people)


def test_a_form_that_names_someone_outside_the_scope_is_refused(begin: Begin, house: Container) -> None:
    mette = begin("mette.skov")
    start_report(mette, "aendring-af-arbejdstid")
    answer = mette.fill(subject="peter.nygaard")  # a teacher of another school
    assert "subject" in answer.errors
    assert house.drafts.open_for("mette.skov")[0].answers.get("subject") != "peter.nygaard"


def test_a_report_that_needs_a_role_is_explained_in_general_and_names_nobody(begin: Begin) -> None:
    anne = begin("anne.holm")
    answer = anne.say("jeg vil give min kollega en skriftlig advarsel")
    assert not answer.offers("start_report")
    assert "Mette" not in answer.text


def test_a_leaders_sensitive_case_does_not_exist_for_the_employee_it_is_about(begin: Begin, house: Container) -> None:
    mette = begin("mette.skov")
    start_report(mette, "advarsel")
    mette.fill(subject="jonas.krogh")
    mette.fill(tillidshverv="nej", skridt="advarsel")
    mette.fill(forhold=["fremmoede"], seneste=LAST_WEEK, beskrivelse="Mødt for sent fire gange.", tidligere="false")
    mette.fill(samtale="false")
    number = send(mette)
    assert house.cases.get("mette.skov", number) is not None
    jonas = begin("jonas.krogh")
    unknown = jonas.case("2026-999999")
    seen = jonas.case(number)
    assert (seen.status, seen.body.get("type")) == (unknown.status, unknown.body.get("type"))
    assert number not in str(jonas.cases())
    assert not jonas.say(f"hvordan går det med sag {number}?").has("case")
    assert begin("lars.juul").case(number).status == 404  # nor for the unit, or a deputy without the task


def test_an_administrative_colleague_reports_in_unrelated_units_and_not_elsewhere(begin: Begin) -> None:
    kirsten = begin("kirsten.moeller")
    start_report(kirsten, "manglende-eller-forkert-loen")
    assert "subject" in kirsten.last.asks_for
    assert "sofie.krag" in str(kirsten.call("GET", "/api/people?q=sofie&area=loen").body)
    assert "peter.nygaard" in str(kirsten.call("GET", "/api/people?q=peter&area=loen").body)
    assert "anne.holm" not in str(kirsten.call("GET", "/api/people?q=anne%20holm&area=loen").body)


def test_a_subject_is_found_by_name_in_words(begin: Begin, house: Container) -> None:
    mette = begin("mette.skov")
    start_report(mette, "aendring-af-arbejdstid")
    mette.say("Jonas Krogh")
    draft = house.drafts.open_for("mette.skov")[0]
    assert draft.answers["subject"] == "jonas.krogh"
    assert draft.answers["nuvaerende_timer"] in {"30", "30.0"}
    assert draft.sources["nuvaerende_timer"] == "grunddata"
