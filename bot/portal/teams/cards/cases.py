"""Cards about cases: the receipt, one case, and the list."""

from __future__ import annotations

from bot.messages.cards import CaseCard, CaseListCard, ReceiptCard
from bot.portal.teams.cards.guidance import steps
from bot.portal.teams.cards.parts import (
    Element,
    Shown,
    actions,
    button,
    heading,
    named,
    page,
    quiet,
    row,
    said,
)

MOST_CASES = 8
_MOST_HISTORY = 5
_MOST_ROWS = 20


def receipt(card: ReceiptCard, shown: Shown) -> list[Element]:
    made = [*quiet("Kvittering"), *heading(card.title), *named("Sagsnummer", card.number)]
    if card.sent_by:
        made += quiet(card.sent_by)
    made += [*said(card.state_label), *named("Næste skridt", card.next_step)]
    if card.expected:
        made += named("Forventet tid", card.expected)
    return made + actions(card.actions, shown)


def case(card: CaseCard, shown: Shown) -> list[Element]:
    """Where it is, who has the ball, and what happens next; the latest of its history."""
    state = f"{card.number} · {card.state_label}{' · Venter på dig' if card.awaits_you else ''}"
    made = [*quiet(state), *heading(card.title)]
    for known in (card.sent_by, card.assignee and f"{card.assignee} ser til sagen"):
        made += quiet(known) if known else []
    made += [*named("Næste skridt", card.next_step), *named("Har bolden", card.ball)]
    if card.expected:
        made += named("Forventet tid", card.expected)
    made += named("Oprettet", card.created)
    for line in card.rows[:_MOST_ROWS]:
        made += named(line.label, line.value)
    made += steps(card.steps)
    if card.history:
        made += said("Historik", weight="Bolder")
        for entry in card.history[-_MOST_HISTORY:]:
            made += [*quiet(entry.at), *said(entry.text)]
    made += actions(card.actions, shown)
    return made + _whole(card.url, "Se sagen i portalen", shown)


def case_list(card: CaseListCard, shown: Shown) -> list[Element]:
    """Those that await the user first; the rest is in the portal."""
    made = said("1 sag" if card.total == 1 else f"{card.total} sager", weight="Bolder")
    for item in card.cases[:MOST_CASES]:
        more = [item.number, item.about, item.sent_by, item.state_label, f"opdateret {item.updated}"]
        waits = " · venter på dig" if item.awaits_you else ""
        made += [
            *said(item.title, weight="Bolder"),
            *quiet(" · ".join(part for part in more if part) + waits),
            *row([button(item.open, shown)]),
        ]
    made += actions(card.actions, shown)
    hidden = card.total > min(len(card.cases), MOST_CASES)
    return made + _whole(card.url or ("/sager" if hidden else None), "Se alle i portalen", shown)


def _whole(path: str | None, title: str, shown: Shown) -> list[Element]:
    url = shown.link(path) if path else None
    return row([page(title, url)]) if url else []
