"""Pieces of work that take turns at every border of a transaction, in an order that a seed decides.

A transaction is atomic in the database; what can go wrong between two of them depends on their order alone. So one
piece runs at a time, and before each transaction the next one is drawn: every order can come, and comes again with its
seed. Greenlets, since ten thousand times a dozen switches between threads would be spent in the system's scheduler.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from greenlet import getcurrent, greenlet
from sqlalchemy.orm import Session, sessionmaker


class _Runner(greenlet):
    """One piece of work; `depth` is how many sessions it has open."""

    depth = 0


class PausingSession(Session):
    """A session that lets the others go first before it begins; not inside another one of the same work."""

    def __enter__(self) -> Session:
        runner = getcurrent()
        if isinstance(runner, _Runner):
            if runner.depth == 0:
                assert runner.parent is not None
                runner.parent.switch()
            runner.depth += 1
        return super().__enter__()

    def __exit__(self, *error: object) -> None:
        runner = getcurrent()
        if isinstance(runner, _Runner):
            runner.depth -= 1
        super().__exit__(*error)


def pausing(sessions: sessionmaker[Session]) -> None:
    """Makes the sessions pause."""
    sessions.class_ = type("Pausing", (PausingSession,), {})


def in_any_order(random: Random, works: Sequence[Callable[[], object]]) -> None:
    """Runs them all to their ends at once, in an order of its own; raises the first error."""
    busy = [_Runner(work) for work in works]
    while busy:
        runner = random.choice(busy)
        runner.switch()
        if runner.dead:
            busy.remove(runner)
