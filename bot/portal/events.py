"""Event streams: what arrives on its own, and what another window of the same user did."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable


class Hub:
    """Wakes the open streams of a conversation; the streams then read what is new from the database.

    Nothing but the wake-up passes through here, so a slow client holds no messages and none is lost or doubled.
    """

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._people: dict[str, str] = {}  # conversation -> whose it is
        self._typists: dict[str, tuple[int, str]] = {}  # conversation -> how often, and who types
        self._watchers: list[Callable[[str], None]] = []
        self.closing = False

    def subscribe(self, conversation_id: str, person_id: str) -> asyncio.Event:
        event = asyncio.Event()
        self._waiting[conversation_id].add(event)
        self._people[conversation_id] = person_id
        return event

    def unsubscribe(self, conversation_id: str, event: asyncio.Event) -> None:
        events = self._waiting[conversation_id]
        events.discard(event)
        if not events:
            del self._waiting[conversation_id]
            self._people.pop(conversation_id, None)
            self._typists.pop(conversation_id, None)

    def listening(self) -> dict[str, str]:
        """Person -> conversation, of those who have a stream open here."""
        return {person_id: conversation_id for conversation_id, person_id in self._people.items()}

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Calls the watcher with each conversation that is woken."""
        self._watchers.append(watcher)

    def wake(self, conversation_id: str) -> None:
        for event in self._waiting.get(conversation_id, ()):
            event.set()
        for watcher in self._watchers:
            watcher(conversation_id)

    def typing(self, conversation_id: str, name: str) -> None:
        """Somebody of 1st line types; told to who listens here at this moment, and kept nowhere."""
        if conversation_id in self._waiting:
            self._typists[conversation_id] = (self.typed(conversation_id)[0] + 1, name)
            for event in self._waiting[conversation_id]:
                event.set()

    def typed(self, conversation_id: str) -> tuple[int, str]:
        """How often somebody typed in the conversation, and who it was last."""
        return self._typists.get(conversation_id, (0, ""))

    def close(self) -> None:
        """Ends all streams, so that the process can stop; clients come back on their own."""
        self.closing = True
        for events in self._waiting.values():
            for event in events:
                event.set()
