"""`python -m bench.handover`: the desk at full strength; the real portal process, its database, its event streams.

Fifty supporters and three hundred people: at first all wait and all supporters take at once, then everybody talks, and
some talks end while others begin. Every message is counted where it should arrive: lost or doubled, the bench fails.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bench.floor import Floor
from bench.memory import cpu_seconds, rss
from bot.container import Container
from bot.database.migrations import upgrade
from bot.privacy.vault import make_key
from bot.settings import PROJECT, Settings

SETTLED = 15.0  # seconds that the last messages may take to arrive


@asynccontextmanager
async def portal(folder: Path, port: int) -> AsyncIterator[tuple[Container, subprocess.Popen[bytes]]]:
    """The portal process on a new database; no engine is needed, since the bot is silent."""
    environment = {
        **os.environ, "DATA_DIR": str(folder), "PORT": str(port), "DEMO": "1", "RATE_BURST": "0",
        "SERVICEASSISTENT_CPR_KEY": make_key(), "KNOWLEDGE_DIR": str(_always_open(folder)),
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    house = Container(Settings.from_environment(environment), channel="portal")
    upgrade(house.engine)
    command = [sys.executable, "-m", "bot.portal"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=quiet, stderr=quiet)
    try:
        yield house, process
    finally:
        process.terminate()
        process.wait(timeout=20)
        house.engine.dispose()


def _always_open(folder: Path) -> Path:
    """The knowledge with a desk that never closes, so that the bench runs at any hour."""
    copy = folder / "knowledge"
    shutil.copytree(PROJECT / "knowledge", copy)
    file = copy / "organisation.yml"
    before, _, after = file.read_text().partition("support_tider:\n")
    _, _, rest = after.partition("\nloen_og_personale:")
    always = "support_tider:\n  label: Åbningstid\n  value: Altid åbent\n\nloen_og_personale:"
    file.write_text(before + always + rest)
    return copy


async def bench(people: int, supporters: int, seconds: float, rate: float, port: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            portal(Path(folder), port) as (house, process),
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()) as http,
        ):
            url = f"http://127.0.0.1:{port}"
            await _answers(http, url)
            floor = Floor(house, http, url, people, supporters)
            streams = [asyncio.create_task(floor.listen_desk(one)) for one in floor.supporters]
            streams += [asyncio.create_task(floor.listen_person(one)) for one in floor.people]
            await asyncio.sleep(3)
            for person in floor.people:
                await asyncio.to_thread(floor.ask, person)
            await asyncio.sleep(2)
            began = time.perf_counter()
            await floor.take_all(-(-people // supporters))
            taking = time.perf_counter() - began
            await asyncio.sleep(3)
            cpu, began = cpu_seconds(process.pid), time.perf_counter()
            await floor.talk(seconds, rate)
            cpu, lasted = cpu_seconds(process.pid) - cpu, time.perf_counter() - began
            settle = time.perf_counter() + SETTLED
            while not floor.arrived() and time.perf_counter() < settle:
                await asyncio.sleep(0.2)
            memory, broken = rss(process.pid), [task for task in streams if task.done()]
            wrong = floor.check() + ([f"{len(broken)} streams ended"] if broken else [])
            for task in streams:
                task.cancel()
            await asyncio.gather(*streams, return_exceptions=True)
    _report(floor, people, supporters, taking, lasted, cpu, memory, wrong)
    return 1 if wrong or floor.count.failures else 0


async def _answers(http: aiohttp.ClientSession, url: str) -> None:
    for _ in range(150):
        try:
            async with http.get(f"{url}/healthz") as response:
                if response.status == 200:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.2)
    raise RuntimeError("the portal does not answer")


def _report(
    floor: Floor, people: int, supporters: int, taking: float, lasted: float, cpu: float, memory: float,
    wrong: list[str],
) -> None:  # fmt: skip
    count, (to_desk, to_person) = floor.count, floor.delays()
    sent = len(count.to_desk) + len(count.to_person)
    print(f"{supporters} supporters, {people} hand-overs, {people + supporters} event streams, {os.cpu_count()} cores")
    print(
        f"taken: {count.taken} in all; the first {people} in {taking:.1f} s; {count.too_late} came second and were told"
    )
    print(
        f"sent: {sent} messages in {lasted:.0f} s ({sent / lasted:.1f} a second); {count.ended} talks ended meanwhile"
    )
    for name, level in (("to the supporter's window", to_desk), ("to the person's window", to_person)):
        if level.times:
            median, p95 = level.percentile(0.5), level.percentile(0.95)
            print(f"{name}: median {median:.0f} ms, 95 % within {p95:.0f} ms ({len(level.times)} shown)")
    print(f"portal: {100 * cpu / lasted:.0f} % of a core, {memory:.0f} MB")
    if count.failures:
        print(f"failures: {dict(count.failures)}")
    print("lost or doubled: " + ("; ".join(wrong) if wrong else "none"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.handover", description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--supporters", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20, help="messages a second, both ways together")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "9360")))
    given = parser.parse_args()
    return asyncio.run(bench(given.people, given.supporters, given.seconds, given.rate, given.port))


if __name__ == "__main__":
    sys.exit(main())
