"""A talk about cases in the town, with the real knowledge: what is said, and what is pressed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.actions.registry import CAPABILITIES
from bot.container import Container
from bot.dialogue.state import ConversationState
from bot.dialogue.turn import Reply, Turn, Understanding
from bot.knowledge.loader import Knowledge
from bot.messages.cards import Action
from bot.messages.message import actions_of
from bot.settings import Settings
from tests.knowledge.conftest import TODAY
from tests.stores import SQLITE, database_url
from tests.town import KEY, Hands, Town


def house(folder: Path, knowledge: Knowledge) -> tuple[Container, Town]:
    """The container on a database with the town in it; both have one clock."""
    environment = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url(SQLITE, folder),
        "SERVICEASSISTENT_CPR_KEY": KEY,
    }
    hands = Hands()
    services = Container(Settings.from_environment(environment), clock=hands)
    services.__dict__["knowledge"] = knowledge  # read once for all tests
    town = Town(services.engine, folder)
    town.clock = hands
    town.known.update(knowledge.solutions)
    for part in ("cases", "drafts", "desk", "sync", "outbox", "backend", "files"):
        getattr(town, part)._clock = hands
    return services, town


class Talk:
    """One person's talk; each turn goes to the action that the rules choose for its intent."""

    def __init__(self, services: Container, person: str) -> None:
        self.services, self.state = services, ConversationState()
        known = services.access.person(person)
        assert known is not None
        self.person, self.reply, self.said = known, Reply(), 0

    def say(self, text: str, intent: str) -> Reply:
        """A typed text; while a text is waited for, it is that."""
        return self._turn(text, intent, None, in_loop=self.state.flow == "prompt")

    def press(self, title: str) -> Reply:
        """A button of the last answer, by how its title begins."""
        found = [action for action in self.offered if action.title.startswith(title)]
        assert found, f"no {title!r} among {[action.title for action in self.offered]}"
        return self.send(found[0].payload)

    def send(self, payload: str) -> Reply:
        intent, _, parameters = payload.removeprefix("/").partition("{")
        return self._turn("", intent, json.loads("{" + parameters), in_loop=False)

    def send_values(self, payload: str, values: dict[str, Any]) -> Reply:
        """A form that was filled in."""
        intent, _, parameters = payload.removeprefix("/").partition("{")
        return self._turn("", intent, json.loads("{" + parameters), in_loop=False, values=values)

    def _turn(
        self,
        text: str,
        intent: str,
        payload: dict[str, Any] | None,
        *,
        in_loop: bool,
        values: dict[str, Any] | None = None,
    ) -> Reply:
        self.said += 1
        turn = Turn(
            self.person,
            "c",
            text,
            intent,
            self.state,
            TODAY,
            payload=payload,
            values=values,
            understanding=Understanding(),
            message_id=f"m{self.said}",
        )
        name = "validate_prompt_form" if in_loop else f"action_{intent}"
        self.reply = CAPABILITIES[name](self.services, turn)
        return self.reply

    @property
    def text(self) -> str:
        return "\n".join(utterance.text for utterance in self.reply.utterances)

    @property
    def offered(self) -> list[Action]:
        return list(actions_of([card for utterance in self.reply.utterances for card in utterance.cards]))

    @property
    def titles(self) -> list[str]:
        return [action.title for action in self.offered]

    def card(self, kind: str) -> Any:
        cards = [card for said in self.reply.utterances for card in said.cards if card.type == kind]
        assert cards, self.text
        return cards[0]

    def numbers(self) -> list[str]:
        return [item.number for item in self.card("case_list").cases]
