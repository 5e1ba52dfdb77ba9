from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.fixtures import engine  # noqa: F401
from tests.notices.criers import Criers


@pytest.fixture
def town(engine: sa.Engine, tmp_path: Path) -> Criers:  # noqa: F811
    return Criers(engine, tmp_path)
