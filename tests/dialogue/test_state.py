"""What a conversation remembers: the topic, and the page that the user stands on."""

from __future__ import annotations

from bot.dialogue.state import ConversationState


def test_a_page_one_has_come_to_becomes_the_topic() -> None:
    state = ConversationState(topic="kursus", topic_text="jeg vil på kursus")
    state.stand_on("varsling-af-barsel")
    assert (state.topic, state.topic_text) == ("varsling-af-barsel", None)


def test_what_is_talked_of_since_one_came_to_the_page_stays_the_topic() -> None:
    state = ConversationState()
    state.stand_on("varsling-af-barsel")
    state.topic = "kursus"
    state.stand_on("varsling-af-barsel")
    assert state.topic == "kursus"


def test_the_next_page_becomes_the_topic_and_the_first_again_when_one_comes_back() -> None:
    state = ConversationState()
    for page in ("varsling-af-barsel", "kursus", "varsling-af-barsel"):
        state.stand_on(page)
        assert state.topic == page


def test_leaving_the_page_leaves_the_topic() -> None:
    state = ConversationState()
    state.stand_on("kursus")
    state.stand_on(None)
    assert state.topic == "kursus"


def test_a_page_does_not_change_the_topic_of_what_is_under_way_nor_after_it() -> None:
    state = ConversationState(flow="report", topic="kursus", draft_id="d")
    state.stand_on("varsling-af-barsel")
    assert state.topic == "kursus"
    state.leave_flow()
    state.stand_on("varsling-af-barsel")
    assert state.topic == "kursus"


def test_the_page_of_what_is_talked_of_keeps_the_text_that_led_to_it() -> None:
    state = ConversationState(topic="kursus", topic_text="jeg vil på kursus i maj")
    state.stand_on("kursus")
    assert state.topic_text == "jeg vil på kursus i maj"
