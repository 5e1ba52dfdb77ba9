"""A message of the assistant as Teams shows it: each card as an Adaptive Card, within what a message may hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.messages.cards import Card, NoticeCard, SolutionCard
from bot.messages.message import Message
from bot.portal.pages.display import masked_deeply
from bot.portal.teams.cards import asking, cases, guidance, notes
from bot.portal.teams.cards.guidance import cut
from bot.portal.teams.cards.parts import Element, Shown, heading, page, quiet, row, said
from bot.portal.teams.cards.remaining import remaining_text
from bot.privacy.cpr import display

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 24_000  # of the 28 kB that Teams takes; the rest is for what the SDK puts around it
_MOST_TEXT = 2_500  # characters; a letter such as æ is six bytes on the way
_LONGEST_TEXT = 3_500  # of a message that is nothing but text
_RENDERERS: dict[str, Callable[[Any, Shown], list[Element]]] = {
    "choices": guidance.choices,
    "solution": guidance.solution,
    "topic": guidance.topic,
    "process": guidance.process,
    "question": asking.question,
    "form": asking.form,
    "summary": asking.summary,
    "receipt": cases.receipt,
    "case": cases.case,
    "case_list": cases.case_list,
    "handover": notes.handover,
    "feedback": notes.feedback,
    "notice": notes.notice,
}
_CLOSING = {"choices", "question", "form", "summary", "feedback"}


def closes(card: Card) -> bool:
    """Whether a card is closed once it is answered; the others stay open to be used again."""
    return card.type in _CLOSING or (isinstance(card, NoticeCard) and card.level == "error" and bool(card.actions))


def in_teams(message: Message, portal_url: str, answer: str | None = None) -> tuple[str, list[Element]]:
    """The text of a message without cards, or the cards; with `answer` as they stand once they were answered.

    What the cards do not say stands in the first of them: so the message is one thing, and is updated as one.
    """
    if not message.cards:
        return cut(display(message.text), _LONGEST_TEXT), []
    made = []
    lead = remaining_text(message)
    for card in message.cards:
        shown = Shown(message.id, portal_url, answer if closes(card) else None)
        made.append(_card(card, message, shown, lead))
        lead = ""
    if len(json.dumps(made)) > MOST_BYTES:
        return "", [_too_long(message, portal_url)]
    return "", made


def adaptive(body: list[Element], fallback: str) -> Element:
    """A card of these elements."""
    fallback = cut(display(fallback), 1000) or "Se beskeden i portalen."
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": "da",
        "fallbackText": fallback,
        "body": body,
    }
    return card


def summary_line(text: str) -> str:
    """What stands in the list of chats and in a notification."""
    return cut(" ".join(display(text).split()), 150) or "Svar fra Serviceassistenten"


def _card(card: Card, message: Message, shown: Shown, lead: str) -> Element:
    body = _RENDERERS[card.type](card, shown)
    # What is said beside a solution asks whether to begin: it belongs to the buttons.
    places = (place for place, element in enumerate(body) if element["type"] == "ActionSet")
    at = next(places, 0) if isinstance(card, SolutionCard) else 0
    body[at:at] = said(lead)
    if shown.answer is not None:
        body = [*body, *said(f"✓ {cut(shown.answer, 500)}" if shown.answer else "✓ Besvaret", isSubtle=True)]
    masked: list[Element] = masked_deeply(body)
    return adaptive(masked, message.text)


def _too_long(message: Message, portal_url: str) -> Element:
    """The beginning, and the portal for the rest: everything is in the conversation there."""
    body = [
        *heading("Et langt svar"),
        *said(cut(display(message.text), _MOST_TEXT)),
        *quiet("Det hele står i samtalen i portalen."),
        *row([page("Åbn i portalen", f"{portal_url}/assistent")]),
    ]
    return adaptive(body, message.text)
