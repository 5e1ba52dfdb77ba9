"""Finding the way: choices, trees, what is not the portal's business, crises, small talk."""

from __future__ import annotations

import pytest

from bot.container import Container
from tests.conversations.conftest import Begin
from tests.conversations.ways import start_report

pytestmark = pytest.mark.processes


def test_the_tree_of_absence_leads_by_buttons_to_a_solution(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    peter.do("enter_tree")
    answer = peter.do("tree_answer", tree="root", option="fravaer")
    for _ in range(6):
        if answer.has("solution"):
            break
        answer = peter.press(next(p for p in answer.intents if p.startswith("/tree_answer")))
    assert answer.has("solution")


def test_a_tree_is_answered_in_words_and_back_returns(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    root = peter.do("enter_tree").asks_for
    inside = peter.say("det er noget med fravær").asks_for
    assert inside != root
    assert peter.say("tilbage").asks_for == root


def test_not_knowing_in_a_tree_is_helped(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    asked = peter.do("enter_tree").asks_for
    answer = peter.say("ved ikke")
    assert answer.asks_for
    assert answer.asks_for == asked or answer.text


def test_saying_it_in_full_leaves_the_tree(begin: Begin) -> None:
    peter = begin("peter.nygaard")
    peter.do("enter_tree")
    answer = peter.say("jeg er blevet syg og kan ikke komme på arbejde i dag")
    assert answer.card("solution")["id"] == "syge-og-raskmelding"


def test_none_of_them_leads_into_a_tree(begin: Begin) -> None:
    ida = begin("ida.kofoed")
    ida.say("jeg skal have en børneattest på en ny vikar og så vil jeg have mine kilometer i egen bil betalt")
    assert ida.do("none_of_these").has("question")


def test_a_choice_is_made_by_its_place_in_the_list(begin: Begin) -> None:
    ida = begin("ida.kofoed")
    said = "jeg skal have en børneattest på en ny vikar og så vil jeg have mine kilometer i egen bil betalt"
    offered = [payload.split('"')[3] for payload in ida.say(said).intents if payload.startswith("/select_solution")]
    assert ida.say("den første").card("solution")["id"] == offered[0]


@pytest.mark.parametrize(
    "text",
    ["hvornår åbner genbrugspladsen i weekenden?", "kan du fortælle en vittighed om svenskere", "asdf jklø qwerty"],
)
def test_what_is_not_the_portals_business_is_said_so(begin: Begin, text: str) -> None:
    answer = begin("bo.enevoldsen").say(text)
    assert not answer.has("solution")
    assert answer.offers("human")


def test_after_two_misunderstandings_a_person_is_offered_first(begin: Begin) -> None:
    bo = begin("bo.enevoldsen")
    bo.say("hvad bliver vejret i morgen?")
    answer = bo.say("hvem vandt fodboldkampen i går?")
    assert answer.intents[0].startswith("/human")


def test_english_gets_one_english_sentence_and_a_person(begin: Begin) -> None:
    answer = begin("fatima.yilmaz").say("Hi, I would like to know how to report that my salary is wrong please")
    assert "English" in answer.text
    assert answer.offers("human")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("en borger har slået mig og er her stadig", "112"),
        ("jeg kan ikke mere og overvejer at tage mit eget liv", "70 201 201"),
        ("en far truede med at slå mig ihjel i går", "112"),
    ],
)
def test_a_crisis_gets_whom_to_call_before_anything_else(begin: Begin, text: str, number: str) -> None:
    notice = begin("camilla.ploug").say(text).card("notice")
    assert notice["level"] == "crisis"
    assert number in str(notice["contacts"])


def test_a_crisis_in_the_middle_of_a_report_comes_first_and_loses_nothing(begin: Begin, house: Container) -> None:
    camilla = begin("camilla.ploug")
    start_report(camilla, "manglende-eller-forkert-loen")
    assert camilla.say("jeg har lyst til at dø").has("notice")
    assert house.drafts.open_for("camilla.ploug")


def test_whoever_asks_is_told_that_it_is_no_human(begin: Begin) -> None:
    answer = begin("jonas.krogh").say("er du en robot?")
    assert "AI" in answer.text
    assert answer.offers("human")


def test_the_facet_of_a_topic_named_in_the_question_is_answered(begin: Begin) -> None:
    answer = begin("mette.skov").say("hvad er fristen for at varsle barsel?")
    assert answer.card("topic")["id"] == "varsling-af-barsel"


def test_a_facet_question_without_a_topic_asks_which(begin: Begin) -> None:
    answer = begin("mette.skov").say("hvad er fristen?")
    assert not answer.has("topic")
    assert answer.text
