"""`make run`: the three processes under one supervisor, until Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from bot.settings import PROJECT, Settings
from bot.supervisor import preparation, processes
from bot.supervisor.model import fitting_model
from bot.supervisor.preparation import CannotStart
from bot.supervisor.supervisor import Supervisor


def say(text: str) -> None:
    print(text, flush=True)


async def prepare_database(environment: dict[str, str]) -> None:
    """Migrates the database (and makes the demo people) in a process of its own, so that this one stays small."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.supervisor.prepare_database",
        cwd=PROJECT,
        env={**environment, "PYTHONPATH": str(PROJECT)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode != 0:
        lines = output.decode("utf-8", "replace").strip().splitlines()[-12:]
        raise CannotStart("The database could not be made ready:\n" + "\n".join(f"    {line}" for line in lines))


async def run(settings: Settings, model: Path, began: float) -> None:
    """Runs until SIGINT or SIGTERM. Raises CannotStart."""
    environment = preparation.environment_for_children(settings, os.environ)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    supervisor = Supervisor(
        processes.three_processes(settings, environment, model),
        settings.data_dir / "logs",
        PROJECT,
        settings.data_dir / "supervisor.json",
        say,
    )
    stopped = asyncio.create_task(stop.wait())
    starting = asyncio.create_task(_start(supervisor, environment))
    try:
        await asyncio.wait({stopped, starting}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            await starting
            say(f"\nReady after {time.monotonic() - began:.0f} s:  http://{settings.host}:{settings.port}/")
            if settings.demo:
                say("Demo people to log in as; this computer only.")
            say(f"Logs: {settings.data_dir / 'logs'}   Ctrl-C stops everything.")
        await stopped
    finally:
        starting.cancel()
        say("\nStopping …")
        await supervisor.stop()
    say("Stopped.")


async def _start(supervisor: Supervisor, environment: dict[str, str]) -> None:
    """The engine loads while the database is made ready; the two others need it ready."""
    supervisor.start("engine")
    await prepare_database(environment)
    supervisor.start("actions", "portal")
    await supervisor.wait_until_ready()


def main() -> None:
    began = time.monotonic()
    try:
        settings = preparation.read_settings(os.environ)
        model = fitting_model()
        if model is None:
            raise CannotStart("No model fits the data: run `make train` first (`make run` does it itself).")
        preparation.make_data_dir(settings.data_dir)
        with preparation.lock_data_dir(settings.data_dir):
            preparation.check_ports(settings)
            say("Starting engine, actions and portal …")
            asyncio.run(run(settings, model, began))
    except CannotStart as reason:
        sys.exit(f"\n{reason}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
