"""The virus scanner: a command that reads a file on its standard input and says by its exit code what it thinks."""

from __future__ import annotations

import shlex
import subprocess

import structlog

log = structlog.get_logger(__name__)

CLEAN, INFECTED = 0, 1  # as clamscan and clamdscan end; any other code is a failure of theirs
TIMEOUT = 60.0  # seconds


class ScanFailed(Exception):
    """The scanner gave no answer; what was not looked at is not kept."""


class CommandScanner:
    """Asks a command ("clamdscan --no-summary -"); called with the bytes, False for what must not be kept."""

    def __init__(self, command: str, timeout: float = TIMEOUT) -> None:
        self._command = shlex.split(command)
        self._timeout = timeout

    def __call__(self, data: bytes) -> bool:
        """Raises ScanFailed where the command cannot be run, takes too long, or fails."""
        try:
            done = subprocess.run(
                self._command,
                input=data,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=self._timeout,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            log.error("scanner", failed=type(error).__name__)
            raise ScanFailed from error
        if done.returncode not in (CLEAN, INFECTED):
            log.error("scanner", failed="exit", code=done.returncode)
            raise ScanFailed
        return done.returncode == CLEAN


def scanner_of(command: str) -> CommandScanner | None:
    """The scanner of the setting; None where none is set."""
    return CommandScanner(command) if command.strip() else None
