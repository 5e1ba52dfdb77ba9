"""The project's own knowledge/ and small ones made for a test."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.loader import Knowledge, load_knowledge

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(KNOWLEDGE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test on a copy reads all of it anew: a second or two of processor time."""
    for item in items:
        if "copied" in getattr(item, "fixturenames", ()) and item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of knowledge/ that the test may spoil."""
    return shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")


def rewrite(path: Path, old: str, new: str) -> None:
    """Changes a file that must hold the old text."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
