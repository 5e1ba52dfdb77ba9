"""Reads YAML and Markdown files of knowledge/; a file that has not changed is not read again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml: the same result, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ANCHOR_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e"})

_YAML_PROBLEMS = {
    "mapping values are not allowed": "der står et kolon, hvor det ikke må stå: sæt teksten i anførselstegn",
    "could not find expected ':'": "der mangler et kolon efter nøglen, her eller på linjen før",
    "did not find expected key": "indrykningen passer ikke, eller en tekst med kolon mangler anførselstegn",
    "did not find expected '-' indicator": "indrykningen passer ikke med resten af listen",
    "did not find expected ',' or": "der mangler et komma eller en slutparentes",
    "cannot start any token": "der står et tegn, som ikke må stå her: brug anførselstegn, og ingen tabulator",
    "tab character": "der står en tabulator: brug mellemrum",
    "expected <document start>": "indrykningen passer ikke med linjen før",
    "found unexpected end of stream": "et anførselstegn er ikke lukket",
}

Signature = tuple[int, int]  # modification time in ns, size in bytes


class UnreadableFile(ValueError):
    """A file of knowledge/ that is not YAML or lacks its front matter; `line` is 1-based."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass(frozen=True)
class RawSection:
    heading: str
    anchor: str
    text: str
    line: int  # of the heading, 1-based


@dataclass(frozen=True)
class RawPage:
    """A topic page as it stands in its file."""

    front: dict[str, Any]
    sections: tuple[RawSection, ...]


@dataclass
class FileCache:
    """Remembers what was read from each file, by its modification time and size."""

    _read: dict[Path, tuple[Signature, Any]] = field(default_factory=dict)

    def yaml(self, path: Path) -> Any:
        return self._cached(path, read_yaml)

    def page(self, path: Path) -> RawPage:
        page: RawPage = self._cached(path, read_page)
        return page

    def _cached(self, path: Path, read: Any) -> Any:
        signature = signature_of(path)
        known = self._read.get(path)
        if known is None or known[0] != signature:
            known = (signature, read(path))
            self._read[path] = known
        return known[1]


def signature_of(path: Path) -> Signature:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def read_yaml(path: Path) -> Any:
    """Reads one YAML document; raises UnreadableFile with the line."""
    return _parse(path, path.read_text(encoding="utf-8"), 1)


def read_page(path: Path) -> RawPage:
    """Reads a Markdown page: front matter between two lines of ---, then sections with ## headings."""
    text = path.read_text(encoding="utf-8")
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise UnreadableFile(path, 1, "siden skal begynde med front matter mellem to linjer med ---")
    front = _parse(path, match[1], 2)
    if not isinstance(front, dict):
        raise UnreadableFile(path, 2, "front matter skal være nøgler og værdier")
    sections: list[RawSection] = []
    heading, heading_line, lines = "", 0, list[str]()
    first_line = match[0].count("\n") + 1
    for number, line in enumerate([*text[match.end() :].splitlines(), "## "], start=first_line):
        if not line.startswith("## "):
            lines.append(line)
            continue
        if heading:
            sections.append(RawSection(heading, anchor_of(heading), "\n".join(lines).strip(), heading_line))
        heading, heading_line, lines = line[3:].strip(), number, []
    return RawPage(front, tuple(sections))


def front_matter(path: Path) -> str:
    """The YAML between the two lines of ---, which begins on the file's second line; empty where there is none."""
    match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    return match[1] if match else ""


def anchor_of(heading: str) -> str:
    """The heading as an address: "Sådan gør du" becomes "saadan-goer-du"."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower().translate(_ANCHOR_LETTERS)).strip("-")


def _parse(path: Path, text: str, first_line: int) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = str(getattr(error, "problem", None) or error)
        raise UnreadableFile(path, line, f"ikke gyldig YAML: {_in_danish(problem)}") from error


def _in_danish(problem: str) -> str:
    """What PyYAML complains of, as an editor can use it; the rare rest stays as it is."""
    return next((danish for english, danish in _YAML_PROBLEMS.items() if english in problem), problem)
