"""One turn: who says what, how it was understood, and what the answer is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.access.types import Person
from bot.dialogue.state import ConversationState
from bot.messages.cards import Card
from bot.messages.message import Utterance

# What is asked for by name (bot/understanding/requests.py) is no answer to a question of a form.
ASKED_BY_NAME = frozenset({"my_courses", "my_deputies", "reminders_off", "reminders_on", "close_part"})


@dataclass(frozen=True)
class Understanding:
    """What the engine understood of a text (see bot/engine); empty for payloads."""

    decision: str = ""
    dialogue_act: str | None = None
    facet: str | None = None
    scope: float = 0.0
    ranking: Sequence[tuple[str, float]] = ()
    acts: Sequence[tuple[str, float]] = ()
    needs: Sequence[str] = ()
    area: str | None = None
    language: str = "da"
    crisis: str | None = None
    lemmas: Mapping[str, str] = field(default_factory=dict)
    names: Sequence[str] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Understanding:
        """Reads the engine's dictionary; missing parts stay empty."""
        return cls(
            decision=data.get("decision") or "",
            dialogue_act=data.get("dialogue_act"),
            facet=data.get("facet"),
            scope=float(data.get("scope") or 0.0),
            ranking=[(str(name), float(confidence)) for name, confidence in data.get("ranking") or ()],
            acts=[(str(name), float(confidence)) for name, confidence in data.get("acts") or ()],
            needs=list(data.get("needs") or ()),
            area=data.get("area"),
            language=data.get("language") or "da",
            crisis=data.get("crisis"),
            lemmas={token[0].lower(): token[1] for token in data.get("tokens") or ()},
            names=[entity["text"] for entity in data.get("entities") or () if entity.get("label") == "PER"],
        )

    @property
    def likeliest_act(self) -> tuple[str, float]:
        """The dialogue act or facet that the text most likely is, with its confidence; "" and 0 for none."""
        return next(iter(self.acts), ("", 0.0))

    def act_confidence(self, name: str) -> float:
        """How sure the engine is that the text is this dialogue act or facet (0 to 1)."""
        return next((confidence for act, confidence in self.acts if act == name), 0.0)


@dataclass
class Turn:
    """A message of a person in a conversation, with the conversation's state before it."""

    person: Person
    conversation_id: str
    text: str
    intent: str
    state: ConversationState
    today: date
    payload: Mapping[str, Any] | None = None  # the parameters of a pressed button; None for typed text
    values: Mapping[str, Any] | None = None  # what a form card sent
    understanding: Understanding = field(default_factory=Understanding)
    message_id: str | None = None  # the same when a turn is repeated after a failure
    page: str | None = None  # the solution on whose topic page the user stands
    note: Mapping[str, Any] = field(default_factory=dict)  # what a loop's reading left for its question

    def parameter(self, name: str) -> str | None:
        """A parameter of the pressed button, as text."""
        value = (self.payload or {}).get(name)
        return None if value is None else str(value)


@dataclass
class Reply:
    """What a capability answers, and what the dialogue does next."""

    utterances: list[Utterance] = field(default_factory=list)
    start_flow: str | None = None  # the loop to enter: report_form, tree_form or prompt_form
    unforeseen: bool = False  # the rules of the intent do not enter that loop
    end_flow: bool = False
    rejected: bool = False  # a loop's reading: the text is no answer, another capability takes it
    keep_quiet: bool = False  # do not take the loop's question up again after this
    send: bool = False  # a loop's reading: the report is to be sent
    note: dict[str, Any] | None = None  # for the loop's next question: what was stored, what is wrong

    def say(self, text: str, *cards: Card) -> Reply:
        """Adds an utterance."""
        self.utterances.append(Utterance(text=text, cards=list(cards)))
        return self
