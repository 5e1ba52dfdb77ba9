"""All tables, in one place for migrations and tests."""

from __future__ import annotations

import bot.cases.backends.sql as backend
from bot.access import model as access
from bot.audit import model as audit
from bot.cases import model as cases
from bot.conversations import model as conversations
from bot.courses import model as courses
from bot.database import counters
from bot.database.base import Base
from bot.feedback import model as feedback
from bot.grunddata import model as grunddata
from bot.handover import model as handover
from bot.insight import model as insight
from bot.notices import model as notices
from bot.privacy import model as privacy

__all__ = [
    "Base",
    "access",
    "audit",
    "backend",
    "cases",
    "conversations",
    "counters",
    "courses",
    "feedback",
    "grunddata",
    "handover",
    "insight",
    "notices",
    "privacy",
]
