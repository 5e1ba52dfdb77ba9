"""Which trained model fits the data of this checkout, by fingerprint."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from bot.settings import PROJECT
from bot.understanding.examples import load_catalogue

# What decides how a model comes out, beside the catalogue's words: files, and folders with the endings that count.
INPUTS = (
    ("config.yml", ()),
    ("domain.yml", ()),
    ("domain", (".yml",)),
    ("data", (".yml", ".json")),
    ("bot/engine", (".py",)),
    ("bot/understanding", (".py",)),
    ("requirements/engine.lock", ()),
    ("vendor", (".whl",)),
)


def models_dir() -> Path:
    """Where models lie: they belong to the checkout they were trained from, not to a DATA_DIR."""
    return Path(os.environ.get("MODELS_DIR") or PROJECT / "var" / "models").resolve()


def _files(project: Path) -> Iterator[Path]:
    for name, endings in INPUTS:
        path = project / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and file.suffix in endings)


def fingerprint(project: Path = PROJECT) -> str:
    """16 hexadecimal digits that change with anything a model is made from."""
    digest = hashlib.sha256((os.environ.get("DANISH_MODEL") or "carried").encode())
    for file in _files(project):
        digest.update(f"\0{file.relative_to(project).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    # Of knowledge/ only the words that are trained on: an editor's change to what is shown needs no new model.
    for id, entry in sorted(load_catalogue(project / "knowledge").items()):
        digest.update(f"\0{id}\0{entry!r}".encode())
    return digest.hexdigest()[:16]


def model_path(project: Path = PROJECT) -> Path:
    """Where the model that fits the data lies, or would lie."""
    return models_dir() / f"{fingerprint(project)}.tar.gz"


def fitting_model() -> Path | None:
    """The model that fits the data, or None where `make train` is needed."""
    path = model_path()
    return path if path.is_file() else None
