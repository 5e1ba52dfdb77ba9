"""What goes to the engine in a turn, and what is said when no answer comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.messages.cards import Action, NoticeCard
from bot.messages.message import Utterance
from bot.portal.intake import MAX_TEXT

GREETING = "/greeting{}"
RESEND = "/resend"


@dataclass(frozen=True)
class Prepared:
    """What goes to the engine, already shielded."""

    display: str
    text: str | None = None
    payload: str | None = None
    values: dict[str, Any] | None = None


def engine_text(text: str | None) -> str | None:
    """References are longer than the numbers they stand for; the engine takes no more than a message may hold."""
    return None if text is None else text[:MAX_TEXT]


def failure_of(prepared: Prepared) -> Utterance:
    """What is said when the engine gives no answer; the button sends the same thing again, shielded as it was."""
    again = {name: value for name, value in vars(prepared).items() if value is not None}
    payload = GREETING if prepared.payload == GREETING else RESEND + json.dumps(again, ensure_ascii=False)
    text = "Jeg kan ikke svare lige nu. Det, du skrev, er gemt, og dine kladder er i behold. Prøv igen om et øjeblik."
    return Utterance(
        text=text,
        cards=[
            NoticeCard(
                level="error",
                title="Der gik noget galt hos mig",
                text="Bliver det ved, så ring til 1.-linje-support.",
                actions=[Action(title="Prøv igen", payload=payload, style="primary")],
            )
        ],
    )
