"""One process under supervision: started in a group of its own, logged to a file, started again when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import logging.handlers
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOG_BYTES = 5_000_000
LOG_FILES = 3
FIRST_WAIT = 0.2
LONGEST_WAIT = 30.0
HEALTHY_AFTER = 60.0  # Running this long makes the next death a first one again.
STOP_SECONDS = 8.0

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class ChildSpec:
    """What is started, and where it answers when it is ready."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ready_url: str
    ready_headers: Mapping[str, str]
    accepts: Callable[[int], bool]


def backoff(deaths: int) -> float:
    """Seconds before the next start: at once the first time, then doubling up to half a minute."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (deaths - 1))


def _dies_with(parent: int) -> Callable[[], None]:
    """Runs in the child before it starts: the kernel ends it when the supervisor is gone, however that went."""

    def before_exec() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def _log_to(path: Path) -> logging.handlers.RotatingFileHandler:
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


class Child:
    """A process that is kept alive until it is stopped."""

    def __init__(self, spec: ChildSpec, log_file: Path, folder: Path, changed: Callable[[], None]) -> None:
        self.spec = spec
        self.last_lines: deque[str] = deque(maxlen=20)
        self.deaths = 0
        self.process: asyncio.subprocess.Process | None = None
        self._log = _log_to(log_file)
        self._folder = folder
        self._changed = changed
        self._stopping = False

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process is not None and self.process.returncode is None else None

    async def keep_running(self, died: Callable[[Child, int, float], None]) -> None:
        """Starts it again and again; `died` hears of each death (exit code, seconds to the next start)."""
        while not self._stopping:
            began = time.monotonic()
            try:
                code = await self._run_once()
            except OSError as error:  # Not even started: the program is missing, or there is no memory for it.
                self.last_lines.append(str(error))
                code = 127
            if self._stopping:
                return
            self.deaths = 1 if time.monotonic() - began > HEALTHY_AFTER else self.deaths + 1
            wait = backoff(self.deaths)
            died(self, code, wait)
            await asyncio.sleep(wait)

    async def _run_once(self) -> int:
        # A pipe of our own: asyncio's would make wait() last until what the process started has closed it too.
        output, end_for_child = os.pipe()
        try:
            process = self.process = await asyncio.create_subprocess_exec(
                *self.spec.command,
                cwd=self._folder,
                env=dict(self.spec.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=end_for_child,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_dies_with(os.getpid()),
            )
        except OSError:
            os.close(output)
            raise
        finally:
            os.close(end_for_child)
        self._changed()
        logging_task = asyncio.create_task(self._write_log(output))
        code = await process.wait()
        self.kill_group(signal.SIGKILL, process.pid)  # What it started itself must not hold its port.
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(logging_task, 2)
        return code

    async def _write_log(self, output: int) -> None:
        reader = asyncio.StreamReader(limit=2**20)
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(output, "rb", 0))
        while True:
            try:
                raw = await reader.readline()
            except ValueError:  # A line beyond the limit: it is left out, the stream goes on.
                continue
            if not raw:
                return
            line = raw.decode("utf-8", "replace").rstrip()
            self.last_lines.append(line)
            self._log.emit(logging.LogRecord(self.spec.name, logging.INFO, "", 0, line, None, None))

    def kill_group(self, number: signal.Signals, pid: int | None = None) -> None:
        """Sends the signal to the process and all that it started."""
        pid = pid or self.pid
        if pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, number)

    def restart_no_more(self) -> None:
        """From now on a death is wanted."""
        self._stopping = True

    async def stop(self) -> None:
        """Asks it to end, and ends it if it has not within some seconds."""
        self.restart_no_more()
        process = self.process
        if process is not None and process.returncode is None:
            self.kill_group(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except asyncio.TimeoutError:
                self.kill_group(signal.SIGKILL)
                await process.wait()
        if process is not None:
            self.kill_group(signal.SIGKILL, process.pid)
        self._log.close()
