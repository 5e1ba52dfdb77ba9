from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixtures import engine, town  # noqa: F401
from tests.grunddata.office import Office
from tests.town import Town


@pytest.fixture
def office(town: Town, tmp_path: Path) -> Office:  # noqa: F811
    """Whoever keeps the master data of the small municipality, with a file that says what is known already."""
    return Office(town, tmp_path / "grunddata")
