from __future__ import annotations

import pytest

from tests.fixtures import engine, town  # noqa: F401
from tests.handover.floor import BO, RIKKE, Floor
from tests.town import Town


@pytest.fixture
def floor(town: Town) -> Floor:  # noqa: F811
    """The floor with both supporters at the desk, on a Monday at ten."""
    floor = Floor(town)
    floor.presence.beat(RIKKE)
    floor.presence.beat(BO)
    return floor
