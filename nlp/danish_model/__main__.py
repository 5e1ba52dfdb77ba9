"""Trains, scores and packs the Danish model: `python -m nlp.danish_model build|check [--corpora FOLDER] [--model …]`.

build trains on the corpora, scores, and puts a new wheel below vendor/ if every gate holds; check scores the carried
wheel (or another wheel or model folder) and fails below the gates.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from nlp.engine_python import go_on_with_engine_python

if __name__ == "__main__":
    go_on_with_engine_python("nlp.danish_model")

from bot.settings import PROJECT
from nlp.danish_model.corpora import FILES
from nlp.danish_model.steps import Workshop
from scripts.console import Stop, stops_with_one_message
from scripts.environments import CARRIED_MODEL

_CORPORA = os.environ.get("CORPORA") or str(PROJECT.parent / "shared" / "corpora")


def corpora_folder(name: str) -> Path:
    """The folder with the corpora, complete. Raises Stop."""
    folder = Path(name).resolve()
    missing = [file for files in FILES.values() for file in files if not (folder / file).is_file()]
    if missing:
        raise Stop(
            f"The Danish corpora are not in {name} (missing: {', '.join(missing)}).\n"
            "They are no part of the project. Say where they are: make danish-model CORPORA=…"
        )
    return folder


def main(arguments: list[str]) -> int:
    """Returns the exit code: 1 where a gate does not hold."""
    parser = argparse.ArgumentParser(prog="python -m nlp.danish_model", description="The Danish model")
    parser.add_argument("what", choices=("build", "check"))
    parser.add_argument("--corpora", default=_CORPORA, help="folder with the corpora (or CORPORA in the environment)")
    parser.add_argument("--model", type=Path, default=CARRIED_MODEL, help="check: a wheel or the folder of a model")
    parser.add_argument("--work", type=Path, default=PROJECT / "var" / "danish-model", help="folder to work in")
    options = parser.parse_args(arguments)
    workshop = Workshop(corpora_folder(options.corpora), options.work.resolve())
    return 0 if (workshop.build() if options.what == "build" else workshop.check(options.model)) else 1


if __name__ == "__main__":
    with stops_with_one_message():
        sys.exit(main(sys.argv[1:]))
