"""Two processes on the same database, at the same instant."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.cases.model import CaseRow
from bot.database.counters import Counter, count_up
from bot.database.engine import create_engine_for, session_factory, writing
from tests.town import Town

_SPAWN = multiprocessing.get_context("spawn")


def _sends(url: str, folder: Path, draft_id: str, barrier: Any, numbers: Any) -> None:
    town = Town(create_engine_for(url), folder, inhabited=False)
    town.offer()
    barrier.wait()
    numbers.put(town.cases.submit("anne", draft_id).number)


def _counts(url: str, barrier: Any, values: Any) -> None:
    sessions = session_factory(create_engine_for(url))
    barrier.wait()
    found = []
    for _ in range(40):
        with writing(sessions) as session:
            found.append(count_up(session, "new"))
    values.put(found)


def _run(target: Any, *args: Any, results: int = 2) -> list[Any]:
    barrier, queue = _SPAWN.Barrier(results), _SPAWN.Queue()
    processes = [_SPAWN.Process(target=target, args=(*args, barrier, queue)) for _ in range(results)]
    for process in processes:
        process.start()
    found = [queue.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(timeout=60)
    return found


def _url(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def test_the_same_draft_sent_by_two_processes_is_one_case(town: Town, tmp_path: Path) -> None:
    draft = town.drafts.start("anne", "ferie", None)
    numbers = _run(_sends, _url(town.engine), tmp_path, draft.id)
    assert len(set(numbers)) == 1
    with town.sessions() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(CaseRow)).scalar_one() == 1


def test_two_processes_that_count_never_get_the_same_number_nor_wait_in_vain(engine: sa.Engine) -> None:
    first, second = _run(_counts, _url(engine))
    assert sorted(first + second) == list(range(1, 81))
    with session_factory(engine)() as session:
        assert session.get_one(Counter, "new").last == 80
