"""One's own cases: lists, status, comments, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.container import Container
from tests.client import Employee, Reply
from tests.conversations.conftest import Begin
from tests.conversations.ways import send, start_report

pytestmark = pytest.mark.processes

LAST_WEEK = (date.today() - timedelta(days=7)).isoformat()


def report_pay(person: Employee) -> str:
    start_report(person, "manglende-eller-forkert-loen")
    person.fill(periode={"from": LAST_WEEK, "to": date.today().isoformat()})
    person.fill(hvad=["tillaeg"], beskrivelse="Mit aftentillæg mangler.")
    person.fill(haster="kan_vente")
    return send(person)


def test_cases_are_listed_with_those_that_await_me_first(begin: Begin) -> None:
    cards = begin("anne.holm").say("vis mine sager").card("case_list")["cases"]
    waiting = [case["awaits_you"] for case in cards]
    assert True in waiting
    assert waiting == sorted(waiting, reverse=True)


def test_asking_for_a_status_shows_the_line_of_steps_and_who_has_the_ball(begin: Begin) -> None:
    tina = begin("tina.dall")
    number = report_pay(tina)
    card = tina.say("hvor langt er I med min sag?").card("case")
    assert card["number"] == number
    assert card["ball"]
    assert [step["state"] for step in card["steps"]].count("current") == 1


def test_a_comment_is_written_to_the_case(begin: Begin, house: Container) -> None:
    tina = begin("tina.dall")
    number = report_pay(tina)
    tina.say("jeg vil tilføje noget til sagen")
    tina.say("Det gælder også den 3. maj; se lønsedlen.")
    case = house.cases.get("tina.dall", number)
    assert case is not None
    assert any("3. maj; se lønsedlen" in line.text for line in case.history)


def test_regretting_a_comment_writes_nothing(begin: Begin, house: Container) -> None:
    tina = begin("tina.dall")
    number = report_pay(tina)
    before = house.cases.get("tina.dall", number)
    tina.say("jeg vil gerne skrive noget til min sag")
    tina.say("fortryd")
    after = house.cases.get("tina.dall", number)
    assert before is not None
    assert after is not None
    assert len(before.history) == len(after.history)


def test_a_case_is_withdrawn_only_after_a_yes(begin: Begin, house: Container) -> None:
    bo = begin("bo.enevoldsen")
    number = report_pay(bo)
    bo.say("træk sagen tilbage")
    assert house.cases.get("bo.enevoldsen", number).state == "modtaget"  # type: ignore[union-attr]
    bo.say("nej")
    assert house.cases.get("bo.enevoldsen", number).state == "modtaget"  # type: ignore[union-attr]
    bo.say("træk sagen tilbage alligevel")
    bo.say("ja")
    assert house.cases.get("bo.enevoldsen", number).state == "annulleret"  # type: ignore[union-attr]


def test_sending_the_same_report_twice_gives_one_case(
    begin: Begin, rows: Callable[..., list[tuple[object, ...]]]
) -> None:
    fatima = begin("fatima.yilmaz")
    number = report_pay(fatima)
    payload = next(
        action["payload"]
        for message in fatima.transcript()
        for card in message["cards"]
        for action in card.get("actions", [])
        if action["payload"].startswith("/send_report")
    )
    assert fatima.press(payload).card("receipt")["number"] == number
    assert rows("SELECT count(*) FROM cases WHERE number = :number", number=number) == [(1,)]
    mine = rows("SELECT count(*) FROM cases WHERE reporter_id = 'fatima.yilmaz' AND title LIKE 'Manglende%'")
    assert mine == [(1,)]


def test_the_case_api_gives_the_same_case_as_the_chat(begin: Begin) -> None:
    emil = begin("emil.overgaard")
    number = report_pay(emil)
    answer = emil.case(number)
    assert answer.status == 200
    assert number in str(answer.body)
    assert number in str(emil.cases())


def test_a_sent_report_reaches_the_desk_through_the_outbox(
    begin: Begin, rows: Callable[..., list[tuple[object, ...]]]
) -> None:
    from tests.processes import wait_until

    line = begin("line.aaberg")
    number = report_pay(line)
    wait_until(
        lambda: rows("SELECT backend_ref FROM cases WHERE number = :number", number=number)[0][0],
        "the case is with the desk",
        20,
    )


def test_an_unknown_case_number_is_said_not_to_be_mine(begin: Begin) -> None:
    answer = begin("anne.holm").say("hvad sker der med sag 2026-999999?")
    assert not answer.has("case")
    assert answer.offers("my_cases")


def test_asking_for_a_person_makes_a_call_back_case_for_first_line_only(begin: Begin, house: Container) -> None:
    sofie = begin("sofie.krag")
    sofie.say("jeg vil tale med et menneske")
    number = sofie.say("Det er om min barsel, ring helst efter kl. 14").card("handover")["number"]
    case = house.cases.get("sofie.krag", number)
    assert case is not None
    assert case.solution_id == "generelt-spoergsmaal"
    assert house.cases.get("rikke.storm", number) is not None  # 1st line
    assert house.cases.get("bente.hald", number) is None  # her leader


def test_the_pages_of_a_list_are_turned_in_words_also_in_the_middle_of_a_report(begin: Begin) -> None:
    nanna = begin("nanna.lykke")
    start_report(nanna, "manglende-eller-forkert-loen")
    asked = nanna.last.asks_for
    first = _numbers(nanna.say("vis sager jeg behandler"))
    assert len(first) == 8
    second = _numbers(nanna.say("vis flere"))
    assert second
    assert not set(first) & set(second)
    assert nanna.last.asks_for == asked
    assert _numbers(nanna.say("forrige side")) == first
    nanna.say(f"vis sag {second[0]}")
    nanna.fill(periode={"from": LAST_WEEK, "to": date.today().isoformat()})
    assert not nanna.last.errors


def _numbers(answer: Reply) -> list[str]:
    return [case["number"] for case in answer.card("case_list")["cases"]]
