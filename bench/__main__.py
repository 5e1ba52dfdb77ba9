"""`make bench`: prints a table of speed, memory, start-up and training; `--help` for parts of it."""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.load import Level, PortalUser, RestUser, http_client, long_conversation, measure
from bench.memory import cpu_seconds, rss
from bench.rasa_default import default_bot
from bench.report import print_report
from bot.settings import PROJECT
from bot.supervisor.train import rasa_train, train
from tests.processes import Running, running_assistant

LEVELS = (1, 10, 40)
TURNS = {1: 150, 10: 60, 40: 30}  # turns of each user
WARM_UP = 10
LONG = 100
LONG_TALKS = 4


def turns_of(users: int) -> int:
    return TURNS.get(users, max(20, 1200 // users))


async def levels(users: list[Any], wanted: list[int]) -> list[Level]:
    """Measures every level with the first so many users."""
    await measure(Level(1), [user.say for user in users], WARM_UP)
    found = []
    for count in wanted:
        says = [users[number % len(users)].say for number in range(count)]
        found.append(await measure(Level(count), says, turns_of(count)))
    return found


async def assistant_levels(running: Running, wanted: list[int]) -> list[Level]:
    people = [person["id"] for person in running.people()]
    if len(people) < max(wanted):
        print(f"note: {len(people)} demo people for {max(wanted)} users; some share a conversation and wait for it")
    async with http_client() as http:
        users = [await PortalUser(http, running.url, person).log_in() for person in people[: max(wanted)]]
        return await levels(users, wanted)


async def growth(running: Running) -> tuple[float, float]:
    """Milliseconds of the first and of the last round of the same ten messages of a hundred turns (medians)."""
    people = [person["id"] for person in running.people()]
    first: list[float] = []
    last: list[float] = []
    async with http_client() as http:
        for person in people[-LONG_TALKS:]:
            user = await PortalUser(http, running.url, person).log_in()
            times = await long_conversation(user.say, LONG)
            first += times[:10]
            last += times[-10:]
    return statistics.median(first), statistics.median(last)


async def default_levels(url: str, wanted: list[int]) -> list[Level]:
    async with http_client() as http:
        return await levels([RestUser(http, url) for _ in range(max(wanted))], wanted)


def bench_assistant(wanted: list[int], folder: Path) -> dict[str, Any]:
    train()
    began = time.monotonic()
    with running_assistant(folder) as running:
        ready = time.monotonic() - began
        pids = running.status()["children"]
        before = {name: cpu_seconds(pid) for name, pid in pids.items()}
        found = asyncio.run(assistant_levels(running, wanted))
        messages = WARM_UP * max(wanted) + sum(len(level.times) for level in found)
        return {
            "ready_s": ready,
            "levels": found,
            "cpu_ms": {name: 1000 * (cpu_seconds(pid) - before[name]) / messages for name, pid in pids.items()},
            "growth_ms": asyncio.run(growth(running)),
            "rss_mb": {name: rss(pid) for name, pid in pids.items()},
        }


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=list(LEVELS), help="users at once")
    parser.add_argument("--no-default", action="store_true", help="without Rasa's default pipeline")
    parser.add_argument("--no-training", action="store_true", help="without timing our training")
    arguments = parser.parse_args()
    result: dict[str, Any] = {"default": None, "train_s": None}
    with tempfile.TemporaryDirectory(prefix="serviceassistent-bench-") as temporary:
        folder = Path(temporary)
        if not arguments.no_training:
            print("Training …", flush=True)
            began = time.monotonic()
            rasa_train(folder / "model", "bench", quiet=True)
            result["train_s"] = time.monotonic() - began
        print("The assistant …", flush=True)
        result |= bench_assistant(arguments.users, folder / "assistant")
        if not arguments.no_default:
            print("Rasa's default pipeline and policies: training …", flush=True)
            with default_bot(folder / "default") as bot:
                print("… and the same messages", flush=True)
                default = asyncio.run(default_levels(bot.url, arguments.users))
                result["default"] = {
                    "levels": default,
                    "ready_s": bot.ready,
                    "train_s": bot.trained,
                    "rss_mb": {"rasa": rss(bot.pid)},
                }
    print_report(result)
    reports = PROJECT / "var" / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    (reports / "bench.json").write_text(json.dumps(result, default=vars, indent=1))


if __name__ == "__main__":
    main()
