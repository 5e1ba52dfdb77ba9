"""Starts the portal: `python -m bot.portal`."""

from __future__ import annotations

import sys

import uvloop
from aiohttp import web

from bot.container import Container
from bot.portal.app import create_app
from bot.portal.logs import configure_logs
from bot.settings import BadSetting, Settings


def main() -> int:
    """Runs until it is told to stop; returns the exit code."""
    configure_logs()
    try:
        settings = Settings.from_environment()
    except BadSetting as error:
        sys.stderr.write(f"portal: {error}\n")
        return 2
    app = create_app(settings, Container(settings, channel="portal"))
    # Access logs hold paths with ids and queries with names; what is needed of them is in the metrics.
    web.run_app(
        app,
        host=settings.host,
        port=settings.port,
        access_log=None,
        print=None,
        shutdown_timeout=5,
        loop=uvloop.new_event_loop(),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
