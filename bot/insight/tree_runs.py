"""Counts how question trees are walked: one short row a run, without a person or a conversation in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.insight.model import TreeRunRow

GIVEN_UP_AFTER = timedelta(hours=1)  # untouched for so long, a run without an end was given up where it stands
KEPT = timedelta(days=400)  # a year and a month, so that the same month can be compared
_LONGEST_NODE, _LONGEST_OUTCOME = 128, 80  # the columns' lengths

Step = tuple[str, str]  # the question, and the option (or "a+b" where several ways were kept open)


@dataclass(frozen=True)
class TreeShares:
    """How often each way of a tree was taken: numbers of runs."""

    starts: int = 0
    options: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by question, then by option
    ends: Mapping[str, int] = field(default_factory=dict)  # by outcome: "solution:ferie", "person"
    given_up: Mapping[str, int] = field(default_factory=dict)  # by question

    def reached(self, node: str) -> int:
        """The runs that came to the question and left it, by an answer or by giving up."""
        return sum(self.options.get(node, {}).values()) + self.given_up.get(node, 0)

    def share(self, node: str, option: str) -> float:
        """The share (0 to 1) of those at the question who gave this answer."""
        reached = self.reached(node)
        return self.options.get(node, {}).get(option, 0) / reached if reached else 0.0

    def share_given_up(self, node: str) -> float:
        """The share (0 to 1) of those at the question who got no further."""
        reached = self.reached(node)
        return self.given_up.get(node, 0) / reached if reached else 0.0


class TreeRuns:
    """Notes runs of question trees, and tells what became of them."""

    def __init__(self, session_factory: Sessions, clock: Clock, ids: Ids = new_id) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids

    def record(
        self, run_id: str | None, tree: str, steps: Sequence[Step], node: str | None, outcome: str | None
    ) -> str:
        """Notes where a run stands; without an id it begins one. Returns the run's id."""
        run = run_id or self._ids()
        now = self._clock()
        standing: dict[str, Any] = {
            "tree": tree,
            "steps": [list(step) for step in steps],
            "node": node[:_LONGEST_NODE] if node else None,
            "outcome": outcome[:_LONGEST_OUTCOME] if outcome else None,
            "updated_at": now,
        }
        with writing(self._sessions) as session:
            on_sqlite = session.get_bind().dialect.name == "sqlite"
            insert = sqlite.insert(TreeRunRow) if on_sqlite else postgresql.insert(TreeRunRow)
            row = insert.values(id=run, started_at=now, **standing)
            session.execute(row.on_conflict_do_update(index_elements=["id"], set_=standing))
        return run

    def shares(self, tree: str, since: datetime) -> TreeShares:
        """What became of the tree's runs that began at or after an instant."""
        given_up_before = self._clock() - GIVEN_UP_AFTER
        runs = sa.select(TreeRunRow.steps, TreeRunRow.node, TreeRunRow.outcome, TreeRunRow.updated_at).where(
            TreeRunRow.tree == tree, TreeRunRow.started_at >= since
        )
        starts = 0
        options: dict[str, Counter[str]] = {}
        ends, given_up = Counter[str](), Counter[str]()
        with reading(self._sessions) as session:
            for steps, node, outcome, updated_at in session.execute(runs.execution_options(yield_per=1000)):
                starts += 1
                for asked, answer in steps:
                    options.setdefault(asked, Counter())[answer] += 1
                if outcome:
                    ends[outcome] += 1
                elif node and updated_at <= given_up_before:
                    given_up[node] += 1
        return TreeShares(starts, options, ends, given_up)

    def purge(self) -> int:
        """Deletes runs that are older than what is compared; returns how many."""
        old = sa.delete(TreeRunRow).where(TreeRunRow.started_at < self._clock() - KEPT)
        with writing(self._sessions) as session:
            result = session.execute(old, execution_options={"synchronize_session": False})
            return int(getattr(result, "rowcount", 0) or 0)
