"""What the commands print, and how they stop: one clear message, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class Stop(Exception):
    """The command cannot go on; the text says why and what to do."""


def say(text: str = "") -> None:
    """Prints a line at once, also into a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def stops_with_one_message() -> Iterator[None]:
    """Turns Stop, Ctrl-C and a full disk into one message on stderr and exit code 1 (Ctrl-C: 130)."""
    try:
        yield
    except Stop as stop:
        sys.stderr.write(f"\n{stop}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        raise SystemExit(130) from None
    except OSError as error:
        import errno

        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.stderr.write(
            f"\nThe disk is full ({error.filename or PROJECT}). Make room and run the same command again.\n"
        )
        raise SystemExit(1) from None
