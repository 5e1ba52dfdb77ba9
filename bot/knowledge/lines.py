"""Which line of a YAML file a key or list item stands on."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.knowledge.files import front_matter

DataPath = tuple[str | int, ...]


class LineIndex:
    """Lines of one YAML document, by the path of keys and indexes that leads to a place."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._lines: dict[DataPath, int] = {}
        self._first = first_line
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        if node is not None:
            self._walk(node, (), first_line)

    def line(self, path: DataPath) -> int:
        """The 1-based line of the place, or of the nearest place around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, self._first)

    def _walk(self, node: yaml.Node, path: DataPath, line: int) -> None:
        self._lines[path] = line
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._walk(value, (*path, key.value), self._first + key.start_mark.line)
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self._walk(item, (*path, index), self._first + item.start_mark.line)


def index_front(path: Path) -> LineIndex:
    """Indexes the front matter of a Markdown page, which must be valid YAML."""
    return LineIndex(front_matter(path), first_line=2)


def index_file(path: Path) -> LineIndex:
    """Indexes a YAML file; the file must be valid YAML."""
    return LineIndex(path.read_text(encoding="utf-8"))
