"""Where no solution answers: what the topic pages say comes first, and the ways on stay."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.access.types import Person
from bot.actions import find_solution, handover
from bot.dialogue.rendering.passages import LEAD
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn, Understanding
from bot.handover.expectation import Expectation
from bot.handover.opening import Opening
from bot.knowledge.loader import load_knowledge
from bot.knowledge.markdown import plain
from bot.knowledge.search import PageSearch
from bot.messages.cards import TopicCard
from bot.messages.message import actions_of
from bot.settings import PROJECT
from tests.knowledge.conftest import TODAY

KNOWN = "hvem betaler for parkering og bro på rejsen"
OUTSIDE = "kan du fortælle en vittighed om svenskere"


@pytest.fixture(scope="module")
def services() -> Any:
    knowledge = load_knowledge(PROJECT / "knowledge")
    closed = SimpleNamespace(now=lambda _: Expectation(Opening(False), 0, 0, None))
    return SimpleNamespace(knowledge=knowledge, page_search=PageSearch(knowledge), expectations=closed)


def turn(text: str, language: str = "da", **state: Any) -> Turn:
    person = Person("anne", "Anne Holm", "Pædagog", "boern", "Børnehuset", "anne@kommunen.example")
    heard = Understanding(decision="out_of_scope", language=language)
    return Turn(person, "c", text, "out_of_scope", ConversationState(**state), TODAY, understanding=heard)


def topic_cards(reply: Reply) -> list[TopicCard]:
    return [card for said in reply.utterances for card in said.cards if isinstance(card, TopicCard)]


def buttons(reply: Reply) -> list[str]:
    cards = [card for said in reply.utterances for card in said.cards]
    return [action.payload.partition("{")[0] for action in actions_of(cards)]


def test_passages_are_offered_first_and_are_word_by_word_on_the_pages(services: Any) -> None:
    reply = find_solution.out_of_scope(services, turn(KNOWN))
    assert reply.utterances[0].text.startswith(LEAD)
    (card,) = topic_cards(reply)
    for section in card.sections:
        solution_id, _, anchor = str(section.source_url).removeprefix("/emner/").partition("#")
        on_page = plain(services.knowledge.topic(solution_id).section(anchor).text)
        assert " ".join(section.text.replace("**", "").split()) in " ".join(on_page.split())
    assert buttons(reply) == ["/enter_tree", "/human"]


def test_where_no_page_fits_it_is_said_that_this_is_not_the_portals_business(services: Any) -> None:
    reply = find_solution.out_of_scope(services, turn(OUTSIDE))
    assert not topic_cards(reply)
    assert "borger.dk" in reply.utterances[0].text
    assert buttons(reply) == ["/enter_tree", "/human"]


def test_after_two_misunderstandings_the_person_still_comes_first_of_the_buttons(services: Any) -> None:
    reply = find_solution.out_of_scope(services, turn(KNOWN, misunderstood=1))
    assert topic_cards(reply)
    assert buttons(reply) == ["/human", "/enter_tree"]


def test_english_is_not_searched_for(services: Any) -> None:
    assert not topic_cards(find_solution.out_of_scope(services, turn(KNOWN, language="en")))


def test_a_tree_that_ends_in_a_person_offers_what_the_pages_say_on_the_users_words(services: Any) -> None:
    reply = handover.offer(services, turn("", topic_text=KNOWN))
    assert topic_cards(reply)
    assert buttons(reply) == ["/human"]
    assert not topic_cards(handover.offer(services, turn("")))
