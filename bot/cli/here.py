"""The settings with which commands read and write the data that are here."""

from __future__ import annotations

from dataclasses import replace

from bot.settings import Settings
from bot.supervisor.preparation import audit_key


def settings_here() -> Settings:
    """The environment's, with the audit key that the demo keeps, so that what commands write is sealed as the rest."""
    settings = Settings.from_environment()
    return replace(settings, audit_key=audit_key(settings))
