"""What the bench's employees say: a need, a question about it, a report begun and left, small talk in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Press:
    """Presses the first offered button whose payload begins so; where there is none, the text is typed instead."""

    payload: str
    text: str


Step = str | Press

MILEAGE: Sequence[Step] = (
    "jeg har kørt i min egen bil til et møde på rådhuset, hvordan får jeg penge for det?",
    "hvad er fristen?",
    Press('/select_solution{"id": "koerselsgodtgoerelse"}', "kørselsgodtgørelse"),
    Press("/start_report", "start indberetning"),
    "mig selv",
    "hvem må egentlig indberette det?",
    "egen bil",
    "lav sats",
    "annuller",
    "ja",
)
LEAVE: Sequence[Step] = (
    "hej",
    "jeg venter barn til marts, hvad skal jeg gøre?",
    "hvad er fristen?",
    Press("/start_report", "start indberetning"),
    "12. marts 2027",
    "hvilke bilag skal jeg bruge?",
    "tilbage",
    "12. marts 2027",
    "annuller",
    "ja",
)
PAY: Sequence[Step] = (
    "der mangler løn for mine aftenvagter i sidste måned",
    "hvor lang tid tager det?",
    Press("/start_report", "start indberetning"),
    "mig selv",
    "1.250,50 kr",
    "stop",
    "ja",
    "hvordan går det med min sag?",
    "hvad med vejret i morgen?",
    "tak for hjælpen",
)
FLOWS = (MILEAGE, LEAVE, PAY)
TURNS = 10  # of each flow


def payload_in(messages: Sequence[dict[str, Any]], prefix: str) -> str | None:
    """The first payload in the messages' cards that begins so."""

    def look(value: Any) -> str | None:
        if isinstance(value, dict):
            payload = value.get("payload")
            if isinstance(payload, str) and payload.startswith(prefix):
                return payload
            value = list(value.values())
        if isinstance(value, list):
            return next(filter(None, map(look, value)), None)
        return None

    return look([message.get("cards") for message in messages])


def typed(step: Step) -> str:
    """The step as text, for a bot that has no such buttons."""
    return step if isinstance(step, str) else step.text
