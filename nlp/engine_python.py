"""Scripts here may be started with any Python; they go on with the engine's, which has scikit-learn and spaCy."""

from __future__ import annotations

import os
import sys

from bot.settings import PROJECT
from bot.supervisor.rasa_environment import ENGINE_PYTHON, rasa_environment


def go_on_with_engine_python(module: str) -> None:
    """Replaces this process by the engine's Python running the same module, unless it is that already."""
    if os.path.realpath(sys.prefix) == os.path.realpath(ENGINE_PYTHON.parent.parent):
        return
    if not ENGINE_PYTHON.exists():
        sys.exit("The engine's environment is missing: run `make setup`.")
    os.chdir(PROJECT)
    sys.stdout.flush()
    os.execve(ENGINE_PYTHON, [str(ENGINE_PYTHON), "-m", module, *sys.argv[1:]], rasa_environment())
