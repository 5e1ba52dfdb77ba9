"""What can go wrong with drafts and cases; the texts of NotAllowed are Danish and meant for the user."""

from __future__ import annotations


class NotFound(LookupError):
    """There is no such thing for this person: it does not exist, or they may not know that it does."""


class NotAllowed(Exception):
    """The person may see it, but may not do this; `explanation` is for them to read."""

    def __init__(self, explanation: str) -> None:
        super().__init__(explanation)
        self.explanation = explanation


class DraftChanged(Exception):
    """The draft has been saved elsewhere since it was read (another tab or device)."""
