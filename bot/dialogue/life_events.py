"""Hears a life event in a text: the event is named, and it is the whole of it that is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.knowledge.life_event_schema import LifeEvent

# Asks for everything that belongs to the event, not for one report.
_WHOLE = re.compile(
    r"\bhuske?(?:liste(?:n)?)?\b|\b(?:tjek|check)lister?(?:n)?\b|\bforløb(?:et)?\b|\boverblik\b|\bdet\s+hele\b|\bhele\s+vejen\b"
    r"|\balt\s+(?:det|hvad|der|om|i\s+forbindelse)\b|\bfra\s+a\s+til\s+(?:z|å)\b|\b(?:skridt|trin)\s+for\s+(?:skridt|trin)\b",
    re.I,
)

# "Stopper" is left out: it is what an employee does who leaves.
_STOP = re.compile(
    r"\b(?:stop|stoppe|afslut|afslutte|slet|slette|drop|droppe|aflys|aflyse|annuller|annullere|opgiv|opgive)"
    r"(?:\s+(?:hele|det|mit|dette|det\s+her))*\s+forløb(?:et)?\b"
    r"|\bforløb(?:et)?(?:\s+om\s+\w+)?\s+(?:skal|kan|må)\s+(?:\w+\s+)?(?:stoppe[st]?|afsluttes|slettes|droppes|aflyses|annulleres)\b",
    re.I,
)


def stops_course(text: str) -> bool:
    """Says whether the text asks to end a course that is under way."""
    return _STOP.search(text) is not None


def whole_event_in(text: str, events: Mapping[str, LifeEvent]) -> LifeEvent | None:
    """The life event that the text asks to be led through; the one named by most letters where several are."""
    if not _WHOLE.search(text):
        return None
    return named_event(text, events)


def named_event(text: str, events: Mapping[str, LifeEvent]) -> LifeEvent | None:
    """The life event that the text names."""
    lowered = " ".join(text.lower().split())
    found: list[tuple[int, LifeEvent]] = []
    for event in events.values():
        lengths = [len(word) for word in (event.title, *event.words) if _stands_in(word.lower(), lowered)]
        if lengths:
            found.append((max(lengths), event))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _stands_in(word: str, text: str) -> bool:
    """As a whole word or with an ending ("ny medarbejder" in "en ny medarbejders start")."""
    return re.search(rf"(?<!\w){re.escape(word)}(?:e?s|en|et|er|erne|e|n|t)?(?!\w)", text) is not None
