"""What the tests of actions share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.container import Container
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.settings import PROJECT
from tests.actions.desk_room import house
from tests.town import Town


@pytest.fixture(scope="session")
def whole_knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def room(tmp_path: Path, whole_knowledge: Knowledge) -> tuple[Container, Town]:
    """The house with the town in it."""
    return house(tmp_path, whole_knowledge)
