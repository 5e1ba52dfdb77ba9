"""Between Rasa and the capabilities: the page that the user stands on reaches the talk."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.access.types import Person
from bot.actions.adapter import rasa_action
from bot.container import Container
from bot.dialogue.turn import Reply, Turn

ANNE = Person("anne", "Anne Holm", "Pædagog", "boern", "Børnehuset", "anne@kommunen.example")


class Conversations:
    """One conversation, and the state that was saved last."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.state = state

    def by_thread(self, thread: str) -> Any:
        return SimpleNamespace(id="c", person_id=ANNE.id, state=self.state)

    def save_state(self, conversation_id: str, state: dict[str, Any]) -> None:
        self.state = state


def say_topic(services: Container, turn: Turn) -> Reply:
    return Reply().say(str(turn.state.topic))


def told(state: dict[str, Any], page: str | None) -> tuple[str, dict[str, Any]]:
    """What an action takes for the topic when something is said on the page, and the state afterwards."""
    conversations = Conversations(state)
    services: Any = SimpleNamespace(
        conversations=conversations,
        access=SimpleNamespace(person=lambda _: ANNE),
        knowledge=SimpleNamespace(reload_if_changed=lambda: False),
        clock=lambda: datetime(2026, 11, 23, 12, tzinfo=timezone.utc),
    )
    metadata = {"text": "hvad er fristen?", **({"topic": page} if page else {})}
    message = {"text": "hvad er fristen?", "intent": {"name": "deadline"}, "metadata": metadata}
    tracker = Tracker("thread", {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    asyncio.run(rasa_action(services, "action_answer_facet", say_topic)(dispatcher, tracker, {}))
    return dispatcher.messages[0]["custom"]["utterance"]["text"], conversations.state


def test_the_first_thing_said_on_a_page_is_about_its_topic_and_that_is_saved() -> None:
    said, state = told({}, "varsling-af-barsel")
    assert said == "varsling-af-barsel"
    assert (state["topic"], state["page_topic"]) == ("varsling-af-barsel", "varsling-af-barsel")


def test_elsewhere_the_topic_is_what_was_talked_of() -> None:
    assert told({"topic": "kursus"}, None)[0] == "kursus"


def test_in_the_middle_of_a_report_the_report_is_the_topic() -> None:
    said, _ = told({"flow": "report", "draft_id": "d", "topic": "kursus"}, "varsling-af-barsel")
    assert said == "kursus"
