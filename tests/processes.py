"""Starts the three real processes under the real supervisor, for tests and the bench."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.settings import PROJECT
from bot.supervisor.train import train
from tests.client import Employee, call

READY_SECONDS = 120
# A virus scanner that knows one virus: the harmless one of eicar.org.
SCANNER = "sh -c 'if grep -qa EICAR-STANDARD; then exit 1; fi'"


def free_ports(count: int) -> list[int]:
    """Ports that were free at the same moment, so that they differ."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def wait_until(condition: Callable[[], Any], what: str, seconds: float = READY_SECONDS) -> Any:
    """The first truthy value of the condition; fails after the time."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


class Running:
    """The assistant as `make run` starts it, on ports and data of its own."""

    def __init__(self, url: str, data_dir: Path, process: subprocess.Popen[bytes]) -> None:
        self.url, self.data_dir, self.process = url, data_dir, process

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.data_dir / 'serviceassistent.db'}"

    def employee(self, person: str) -> Employee:
        """A demo person, logged in."""
        return Employee(self.url, person).log_in()

    def people(self) -> list[dict[str, Any]]:
        """The demo people."""
        return list(call(self.url, "GET", "/api/demo/people").body)

    def status(self) -> dict[str, Any]:
        """What the supervisor knows: {"ready", "children": {name: pid}}."""
        path = self.data_dir / "supervisor.json"
        return dict(json.loads(path.read_text())) if path.exists() else {"ready": False, "children": {}}

    def is_ready(self) -> bool:
        try:
            return call(self.url, "GET", "/readyz").status == 200
        except OSError:
            return False

    def kill(self, name: str) -> int:
        """Kills engine, actions or portal outright; returns the process id that it had."""
        pid = int(self.status()["children"][name])
        os.kill(pid, signal.SIGKILL)
        return pid

    def wait_for_restart(self, name: str, killed: int, seconds: float = READY_SECONDS) -> None:
        """Waits until another process has taken the killed one's place and all are ready."""
        wait_until(lambda: self.status()["children"].get(name) not in (None, killed), f"{name} restarted", seconds)
        wait_until(self.is_ready, f"ready after {name} was killed", seconds)

    def log(self, name: str) -> str:
        """What a process has logged."""
        path = self.data_dir / "logs" / f"{name}.log"
        return path.read_text() if path.exists() else ""


@contextmanager
def running_assistant(data_dir: Path, **environment: str) -> Iterator[Running]:
    """Starts it (training once per checkout), yields when it is ready, and stops it."""
    train()
    portal, engine, actions = free_ports(3)
    ports = {"PORT": str(portal), "ENGINE_PORT": str(engine), "ACTIONS_PORT": str(actions)}
    env = {**os.environ, "DEMO": "1", "PYTHONPATH": str(PROJECT), "RATE_BURST": "1000000"}
    for inherited in ("DATABASE_URL", "KNOWLEDGE_DIR", "SERVICEASSISTENT_CPR_KEY", "HOST"):
        env.pop(inherited, None)
    env |= {**ports, "DATA_DIR": str(data_dir), **environment}
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "supervisor.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.supervisor"],
            cwd=PROJECT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        running = Running(f"http://127.0.0.1:{portal}", data_dir, process)
        try:
            wait_until(lambda: running.status()["ready"] or process.poll() is not None, "all processes ready")
            assert process.poll() is None, (data_dir / "supervisor.log").read_text()
            yield running
        finally:
            process.terminate()
            process.wait(timeout=30)
