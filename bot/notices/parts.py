"""News of courses: parts that are due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from bot.courses.types import DuePart
from bot.notices.types import Key, News, Words


class PartNews:
    """Reminds whoever has a part, at each stage once (bot/courses/service.py decides which and when)."""

    kind = "part_due"

    def __init__(self, due_parts: Callable[[], Sequence[DuePart]], words: Callable[[DuePart], Words]) -> None:
        self._due_parts = due_parts
        self._words = words

    def candidates(self) -> set[Key]:
        return {(part.person_id, part.key) for part in self._due_parts()}

    def news(self, wanted: Mapping[str, Collection[str]]) -> list[News]:
        """The parts among the wanted that are still due and at the same stage."""
        if not wanted:
            return []
        found: list[News] = []
        for part in self._due_parts():
            if part.key in wanted.get(part.person_id, ()):
                text, actions = self._words(part)
                found.append(News(part.person_id, part.key, text, tuple(actions)))
        return found
