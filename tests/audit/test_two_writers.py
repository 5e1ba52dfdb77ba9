"""Several processes write the audit at the same instant: one chain, no entry lost, nobody waits in vain."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

from bot.audit.trail import AuditFilter
from bot.audit.types import Event
from bot.database.engine import create_engine_for, writing
from tests.town import Town

_SPAWN = multiprocessing.get_context("spawn")
EACH = 30


def _writes(url: str, folder: Path, name: str, numbers: list[str], barrier: Any, done: Any) -> None:
    """Entries of its own, and comments on the same cases in an order of its own: so that locks could cross."""
    town = Town(create_engine_for(url), folder, inhabited=False)
    town.offer()
    barrier.wait()
    for turn in range(EACH):
        with writing(town.sessions) as session:
            town.audit.write(session, Event("sign_on", name, "person", name))
        town.cases.comment("anne", numbers[turn % len(numbers)], "hej")
    done.put(name)


def test_two_processes_write_one_chain(town: Town, tmp_path: Path) -> None:
    town.offer()
    numbers = [town.send("anne").number for _ in range(2)]
    barrier, done = _SPAWN.Barrier(2), _SPAWN.Queue()
    url = town.engine.url.render_as_string(hide_password=False)
    processes = [
        _SPAWN.Process(target=_writes, args=(url, tmp_path, name, order, barrier, done))
        for name, order in (("x", numbers), ("y", numbers[::-1]))
    ]
    for process in processes:
        process.start()
    assert {done.get(timeout=60), done.get(timeout=60)} == {"x", "y"}
    for process in processes:
        process.join(timeout=60)
    found = town.trail.find(AuditFilter(limit=1000))
    assert [entry.seq for entry in found] == list(range(1, 2 + 4 * EACH + 1))
    assert [sum(entry.event.actor_id == name for entry in found) for name in ("x", "y")] == [EACH, EACH]
    assert town.trail.verify().broken_at is None
