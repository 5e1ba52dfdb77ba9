"""Brings the database up to date and, where DEMO=1, makes the demo people."""

from __future__ import annotations

import sys

from bot.database.engine import create_engine_for
from bot.database.migrations import upgrade
from bot.settings import Settings


def main() -> None:
    settings = Settings.from_environment()
    engine = create_engine_for(settings.database_url)
    upgrade(engine)
    if settings.demo:
        from bot.demo.seed import seed

        seed(engine, settings)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # The supervisor shows the end of what is said here; a traceback would hide the reason.
        sys.exit(f"{type(error).__name__}: {error}")
