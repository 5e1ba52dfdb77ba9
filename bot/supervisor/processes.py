"""The three processes: what starts them and where they answer."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.settings import PROJECT, Settings
from bot.supervisor.child import ChildSpec
from bot.supervisor.rasa_environment import ENGINE_PYTHON, RASA

NAMES = ("engine", "actions", "portal")


def _is_ok(status: int) -> bool:
    return status == 200


def _has_answered(status: int) -> bool:
    return status < 500


def three_processes(settings: Settings, environment: Mapping[str, str], model: Path) -> list[ChildSpec]:
    """Engine first: it takes longest to start."""
    ours = {**environment, "PYTHONPATH": str(PROJECT)}
    loopback = f"http://127.0.0.1:{settings.actions_port}"
    portal_host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return [
        ChildSpec(
            "engine",
            [str(ENGINE_PYTHON), "-m", "bot.supervisor.engine_server", str(model)],
            {**ours, **RASA},
            f"{settings.engine_url}/webhooks/portal/ready",
            {"X-Engine-Secret": environment["ENGINE_SECRET"]},
            _is_ok,
        ),
        ChildSpec(
            "actions",
            [sys.executable, "-m", "bot.actions"],
            ours,
            f"{loopback}/health",
            {"X-Actions-Secret": environment["ACTIONS_SECRET"]},
            _has_answered,
        ),
        ChildSpec(
            "portal",
            [sys.executable, "-m", "bot.portal"],
            ours,
            f"http://{'127.0.0.1' if settings.host == '0.0.0.0' else portal_host}:{settings.port}/readyz",  # noqa: S104
            {},
            _is_ok,
        ),
    ]
