from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.courses.village import Village
from tests.fixtures import engine  # noqa: F401


@pytest.fixture
def village(engine: sa.Engine, tmp_path: Path) -> Village:  # noqa: F811
    return Village(engine, tmp_path)
