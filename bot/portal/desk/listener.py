"""One open window of a supporter: whom it follows, and what it has not been told yet."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass(eq=False)
class Listener:
    """One window of a supporter, and what it has not been told yet."""

    me: str
    paths: frozenset[str]  # units whose people they help
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    conversations: dict[str, str] = field(default_factory=dict)  # conversation -> hand-over, of theirs
    last: dict[str, str | None] = field(default_factory=dict)  # hand-over -> id of the last message that it has
    queue: bool = False
    mine: bool = False
    colleagues: bool = False
    said: set[str] = field(default_factory=set)  # conversations with new messages
    typing: dict[str, str] = field(default_factory=dict)  # hand-over -> who types
    ended: bool = False

    def note(self, **told: bool) -> None:
        for name in told:
            setattr(self, name, True)
        self.woken.set()
