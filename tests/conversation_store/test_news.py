"""What those who listen are told: the messages after a number, and how far each conversation has come."""

from __future__ import annotations

import pytest

from bot.conversations.news import MessageNews
from bot.messages.message import Utterance
from tests.town import Town


@pytest.fixture
def news(town: Town) -> MessageNews:
    return MessageNews(town.sessions)


def test_the_number_rises_with_each_message_and_is_told_of_many_conversations_at_once(
    town: Town, news: MessageNews
) -> None:
    anne, soeren = town.talks.for_person("anne"), town.talks.for_person("soeren")
    assert news.last_numbers({anne.id, soeren.id, "findes-ikke"}) == {anne.id: 0, soeren.id: 0}
    town.talks.add_user_message(anne.id, "hej", "1")
    town.talks.add_messages(anne.id, [Utterance(text="Hej"), Utterance(text="Hvad så?")])
    assert news.last_numbers([anne.id, soeren.id]) == {anne.id: 3, soeren.id: 0}
    assert news.last_numbers([]) == {}


def test_what_comes_after_a_number_is_in_order_and_no_more_than_wanted(town: Town, news: MessageNews) -> None:
    talk, other = town.talks.for_person("anne"), town.talks.for_person("soeren")
    town.talks.add_messages(talk.id, [Utterance(text=text) for text in "abcde"])
    town.talks.add_messages(other.id, [Utterance(text="andres")])
    assert [(number, message.text) for number, message in news.after(talk.id, 1, 3)] == [(2, "b"), (3, "c"), (4, "d")]
    assert news.after(talk.id, 5, 3) == []


def test_a_message_has_its_number_in_its_own_conversation_only(town: Town, news: MessageNews) -> None:
    talk, other = town.talks.for_person("anne"), town.talks.for_person("soeren")
    said = town.talks.add_messages(talk.id, [Utterance(text="a"), Utterance(text="b")])
    assert [news.number_of(talk.id, message.id) for message in said] == [1, 2]
    assert (news.number_of(talk.id, None), news.number_of(talk.id, "findes-ikke")) == (2, 0)
    assert news.number_of(other.id, said[0].id) == 0
