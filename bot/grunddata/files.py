"""Finds the three sheets in a folder or a ZIP file; nothing is unpacked to disk."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot.access.names import fold
from bot.grunddata.types import SHEETS

MOST_BYTES = 200_000_000  # of one sheet; 28,000 people take 3 MB


class UnreadableSource(ValueError):
    """The file or folder cannot be used at all; the text says why, in Danish."""


@dataclass(frozen=True)
class Source:
    """The sheets as bytes. The hash is of the contents alone: the same data in a folder or a ZIP have the same."""

    name: str
    sheets: Mapping[str, bytes]
    sha256: str
    ignored: tuple[str, ...]


def read_source(path: Path) -> Source:
    """The three sheets; raises UnreadableSource."""
    try:
        if path.is_dir():
            found, ignored = _from_folder(path)
        elif path.is_file():
            found, ignored = _from_zip(path)
        else:
            raise UnreadableSource(f"{path} findes ikke.")
    except OSError as error:
        raise UnreadableSource(f"{path} kan ikke læses: {error.strerror or error}.") from error
    missing = [name for name in SHEETS if name not in found]
    if missing:
        raise UnreadableSource(f"Der mangler {' og '.join(missing)} i {path.name}.")
    digest = hashlib.sha256()
    for name in SHEETS:
        digest.update(f"{name} {len(found[name])}\n".encode())
        digest.update(found[name])
    return Source(path.resolve().name, found, digest.hexdigest(), tuple(sorted(ignored)))


def _from_folder(path: Path) -> tuple[dict[str, bytes], list[str]]:
    found: dict[str, bytes] = {}
    ignored: list[str] = []
    for file in sorted(path.iterdir()):
        sheet = _sheet(file.name)
        if sheet is None or not file.is_file():
            ignored.append(file.name)
            continue
        _once(found, sheet)
        if file.stat().st_size > MOST_BYTES:
            raise UnreadableSource(f"{file.name} er større end {MOST_BYTES // 1_000_000} MB.")
        found[sheet] = file.read_bytes()
    return found, ignored


def _from_zip(path: Path) -> tuple[dict[str, bytes], list[str]]:
    found: dict[str, bytes] = {}
    ignored: list[str] = []
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                inner = PurePosixPath(info.filename)
                if info.is_dir() or "__MACOSX" in inner.parts:
                    continue
                sheet = _sheet(inner.name)
                if sheet is None:
                    ignored.append(inner.name)
                    continue
                _once(found, sheet)
                if info.file_size > MOST_BYTES:
                    raise UnreadableSource(f"{inner.name} er større end {MOST_BYTES // 1_000_000} MB.")
                found[sheet] = archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        text = "er hverken en ZIP-fil eller en mappe, eller den er ikke kommet hel frem."
        if path.suffix.lower() == ".csv":
            text = f"er én CSV-fil. Grunddata er tre ({', '.join(SHEETS)}): angiv mappen eller en ZIP-fil med dem."
        raise UnreadableSource(f"{path.name} {text}") from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or a compression that Python lacks
        raise UnreadableSource(
            f"{path.name} kan ikke pakkes ud: den har adgangskode eller er pakket usædvanligt."
        ) from error
    return found, ignored


def _sheet(name: str) -> str | None:
    """Which of the sheets a file's name means: capitals and "ansættelser.csv" are fine."""
    stem, dot, extension = name.rpartition(".")
    wanted = f"{fold(stem)}.{extension.casefold()}" if dot else ""
    return wanted if wanted in SHEETS else None


def _once(found: Mapping[str, bytes], sheet: str) -> None:
    if sheet in found:
        raise UnreadableSource(f"{sheet} er der to gange.")
