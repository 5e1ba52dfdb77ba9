"""What tests want from the system: installed where that is possible (apt, root), otherwise a reason not to test."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from scripts.console import say


class Unavailable(Exception):
    """It is not there and cannot be installed here; the text says why."""


@cache
def _update_package_lists() -> None:
    subprocess.run(["apt-get", "update", "-q"], stdin=subprocess.DEVNULL, capture_output=True, timeout=300)


def install(package: str) -> None:
    """Installs a Debian package. Raises Unavailable."""
    if shutil.which("apt-get") is None:
        raise Unavailable(f"{package} is not installed, and there is no apt-get to install it")
    if os.geteuid() != 0:
        raise Unavailable(f"{package} is not installed, and only root can install it (apt-get install {package})")
    say(f"  installing {package} …")
    _update_package_lists()
    done = subprocess.run(
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", package],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=900,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Unavailable(f"{package} could not be installed: {' '.join(last)}")


def _find(find: Callable[[], str | None], package: str) -> str:
    found = find()
    if found is None:
        install(package)
        found = find()
    if found is None:
        raise Unavailable(f"{package} was installed but is not where it is looked for")
    return found


def chromium() -> str:
    """The path of a Chromium. Raises Unavailable."""
    given = os.environ.get("CHROMIUM")
    names = [given] if given else ["chromium", "chromium-browser", "google-chrome"]
    return _find(lambda: next(filter(None, map(shutil.which, names)), None), "chromium")


def postgres_programs() -> str:
    """The folder with initdb and pg_ctl. Raises Unavailable."""

    def find() -> str | None:
        on_path = shutil.which("pg_ctl")
        if on_path:
            return str(Path(on_path).resolve().parent)
        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
        return str(versions[-1].parent) if versions else None

    return _find(find, "postgresql")
