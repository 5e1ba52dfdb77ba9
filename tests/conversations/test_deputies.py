"""Deputies and communities in talks: asked for in words, proposed, accepted, ended; drafts handed among colleagues."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.container import Container
from tests.client import Employee
from tests.conversations.conftest import Begin
from tests.conversations.filling import complete
from tests.conversations.ways import leave_optional, send, start_report

pytestmark = pytest.mark.processes

TODAY = date.today()
SOON = (TODAY + timedelta(days=1)).isoformat()
LATER = (TODAY + timedelta(days=8)).isoformat()
LAST_WEEK = (TODAY - timedelta(days=7)).isoformat()


def propose(house: Container, lender: str, deputy: str, *tasks: str) -> str:
    return house.deputies.offer(lender, deputy, tasks, TODAY, TODAY + timedelta(days=3)).id


def test_a_leader_asks_who_stands_in_and_the_deputy_for_whom(begin: Begin) -> None:
    answer = begin("mette.skov").say("hvem er min stedfortræder?")
    assert "Lars Juul (gælder)" in answer.text
    assert answer.offers("revoke_delegation")
    theirs = begin("lars.juul").say("hvem er jeg stedfortræder for?")
    assert "Mette Skov (gælder)" in theirs.text


def test_an_employee_without_any_is_told_so(begin: Begin) -> None:
    answer = begin("anne.holm").say("hvem er min stedfortræder?")
    assert "Du har ingen stedfortræder lige nu." in answer.text
    assert not answer.offers("start_report")


def test_wanting_a_deputy_offers_the_report(begin: Begin) -> None:
    answer = begin("karen.oestergaard").say("jeg vil udpege en stedfortræder")
    assert answer.offers("start_report", id="stedfortraeder")


def test_a_proposal_is_accepted_and_ended_in_words(begin: Begin, house: Container) -> None:
    propose(house, "ida.kofoed", "maria.lindqvist", "approve:fravaer")
    maria = begin("maria.lindqvist")
    maria.say("hvem er jeg stedfortræder for?")
    maria.do("accept_delegation")
    assert house.access.decide("maria.lindqvist", "approve:fravaer", "regnbuen").for_person == "ida.kofoed"
    ida = begin("ida.kofoed")
    ida.say("fjern Maria som stedfortræder")
    assert house.access.decide("maria.lindqvist", "approve:fravaer", "regnbuen").allowed
    assert "ikke længere din stedfortræder" in ida.say("ja").text
    assert not house.access.decide("maria.lindqvist", "approve:fravaer", "regnbuen").allowed


def test_a_proposal_is_declined(begin: Begin, house: Container) -> None:
    offered = propose(house, "finn.toft", "bo.enevoldsen", "report:loen")
    bo = begin("bo.enevoldsen")
    bo.say("er jeg stedfortræder for Finn Toft?")
    bo.do("decline_delegation", delegation=offered)
    assert not house.delegations.accept("bo.enevoldsen", offered)


def test_the_report_makes_the_proposal(begin: Begin, house: Container, tmp_path: Path) -> None:
    karen = begin("karen.oestergaard")
    start_report(karen, "stedfortraeder")
    complete(
        karen,
        tmp_path,
        handling="udpege",
        enhed="egely",
        hvor_ansat="her",
        stedfortraeder="line.aaberg",
        opgaver=["godkend_fravaer"],
        periode={"from": SOON, "to": LATER},
        aarsag="ferie",
        aabne_sager="false",
        accept="true",
    )
    number = send(karen)
    case = house.cases.get("karen.oestergaard", number)
    assert case is not None
    assert any("skal selv sige ja" in line.text for line in case.history)
    (lent,) = [one for one in house.delegations.of("line.aaberg") if one.id == f"case-{number}"]
    assert (lent.from_person_id, lent.tasks, lent.accepted_at) == ("karen.oestergaard", ("approve:fravaer",), None)
    assert any("Sager, der er sendt før, bliver hos" in line.text for line in case.history)
    assert lent.cases_since is not None
    line = begin("line.aaberg").say("hvem er jeg stedfortræder for?")
    assert "Hvilke sager: kun dem, der er sendt siden" in line.text


def test_a_leader_who_calls_in_sick_is_asked_who_stands_in_once(begin: Begin) -> None:
    pia = begin("pia.ravn")
    report_sick(pia)
    assert "Hvem træder til for dig" in pia.last.text
    assert pia.last.offers("start_report", id="stedfortraeder")
    report_sick(pia)
    assert "Hvem træder til for dig" not in pia.last.text


def report_sick(person: Employee) -> None:
    start_report(person, "syge-og-raskmelding")
    if person.last.offers("start_report", fresh="1"):
        person.do("start_report", fresh="1")
    if "subject" in person.last.asks_for:
        person.fill(subject=person.person, melding="syg")
    else:
        person.fill(melding="syg")
    person.fill(foerste_sygedag=TODAY.isoformat(), hele_dagen="hele", varighed="uge")
    send(person)


def test_a_deputys_case_says_who_sent_it_for_whom(begin: Begin) -> None:
    lars = begin("lars.juul")
    start_report(lars, "syge-og-raskmelding")
    lars.fill(subject="jonas.krogh", melding="syg")
    lars.fill(foerste_sygedag=TODAY.isoformat(), hele_dagen="hele", varighed="faa_dage")
    leave_optional(lars)
    answer = lars.do("send_report")
    assert answer.card("receipt")["sent_by"] == "Indsendt af Lars Juul for Mette Skov"
    number = answer.card("receipt")["number"]
    card = begin("mette.skov").say(f"vis sag {number}").card("case")
    assert card["sent_by"] == "Indsendt af Lars Juul for Mette Skov"


def test_a_colleague_takes_a_draft_of_the_communitys_list_and_sends_it(begin: Begin, house: Container) -> None:
    kirsten, joergen = begin("kirsten.moeller"), begin("joergen.bang")
    start_report(kirsten, "manglende-eller-forkert-loen")
    kirsten.fill(subject="line.aaberg", periode={"from": LAST_WEEK, "to": TODAY.isoformat()})
    kirsten.say("læg i fællesskabets liste")
    assert "ligger nu i fællesskabets liste for Egely, hus 2" in kirsten.last.text
    joergen.say("vis fællesskabets liste")
    joergen.do("take_draft")
    assert joergen.last.asks_for
    assert house.drafts.open_for("kirsten.moeller") == []
    assert [draft.answers["subject"] for draft in house.drafts.open_for("joergen.bang")] == ["line.aaberg"]


def test_the_list_of_others_is_empty_for_an_employee(begin: Begin) -> None:
    assert "ingen kladder" in begin("anne.holm").say("vis fællesskabets liste").text
