"""The supervisor with small stand-ins for the three processes: real processes, ports and signals."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from bot.supervisor.child import ChildSpec, backoff
from bot.supervisor.preparation import CannotStart
from bot.supervisor.supervisor import Supervisor

SERVER = """
import http.server, os, sys
print("started", os.getpid(), flush=True)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
# A process whose own child holds the port, as web servers with workers do.
WITH_WORKER = f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {SERVER!r}, sys.argv[1]]).wait()
"""
BROKEN = "import sys; print('no such model', flush=True); sys.exit(3)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spec(name: str, program: str, port: int) -> ChildSpec:
    url = f"http://127.0.0.1:{port}/"
    return ChildSpec(name, [sys.executable, "-c", program, str(port)], dict(os.environ), url, {}, lambda s: s == 200)


def supervisor_of(folder: Path, *specs: ChildSpec) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    (folder / "logs").mkdir()
    return Supervisor(specs, folder / "logs", folder, folder / "supervisor.json", said.append), said


async def until(condition, seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_ready_when_all_answer_and_everything_gone_after_stop(tmp_path: Path) -> None:
    ports = [free_port(), free_port()]
    supervisor, _ = supervisor_of(tmp_path, spec("portal", SERVER, ports[0]), spec("engine", WITH_WORKER, ports[1]))
    supervisor.start()
    await supervisor.wait_until_ready()
    status = json.loads((tmp_path / "supervisor.json").read_text())
    assert status["ready"] and status["children"]["portal"]
    await supervisor.stop()
    assert not answers(ports[0])
    await until(lambda: not answers(ports[1]))  # the worker that a child started is stopped with it
    assert "started" in (tmp_path / "logs" / "portal.log").read_text()


async def test_what_dies_starts_again_though_its_worker_held_the_port(tmp_path: Path) -> None:
    port = free_port()
    supervisor, said = supervisor_of(tmp_path, spec("actions", WITH_WORKER, port))
    supervisor.start()
    await supervisor.wait_until_ready()
    first = supervisor.children[0].pid
    assert first
    os.kill(first, signal.SIGKILL)
    await until(lambda: supervisor.children[0].pid not in (None, first))
    await until(lambda: answers(port))
    assert said and "actions ended" in said[0]
    await supervisor.stop()


async def test_what_never_starts_is_told_with_its_last_lines(tmp_path: Path) -> None:
    supervisor, _ = supervisor_of(tmp_path, spec("engine", BROKEN, free_port()))
    supervisor.start()
    with pytest.raises(CannotStart, match=r"(?s)engine.*no such model"):
        await supervisor.wait_until_ready()
    await supervisor.stop()


async def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    port = free_port()
    program = f"""
import asyncio, os, pathlib, sys
from bot.supervisor.child import ChildSpec
from bot.supervisor.supervisor import Supervisor
async def main():
    folder = pathlib.Path({str(tmp_path)!r})
    command = [sys.executable, "-c", {SERVER!r}, "{port}"]
    spec = ChildSpec("portal", command, dict(os.environ), "http://127.0.0.1:{port}/", {{}}, lambda s: s == 200)
    supervisor = Supervisor([spec], folder, folder, folder / "status.json", print)
    supervisor.start()
    await supervisor.wait_until_ready()
    print("ready", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    process.kill()
    await process.wait()
    await until(lambda: not answers(port))


def test_the_first_restart_is_quick_and_later_ones_wait_longer() -> None:
    waits = [backoff(deaths) for deaths in range(1, 12)]
    assert waits[0] < 0.5
    assert waits == sorted(waits)
    assert waits[-1] == 30.0
