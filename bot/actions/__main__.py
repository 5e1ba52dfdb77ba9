"""Starts the action server: `python -m bot.actions`."""

from __future__ import annotations

import os
import sys

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor

from bot.actions.adapter import rasa_action, rasa_restore
from bot.actions.registry import ASKS, CAPABILITIES
from bot.actions.secret import demand_secret
from bot.container import Container
from bot.knowledge.naming import named_solution
from bot.portal.logs import configure_logs
from bot.settings import BadSetting, Settings


def main() -> int:
    """Serves on loopback until it is told to stop; returns the exit code."""
    configure_logs()
    try:
        settings = Settings.from_environment()
    except BadSetting as error:
        sys.stderr.write(f"actions: {error}\n")
        return 2
    services = Container(settings, channel="chat")
    executor = ActionExecutor()
    for name, capability in CAPABILITIES.items():
        executor.register_function(name, rasa_action(services, name, capability, ASKS.get(name)))
    executor.register_function("action_session_start", rasa_restore(services))
    app = create_app(executor, cors_origins=[])
    demand_secret(app, settings.actions_secret)
    _warm_up(services)
    os.environ.setdefault("SANIC_HOST", "127.0.0.1")
    app.run(host="127.0.0.1", port=settings.actions_port, single_process=True, motd=False, access_log=False)
    return 0


def _warm_up(services: Container) -> None:
    """Makes what the first users would otherwise wait for, all of them at once; the engine takes longer to start."""
    _ = services.access, services.cases
    named_solution("kørsel", services.knowledge.solutions)
    services.page_search.find("kørsel")


if __name__ == "__main__":
    sys.exit(main())
