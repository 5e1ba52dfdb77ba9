"""Cards that tell: hand-over to a person, a notice, and the question how it went."""

from __future__ import annotations

from bot.messages.cards import FeedbackCard, HandoverCard, NoticeCard
from bot.portal.teams.cards.parts import Element, Shown, actions, heading, named, page, row, said

_STYLES = {"info": "emphasis", "warning": "warning", "error": "attention", "crisis": "attention"}


def handover(card: HandoverCard, shown: Shown) -> list[Element]:
    made = [*heading("1.-linje-support"), *said(card.text)]
    if card.number:
        made += named("Sagsnummer", card.number)
    return made + actions(card.actions, shown)


def feedback(card: FeedbackCard, shown: Shown) -> list[Element]:
    made = said(card.about, weight="Bolder")
    return made if shown.answer is not None else made + actions(card.actions, shown)


def notice(card: NoticeCard, shown: Shown) -> list[Element]:
    """What to know; in a crisis the numbers to call stand first."""
    told = [*heading(card.title), *said(card.text)]
    links = {contact.label: url for contact in card.contacts if (url := shown.link(contact.href or ""))}
    called = [contact for contact in card.contacts if contact.label not in links]
    numbers = [line for contact in called for line in named(contact.label, contact.value)]
    items = told + numbers if card.level != "crisis" else [*told[:1], *numbers, *told[1:]]
    made: list[Element] = [{"type": "Container", "style": _STYLES[card.level], "items": items}]
    made += row([page(label, url) for label, url in links.items()])
    if shown.answer is not None and card.level == "error":
        return made
    return made + actions(card.actions, shown)
