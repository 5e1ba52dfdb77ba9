"""docs/operations.md tells of every setting that the code reads."""

from __future__ import annotations

import re

from bot.settings import PROJECT

TEXT = (PROJECT / "docs" / "operations.md").read_text()
TOLD = set(re.findall(r"`([A-Z][A-Z_]+\*?)`", TEXT[: TEXT.index("## Keys")]))
READ = re.compile(
    r"(?:\benv|environ)(?:\.get\(|\[)\"([A-Z_]{3,})\"|_(?:flag|port|required|networks)\(env, \"([A-Z_]+)\""
)
# What the supervisor tells its own processes.
INSIDE = {"ENGINE_URL", "ACTIONS_URL"}


def _read() -> set[str]:
    texts = [path.read_text() for path in (PROJECT / "bot").rglob("*.py")]
    return {name for text in texts for found in READ.findall(text) for name in found if name}


def test_every_setting_is_told_of() -> None:
    read = _read() - INSIDE
    assert len(read) > 15
    families = tuple(name.removesuffix("*") for name in TOLD if name.endswith("*"))
    assert {name for name in read - TOLD if not name.startswith(families)} == set()


def test_no_setting_is_told_of_that_nothing_reads() -> None:
    assert {name for name in TOLD - _read() if not name.endswith("*")} == set()
