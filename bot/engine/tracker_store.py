"""Trackers in memory, for the length of a talk: capped, forgotten when idle, bounded in number.

The tracker holds the thread of the talk only; the database holds the facts, and a fresh tracker is put where the
conversation stands by `action_session_start`. A cap keeps turn 100 as fast as turn 5: Rasa replays all events of a
conversation several times in each turn.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class ShortLivedTrackerStore(TrackerStore):
    """An in-memory tracker store that forgets.

    `max_events`: a tracker with more is cut back to the last half, at the start of a turn, with its slots and active
    loop before it. `idle_seconds`: how long an untouched tracker lives. `max_trackers`: the least recently used ones
    go first.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: Any = None,
        max_events: int = 60,
        idle_seconds: float = 3600,
        max_trackers: int = 3000,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._max_events, self._idle_seconds, self._max_trackers = (
            int(max_events),
            float(idle_seconds),
            int(max_trackers),
        )
        self._clock = clock
        self._trackers: OrderedDict[str, tuple[float, list[Event]]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the tracker's events, and forgets what is idle or too many."""
        await self.stream_events(tracker)
        self._trackers[tracker.sender_id] = (self._clock(), self._kept_events(tracker))
        self._trackers.move_to_end(tracker.sender_id)
        self._forget()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker, or None where it is unknown or was forgotten."""
        self._forget()
        kept = self._trackers.get(sender_id)
        if kept is None:
            return None
        self._trackers[sender_id] = (self._clock(), kept[1])
        self._trackers.move_to_end(sender_id)
        return DialogueStateTracker.from_events(sender_id, kept[1], self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The senders that are remembered."""
        return list(self._trackers)

    def _forget(self) -> None:
        oldest_kept = self._clock() - self._idle_seconds
        while self._trackers:
            sender, (touched, _) = next(iter(self._trackers.items()))
            if touched >= oldest_kept and len(self._trackers) <= self._max_trackers:
                return
            del self._trackers[sender]

    def _kept_events(self, tracker: DialogueStateTracker) -> list[Event]:
        events = list(tracker.events)
        _forget_readings(events)
        if len(events) <= self._max_events:
            return events
        start = len(events) - self._max_events // 2
        while start > 0 and not _listens(events[start]):
            start -= 1
        state: list[Event] = [
            SlotSet(name, value) for name, value in tracker.current_slot_values().items() if value is not None
        ]
        if tracker.active_loop_name:
            state.append(ActiveLoop(tracker.active_loop_name))
        return state + events[start:]


def _listens(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def _forget_readings(events: list[Event]) -> None:
    """Earlier messages lose what was understood of them (tokens, rankings): only the latest is read again."""
    said = [event for event in events if isinstance(event, UserUttered)]
    for event in said[:-1]:
        if event.parse_data and "understanding" in event.parse_data:
            event.parse_data = {k: v for k, v in event.parse_data.items() if k != "understanding"}
