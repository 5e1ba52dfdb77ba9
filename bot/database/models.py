"""All tables, in one place for migrations and tests."""

from __future__ import annotations

import bot.cases.backends.sql as backend
from bot.access import model as access
from bot.cases import model as cases
from bot.conversations import model as conversations
from bot.database import counters
from bot.database.base import Base
from bot.privacy import model as privacy

__all__ = ["Base", "access", "backend", "cases", "conversations", "counters", "privacy"]
