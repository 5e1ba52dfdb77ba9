"""All tables, in one place for migrations and tests."""

from __future__ import annotations

from bot.access import model as access
from bot.cases import model as cases
from bot.cases.backends import sql as backend
from bot.conversations import model as conversations
from bot.database import counters
from bot.database.base import Base
from bot.privacy import model as privacy

__all__ = ["Base", "access", "backend", "cases", "conversations", "counters", "privacy"]
