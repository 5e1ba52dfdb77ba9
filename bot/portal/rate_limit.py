"""Token buckets per person, or per address where nobody is signed on: generous to people, a stop to loops."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Limits:
    """What one person (or address) may do how often; each kind has its own bucket."""

    requests: RateLimit  # of any kind, sign-on by address included
    messages: RateLimit  # each keeps the engine busy
    uploads: RateLimit  # each may hold a whole file in memory
    searches: RateLimit  # on pages that are open to all: by address

    @classmethod
    def standard(cls, now: Callable[[], float], burst: int | None = None) -> Limits:
        """What people never reach; `burst` instead of each kind's own (0: no limits), for tests and the bench."""
        kinds = {"requests": (120, 4.0), "messages": (40, 1.0), "uploads": (20, 0.2), "searches": (60, 2.0)}
        return cls(
            **{name: RateLimit(own if burst is None else burst, rate, now) for name, (own, rate) in kinds.items()}
        )
