"""`python -m bench.streams`: five hundred windows that listen, and messages at a steady rate; the real three processes.

Each person has two windows: one that sends, and one whose event stream shows what is said. One of the streams belongs
to a client that never reads, some to clients that are gone without a word.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp

from bench.flows import FLOWS, typed
from bench.load import Level, http_client
from bench.memory import cpu_seconds, rss
from bot.access.model import EmploymentRow, PersonRow, UnitRow
from bot.container import Container
from bot.database.engine import writing
from bot.settings import Settings
from tests.processes import Running, running_assistant

P95_LIMIT = 300.0  # milliseconds
DEAD, SLOW = 5, 1
OPENED_AT_ONCE = 25


@dataclass
class Window:
    """A person who is signed on, with the second window that listens."""

    person: str
    token: str
    conversation: str
    arrived: dict[str, float] = field(default_factory=dict)  # message -> when the second window had it

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def path(self, rest: str) -> str:
        return f"/api/conversations/{self.conversation}/{rest}"


@dataclass
class Load:
    """What was sent, and when it was answered."""

    answers: Level
    shown: list[float] = field(default_factory=list)  # ms from sending until the second window had the last reply
    replies: list[tuple[Window, str, float]] = field(default_factory=list)  # whose, the last reply, when it was sent
    late: float = 0.0  # ms by which the bench itself was late to send, at worst


def enlist(running: Running, count: int) -> list[Window]:
    """More employees than the demo has, signed on as the services do it."""
    container = Container(Settings.from_environment({"DATA_DIR": str(running.data_dir), "DEMO": "1"}))
    people = [f"bench-{number}" for number in range(count)]
    with writing(container._sessions) as session:
        session.add(UnitRow(id="bench", name="Bænken", path="/bench/", parent_id=None, leader_id=None))
        session.flush()
        session.add_all(PersonRow(id=id_, name=f"Bo {id_}", email=f"{id_}@kommunen.example") for id_ in people)
        session.flush()
        session.add_all(
            EmploymentRow(
                id=f"e-{id_}",
                person_id=id_,
                unit_id="bench",
                position="Pædagog",
                weekly_hours=37,
                valid_from=date(2020, 1, 1),
                valid_to=None,
            )
            for id_ in people
        )
    windows = []
    for person in people:
        talk = container.conversations.for_person(person)
        token, _ = container.sessions.create(person, talk.id, container.conversations.new_thread(talk.id))
        windows.append(Window(person, token, talk.id))
    container.engine.dispose()
    return windows


async def listen(http: aiohttp.ClientSession, url: str, window: Window, opened: asyncio.Semaphore) -> None:
    """The second window: notes when each message arrives, until it is cancelled."""
    await opened.acquire()
    try:
        response = await http.get(url + window.path("events"), headers=window.headers, timeout=aiohttp.ClientTimeout())
        assert response.status == 200, response.status
        await response.content.readline()
    finally:
        opened.release()
    async for line in response.content:
        if line.startswith(b"id: "):
            window.arrived[line[4:].decode().strip()] = time.perf_counter()


def request_of(window: Window) -> bytes:
    lines = (f"GET {window.path('events')} HTTP/1.1", "Host: bench", f"Authorization: Bearer {window.token}", "", "")
    return "\r\n".join(lines).encode()


async def deaf(port: int, window: Window) -> socket.socket:
    """A client that asks for the stream and never reads a byte of it."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(connection, ("127.0.0.1", port))
    await loop.sock_sendall(connection, request_of(window))
    return connection


async def send_steadily(
    http: aiohttp.ClientSession, url: str, windows: list[Window], rate: float, seconds: float
) -> Load:
    """Messages at the rate, whether or not those before are answered (an open loop); each by the next person."""
    load = Load(Level(len(windows)))
    step: dict[str, int] = {}

    async def one(window: Window) -> None:
        number = step[window.person] = step.get(window.person, -1) + 1
        flow = FLOWS[hash(window.person) % len(FLOWS)]
        body = {"text": typed(flow[number % len(flow)]), "client_id": uuid.uuid4().hex}
        began = time.perf_counter()
        try:
            async with http.post(url + window.path("messages"), json=body, headers=window.headers) as response:
                answer = await response.json()
                if response.status != 200 or not answer["messages"]:
                    raise AssertionError(answer)
        except (AssertionError, aiohttp.ClientError, TimeoutError):
            load.answers.failures += 1
            return
        load.answers.times.append(1000 * (time.perf_counter() - began))
        load.replies.append((window, answer["messages"][-1]["id"], began))

    tasks = []
    began = time.perf_counter()
    order = windows[:]
    random.Random(7).shuffle(order)
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        load.late = max(load.late, 1000 * (time.perf_counter() - due))
        tasks.append(asyncio.create_task(one(order[number % len(order)])))
    await asyncio.gather(*tasks)
    load.answers.seconds = time.perf_counter() - began
    return load


async def bench(running: Running, streams: int, rate: float, seconds: float) -> dict[str, Any]:
    windows = enlist(running, streams)
    port = int(running.url.rpartition(":")[2])
    pids = running.status()["children"]
    async with http_client() as http:
        opened, began = asyncio.Semaphore(OPENED_AT_ONCE), time.perf_counter()
        listeners = [
            asyncio.create_task(listen(http, running.url, window, opened)) for window in windows[SLOW + DEAD :]
        ]
        odd = [await deaf(port, window) for window in windows[: SLOW + DEAD]]
        while await open_streams(http, running.url) < streams:
            await asyncio.sleep(0.1)
        opening = time.perf_counter() - began
        for connection in odd[SLOW:]:
            connection.close()  # with unread data in it: the peer is told nothing but that it is gone
        before = {name: cpu_seconds(pid) for name, pid in pids.items()}
        await asyncio.sleep(10)
        idle = {name: 100 * (cpu_seconds(pid) - before[name]) / 10 for name, pid in pids.items()}
        await send_steadily(http, running.url, windows, rate, 5)  # warm-up
        before = {name: cpu_seconds(pid) for name, pid in pids.items()}
        load = await send_steadily(http, running.url, windows, rate, seconds)
        messages = len(load.answers.times)
        cpu = {name: 1000 * (cpu_seconds(pid) - before[name]) / messages for name, pid in pids.items()}
        await asyncio.sleep(2)
        heard = [(window, reply, began) for window, reply, began in load.replies if window in windows[SLOW + DEAD :]]
        load.shown = [1000 * (w.arrived[reply] - began) for w, reply, began in heard if reply in w.arrived]
        left = await open_streams(http, running.url)
        for task in listeners:
            task.cancel()
        await asyncio.gather(*listeners, return_exceptions=True)
        odd[0].close()
    return {
        "load": load,
        "opening_s": opening,
        "idle_percent": idle,
        "cpu_ms": cpu,
        "rss_mb": {name: rss(pid) for name, pid in pids.items()},
        "lost": len(heard) - len(load.shown),
        "streams_left": left,
    }


async def open_streams(http: aiohttp.ClientSession, url: str) -> int:
    async with http.get(f"{url}/metrics") as response:
        text = await response.text()
    return int(
        float(next(line for line in text.splitlines() if line.startswith("serviceassistent_event_streams ")).split()[1])
    )


def print_streams(result: dict[str, Any], streams: int, rate: float) -> None:
    load: Load = result["load"]
    shown = Level(streams, load.shown)
    print(f"\n{streams} open streams ({SLOW} never read, {DEAD} dead), {rate:.0f} messages a second")
    print(f"{'':<34}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'number':>9}")
    for name, level in (("answer to who sent it", load.answers), ("reply in the second window", shown)):
        p50, p95, p99 = (level.percentile(share) for share in (0.5, 0.95, 0.99))
        verdict = "ok" if p95 <= P95_LIMIT else "MISSED"
        print(
            f"{name:<34}{p50:>9.1f}{p95:>9.1f}{p99:>9.1f}{len(level.times):>9}   {verdict} (p95 <= {P95_LIMIT:.0f} ms)"
        )
    print(f"failed: {load.answers.failures}; not shown in the second window: {result['lost']}")
    print(f"answered {load.answers.per_second:.1f} a second; the bench sent at worst {load.late:.0f} ms late")
    print(f"streams opened in {result['opening_s']:.1f} s; open at the end: {result['streams_left']}")
    for name, title, unit in (("idle_percent", "while nothing is said", "%"), ("cpu_ms", "for one message", "ms")):
        parts = ", ".join(f"{process} {value:.1f}" for process, value in result[name].items())
        print(f"processor time {title}: {parts} = {sum(result[name].values()):.1f} {unit}")
    print("memory: " + ", ".join(f"{name} {mb:.0f} MB" for name, mb in result["rss_mb"].items()))
    print("load average: " + ", ".join(f"{value:.2f}" for value in os.getloadavg()))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.streams", description=__doc__)
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--rate", type=float, default=40.0, help="messages a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    arguments = parser.parse_args()
    print("load average before: " + ", ".join(f"{value:.2f}" for value in os.getloadavg()), flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="serviceassistent-bench-") as folder,
        running_assistant(Path(folder)) as running,
    ):
        result = asyncio.run(bench(running, arguments.streams, arguments.rate, arguments.seconds))
    print_streams(result, arguments.streams, arguments.rate)


if __name__ == "__main__":
    main()
