"""Trains the model where none fits the data: `python -m bot.supervisor.train [--force]`."""

from __future__ import annotations

import argparse
import fcntl
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

from bot.settings import PROJECT
from bot.supervisor.model import model_path, models_dir
from bot.supervisor.rasa_environment import ENGINE_PYTHON, rasa_environment

KEPT_MODELS = 3
_WORTH_SHOWING = re.compile(r"\d{4}-|\x1b|\w*(Error|Exception)")
_PROGRESS_BAR = re.compile(r"\d+%\||\d+it \[|it/s")


class TrainingFailed(RuntimeError):
    """No model came out; the text holds the last lines that Rasa said."""


def rasa_train(out: Path, name: str, project: Path = PROJECT, quiet: bool = False) -> Path:
    """Trains a project from scratch into a folder and returns the model's file. Raises TrainingFailed.

    From scratch, because Rasa's own cache knows only the source of a component's class, not of what it calls. Without
    Rasa's validation of the data, which reads all of them once more: that is a step of its own in `make test`.
    """
    command = [str(ENGINE_PYTHON), "-m", "rasa", "train", "--force", "--skip-validation"]
    command += ["--config", "config.yml", "--domain", "domain.yml", "--data", "data"]
    command += ["--out", str(out), "--fixed-model-name", name]
    environment = {**rasa_environment(), "RASA_CACHE_DIRECTORY": str(out / "cache"), "RASA_MAX_CACHE_SIZE": "0"}
    process = subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    last: deque[str] = deque(maxlen=30)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if not line.strip() or _PROGRESS_BAR.search(line):
                continue
            last.append(line.rstrip())
            if not quiet and _WORTH_SHOWING.match(line):
                print(f"    {line.rstrip()}", flush=True)
        code = process.wait()
    finally:
        process.kill()
    model = out / f"{name}.tar.gz"
    if code != 0 or not model.is_file():
        raise TrainingFailed("\n".join([f"rasa train ended with code {code} and no model:", *last]))
    return model


def train(force: bool = False) -> Path:
    """The model that fits the data, trained now if there is none; a training that breaks off changes nothing."""
    models = models_dir()
    models.mkdir(parents=True, exist_ok=True)
    with (models / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        model = model_path()
        if model.is_file() and not force:
            return model
        for left_over in models.glob("training-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        print("Training the model (about a minute) …", flush=True)
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="training-", dir=models) as folder:
            rasa_train(Path(folder), "model").replace(model)
        for old in sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT_MODELS:]:
            old.unlink()
        print(f"Trained in {time.monotonic() - began:.0f} s: {model.name}", flush=True)
        return model


def main() -> None:
    parser = argparse.ArgumentParser(prog="make train", description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if a model fits the data")
    arguments = parser.parse_args()
    try:
        model = train(arguments.force)
    except TrainingFailed as failed:
        sys.exit(f"\nThe training failed.\n{failed}")
    except KeyboardInterrupt:
        sys.exit("\nStopped; the models that were there are unchanged.")
    except OSError as error:
        sys.exit(f"\nThe training could not write its model: {error}")
    print(f"The model fits the data: {model.name}")


if __name__ == "__main__":
    main()
