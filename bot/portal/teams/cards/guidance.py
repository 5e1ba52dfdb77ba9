"""Cards that guide: choices, a solution, a topic page, a process."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages.cards import ChoicesCard, ProcessCard, ProcessStep, SolutionCard, TopicCard
from bot.portal.teams.cards.parts import (
    Element,
    Shown,
    actions,
    heading,
    page,
    pick_one,
    prose,
    quiet,
    row,
    said,
)

_MOST_ROWS = 12  # choices; more are a list to choose from
_MOST_PROSE = 3000  # characters of a section
_MARKS = {"done": "✓", "current": "▶", "todo": "○"}


def choices(card: ChoicesCard, shown: Shown) -> list[Element]:
    if shown.answer is not None:
        return []
    return pick_one(card.actions, shown) if len(card.actions) > _MOST_ROWS else actions(card.actions, shown)


def solution(card: SolutionCard, shown: Shown) -> list[Element]:
    """What it is for, what can be done, and its neighbours."""
    made = [*quiet(card.area), *heading(card.title), *prose(card.summary), *actions(card.actions, shown)]
    if card.neighbours:
        made += [*said("Handler det i stedet om …", weight="Bolder"), *actions(card.neighbours, shown)]
    return made


def topic(card: TopicCard, shown: Shown) -> list[Element]:
    """Guidance with its sources; what is very long is cut, with the page behind it."""
    made = heading(card.title)
    links: list[Element] = []
    for section in card.sections:
        if section.heading:
            made += said(section.heading, weight="Bolder")
        made += prose(cut(section.text, _MOST_PROSE))
        if section.source:
            made += quiet(f"Kilde: {section.source}")
            if section.source_url and (url := shown.link(section.source_url)):
                links.append(page(section.source[:40], url))
    if card.url and (url := shown.link(card.url)):
        links.insert(0, page("Læs hele siden", url))
    return made + row(links[:6]) + actions(card.actions, shown)


def process(card: ProcessCard, shown: Shown) -> list[Element]:
    return [*heading(card.title), *steps(card.steps), *actions(card.actions, shown)]


def steps(listed: Sequence[ProcessStep]) -> list[Element]:
    """The steps one below the other, with where the case is."""
    made: list[Element] = []
    for number, step in enumerate(listed, start=1):
        mark = _MARKS[step.state] if step.state else f"{number}."
        now = " (her er sagen nu)" if step.state == "current" else ""
        made += said(f"{mark} {step.title}{now}", weight="Bolder")
        made += quiet(f"{step.actor}, normalt {step.usual_time}" if step.usual_time else step.actor)
        if step.text:
            made += prose(step.text)
    return made


def cut(text: str, most: int) -> str:
    """The text, or its beginning up to the end of a word."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
