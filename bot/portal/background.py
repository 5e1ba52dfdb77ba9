"""What runs by itself beside the requests: the outbox, case news from the desk, and clearing out what has expired."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.portal.blocking import Blocking

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to do again and again; safe to run in several processes at once."""

    name: str
    every: float  # seconds
    run: Callable[[], object]


def running(jobs: Sequence[Job], db: Blocking) -> Callable[[web.Application], AsyncIterator[None]]:
    """A cleanup context that runs the jobs while the application runs."""

    async def context(_: web.Application) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(_repeat(job, db)) for job in jobs]
        yield
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)

    return context


async def _repeat(job: Job, db: Blocking) -> None:
    while True:
        try:
            await db(job.run)
        except Exception as error:  # one failure must not end the job: the next round tries again
            log.error("background job failed", job=job.name, error=type(error).__name__)
        await asyncio.sleep(job.every)
