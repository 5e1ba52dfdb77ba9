"""A token bucket per person: generous to people, a stop to loops."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable

MOST_KEYS = 50_000


class RateLimit:
    """Allows `burst` requests at once and `per_second` in the long run; `burst` 0 switches it off."""

    def __init__(self, burst: int, per_second: float, now: Callable[[], float]) -> None:
        self._burst, self._per_second, self._now = burst, per_second, now
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # key -> (tokens, seen at)

    def wait(self, key: Hashable) -> int:
        """Takes a token; returns 0, or the seconds to wait when there is none."""
        if not self._burst:
            return 0
        now = self._now()
        tokens, seen = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(self._burst, tokens + (now - seen) * self._per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - tokens) / self._per_second)
