"""Starts the processes, restarts what dies, knows when all are ready, and stops them all."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp

from bot.supervisor.child import Child, ChildSpec
from bot.supervisor.preparation import CannotStart

POLL_SECONDS = 0.1
READY_WITHIN = 120.0
DEATHS_BEFORE_READY = 3


class Supervisor:
    """The children and what is known of them; `status` is a file that others may read (pids, readiness)."""

    def __init__(
        self, specs: Sequence[ChildSpec], logs: Path, folder: Path, status: Path, say: Callable[[str], None]
    ) -> None:
        self._say = say
        self._status = status
        self._ready = False
        self._failed: asyncio.Future[str] | None = None
        self.children = [Child(spec, logs / f"{spec.name}.log", folder, self._write_status) for spec in specs]
        self._tasks: list[asyncio.Task[None]] = []
        self._logs = logs

    def start(self, *names: str) -> None:
        """Starts those children (all, if none is named) and keeps them running."""
        if self._failed is None:
            self._failed = asyncio.get_running_loop().create_future()
        for child in self.children:
            if not names or child.spec.name in names:
                self._tasks.append(asyncio.create_task(child.keep_running(self._died)))

    def _died(self, child: Child, code: int, wait: float) -> None:
        name = child.spec.name
        if not self._ready and child.deaths >= DEATHS_BEFORE_READY:
            lines = "\n".join(f"    {line}" for line in child.last_lines)
            if self._failed is not None and not self._failed.done():
                self._failed.set_result(
                    f"The {name} process does not start (exit code {code}). Its last lines:\n{lines}"
                )
        self._say(f"{name} ended (code {code}); it starts again in {wait:.1f} s – see {self._logs / (name + '.log')}")
        self._write_status()

    def _write_status(self) -> None:
        facts = {
            "supervisor": os.getpid(),
            "ready": self._ready,
            "children": {child.spec.name: child.pid for child in self.children},
        }
        new = self._status.with_suffix(".new")
        new.write_text(json.dumps(facts))
        new.replace(self._status)

    async def wait_until_ready(self) -> None:
        """Returns when every process answers; raises CannotStart if one never will."""
        assert self._failed is not None, "start() comes first"
        waiting: asyncio.Future[None] = asyncio.ensure_future(self._all_answer())
        await asyncio.wait((waiting, self._failed), timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            self._ready = True
            self._write_status()
            return
        waiting.cancel()
        if self._failed.done():
            raise CannotStart(self._failed.result())
        raise CannotStart(f"Not ready within {READY_WITHIN:.0f} s. The logs are in {self._logs}.")

    async def _all_answer(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
            await asyncio.gather(*(_answers(session, child.spec) for child in self.children))

    async def stop(self) -> None:
        """Stops the portal first, so that no message arrives at an engine that is going."""
        portal_first = sorted(self.children, key=lambda child: child.spec.name != "portal")
        for child in portal_first:
            child.restart_no_more()
        for group in (portal_first[:1], portal_first[1:]):
            await asyncio.gather(*(child.stop() for child in group))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._status.unlink(missing_ok=True)


async def _answers(session: aiohttp.ClientSession, spec: ChildSpec) -> None:
    while True:
        try:
            async with session.get(spec.ready_url, headers=dict(spec.ready_headers)) as response:
                if spec.accepts(response.status):
                    return
        except (aiohttp.ClientError, asyncio.TimeoutError):
            pass
        await asyncio.sleep(POLL_SECONDS)
