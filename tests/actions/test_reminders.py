"""What is new stands in the greeting, once, and can be switched off."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.access.types import Person
from bot.actions import smalltalk
from bot.actions.registry import CAPABILITIES
from bot.clock import today
from bot.dialogue.payloads import button
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn
from bot.messages.cards import ChoicesCard, NoticeCard
from bot.messages.message import actions_of
from tests.fixtures import engine  # noqa: F401
from tests.notices.criers import Criers


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Criers:  # noqa: F811
    return Criers(engine, tmp_path)


@pytest.fixture
def services(town: Criers) -> Any:
    return SimpleNamespace(
        notices=town.notices,
        cases=town.cases,
        drafts=town.drafts,
        access=town.access,
        knowledge=SimpleNamespace(title=lambda solution_id: solution_id.capitalize()),
    )


def turn(town: Criers, **state: Any) -> Turn:
    anne = Person("anne", "Anne Holm", "Pædagog", "skole-a", "Skole-a", "anne@by.example")
    return Turn(anne, "c", "", "greeting", ConversationState(**state), today(town.clock))


def buttons(reply: Reply) -> list[str]:
    return [action.payload for said in reply.utterances for action in actions_of(list(said.cards))]


def test_the_greeting_tells_what_is_new_and_what_can_be_done_about_it(services: Any, town: Criers) -> None:
    number = town.asked()
    town.cry()
    reply = smalltalk.greeting(services, turn(town))
    (said,) = reply.utterances
    assert said.text.startswith("Hej Anne. Jeg er Serviceassistenten, en AI-assistent")
    assert f"Sagen Ferie ({number}) venter på dig: “Hvilken uge?”" in said.text
    assert [type(card) for card in said.cards] == [NoticeCard, ChoicesCard]
    assert f'/open_case{{"number": "{number}"}}' in buttons(reply)
    assert "/reminders_off{}" in buttons(reply)


def test_the_second_greeting_does_not_tell_it_again(services: Any, town: Criers) -> None:
    town.asked()
    town.cry()
    smalltalk.greeting(services, turn(town))
    reply = smalltalk.greeting(services, turn(town))
    assert [type(card) for card in reply.utterances[0].cards] == [ChoicesCard]
    assert "1 sag venter på dig." in reply.utterances[0].text  # it still does
    assert "/reminders_off{}" not in buttons(reply)


def test_of_many_five_are_told_and_the_rest_counted(services: Any, town: Criers) -> None:
    for number in range(8):
        see = button(f"Se {number}", "open_course", course=str(number))
        town.notices.tell("anne", "part_handed", f"handed:{number}", f"Del {number}", [see])
        town.clock.move(minutes=1)
    reply = smalltalk.greeting(services, turn(town))
    card = reply.utterances[0].cards[0]
    assert isinstance(card, NoticeCard)
    assert [line for line in card.text.splitlines() if line.startswith("- ")] == [f"- Del {n}" for n in (7, 6, 5, 4, 3)]
    assert "og 3 mere." in card.text
    assert [a.title for a in card.actions[:5]] == [f"Se {n}" for n in (7, 6, 5, 4, 3)]
    assert town.notices.take("anne") == []


def test_they_are_switched_off_and_on_and_it_is_said_what_that_means(services: Any, town: Criers) -> None:
    off = CAPABILITIES["action_reminders_off"](services, turn(town))
    assert not town.notices.reminders_on("anne")
    assert "Intet går tabt" in off.utterances[0].text
    assert buttons(off) == ["/my_cases{}", "/my_courses{}", "/reminders_on{}"]
    town.asked()
    assert town.cry() == 0
    on = CAPABILITIES["action_reminders_on"](services, turn(town))
    assert town.notices.reminders_on("anne")
    assert buttons(on) == ["/reminders_off{}"]
    assert town.cry() == 1


def test_what_is_under_way_goes_on_when_they_are_switched_off(services: Any, town: Criers) -> None:
    asked = turn(town, flow="report", draft_id="d")
    reply = CAPABILITIES["action_reminders_off"](services, asked)
    assert (asked.state.flow, asked.state.draft_id) == ("report", "d")
    assert not reply.keep_quiet
