"""What the portal counts and times; a registry of its own, so that several applications can live in one process."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """Counters without anything personal in their labels."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("serviceassistent_turns", "Turns by outcome", ["outcome"], registry=self.registry)
        self.turn_seconds = Histogram(
            "serviceassistent_turn_seconds",
            "Time of a turn, storage included",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.engine_seconds = Histogram(
            "serviceassistent_engine_seconds", "Time of a turn in the engine", buckets=_SECONDS, registry=self.registry
        )
        self.sessions = Counter("serviceassistent_sessions", "Sign-ons by outcome", ["outcome"], registry=self.registry)
        self.refused = Counter("serviceassistent_rate_limited", "Requests over the limit", registry=self.registry)
        self.streams = Gauge("serviceassistent_event_streams", "Open event streams", registry=self.registry)
