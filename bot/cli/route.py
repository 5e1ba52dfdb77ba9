"""`serviceassistent route`: what the assistant makes of questions, without a server."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from bot.settings import PROJECT
from bot.supervisor.model import fitting_model
from bot.supervisor.rasa_environment import ENGINE_PYTHON, rasa_environment


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command to the command line."""
    parser = subparsers.add_parser(
        "route",
        help="viser, hvordan spørgsmål forstås / how questions are understood",
        description="Læser spørgsmål fra standard input, ét pr. linje, og skriver, hvad de forstås som. "
        "Reads questions, one a line, on stdin; needs no server.",
    )
    parser.add_argument("--json", action="store_true", help="JSON-linjer / JSON lines")
    parser.set_defaults(run=run)


def _model() -> Path | None:
    """The model that fits the data; trained now (speaking on stderr) where there is none."""
    model = fitting_model()
    if model is None:
        print("serviceassistent route: ingen model passer til data; den trænes nu / training …", file=sys.stderr)
        code = subprocess.run([sys.executable, "-m", "bot.supervisor.train"], cwd=PROJECT, stdout=sys.stderr).returncode
        model = fitting_model() if code == 0 else None
    return model


def run(args: argparse.Namespace) -> int:
    """Starts the engine's Python on the same stdin and stdout; returns its exit code."""
    if not ENGINE_PYTHON.exists():
        print("serviceassistent route: motorens miljø mangler; kør `make setup` / run make setup", file=sys.stderr)
        return 2
    model = _model()
    if model is None:
        return 2
    command = [str(ENGINE_PYTHON), "-m", "bot.understanding.lines", str(model), *(["--json"] if args.json else [])]
    try:
        return subprocess.run(command, env=rasa_environment(), cwd=PROJECT).returncode
    except KeyboardInterrupt:
        return 130
