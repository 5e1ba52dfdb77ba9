"""Finds the two Pythons: 3.11 or newer for our own processes, 3.10 for Rasa."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.console import Stop

APP_MINIMUM = (3, 11)
# Newest last tried: the lock files are resolved for these, and every package has wheels for them.
APP_NAMES = ("python3.11", "python3.12", "python3.13", "python3", "python")
ENGINE_VERSION = (3, 10)

_QUESTION = (
    "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2]); "
    "print(getattr(sys, '_base_executable', sys.executable))"
)


@dataclass(frozen=True)
class Python:
    """A Python that has answered: where it is and which version it says it has."""

    path: str
    version: tuple[int, int]


def ask(command: str) -> Python | None:
    """Runs it and lets it tell; None for what does not run (a shim without a version behind it) or makes no venv."""
    try:
        done = subprocess.run(
            [command, "-c", _QUESTION],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            timeout=30,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.split("\n")
    if done.returncode != 0 or len(lines) < 2:
        return None
    major, minor = lines[0].split(".")
    return Python(lines[1], (int(major), int(minor)))


def _pyenv_root(env: Mapping[str, str]) -> Path:
    return Path(env.get("PYENV_ROOT") or Path(env.get("HOME", "~")).expanduser() / ".pyenv")


def pyenv_pythons(env: Mapping[str, str], pattern: str) -> list[str]:
    """The interpreters that pyenv has, newest patch release first; its shims on PATH need not run."""

    def patch(path: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in path.parent.parent.name.split(".") if part.isdigit())

    found = (_pyenv_root(env) / "versions").glob(f"{pattern}/bin/python")
    return [str(path) for path in sorted(found, key=patch, reverse=True)]


def _first(
    candidates: Iterable[str], fits: Callable[[Python], bool], asked: Callable[[str], Python | None]
) -> Python | None:
    for candidate in candidates:
        python = asked(candidate)
        if python is not None and fits(python):
            return python
    return None


def find_app_python(env: Mapping[str, str] | None = None, asked: Callable[[str], Python | None] = ask) -> Python:
    """Python 3.11 or newer; raises Stop where there is none."""
    env = os.environ if env is None else env
    chosen = env.get("PYTHON311")
    candidates = [chosen] if chosen else [*APP_NAMES, *pyenv_pythons(env, "3.1[1-9].*")]
    python = _first(candidates, lambda python: python.version >= APP_MINIMUM, asked)
    if python is None:
        raise Stop(
            (f"PYTHON311={chosen} is not a Python 3.11 or newer that can make a venv.\n" if chosen else "")
            + "Python 3.11 or newer is needed (with its venv module), and none was found. Ways to get it:\n"
            "  - Debian, Ubuntu:   apt-get install python3 python3-venv\n"
            "  - with pyenv:       pyenv install 3.11\n"
            "  - any other one:    PYTHON311=/path/to/python3.11 make setup"
        )
    return python


def find_engine_python(
    uv_finds: Callable[[], str | None],
    uv_installs: Callable[[], str | None],
    env: Mapping[str, str] | None = None,
    asked: Callable[[str], Python | None] = ask,
) -> Python:
    """Python 3.10: $PYTHON310, `python3.10` if it really runs, pyenv's, what uv finds, what uv can install.

    Raises Stop that names the ways to get one.
    """
    env = os.environ if env is None else env

    def candidates() -> Iterable[str]:
        chosen = env.get("PYTHON310")
        if chosen:
            yield chosen
            return
        yield "python3.10"
        yield from pyenv_pythons(env, "3.10.*")
        for look in (uv_finds, uv_installs):
            found = look()
            if found:
                yield found

    python = _first(candidates(), lambda python: python.version == ENGINE_VERSION, asked)
    if python is None:
        chosen = env.get("PYTHON310")
        raise Stop(
            (f"PYTHON310={chosen} is not a Python 3.10 that runs.\n" if chosen else "")
            + "Rasa 3.6 runs on Python 3.10 and no newer, and no Python 3.10 was found. Ways to get it:\n"
            "  - with pyenv:       pyenv install 3.10\n"
            "  - with uv:          .venv/bin/uv python install 3.10   (needs access to GitHub)\n"
            "  - Ubuntu:           apt-get install python3.10 python3.10-venv\n"
            "  - any other one:    PYTHON310=/path/to/python3.10 make setup"
        )
    return python
