"""Every change of a hand-over: one transaction for the owner, the history, the audit and what the person is told.

Who may make it is decided by those who call (service.py, supporters.py, relay.py, patience.py). Each is idempotent by
its `key`; a repeat without one finds the change done and leaves it at that, or is refused.
"""

from __future__ import annotations

from bot.handover.house_changes import HouseChanges
from bot.handover.person_changes import PersonChanges
from bot.handover.supporter_changes import SupporterChanges


class Transitions(PersonChanges, SupporterChanges, HouseChanges):
    """Changes owners. Safe in several processes at once."""
