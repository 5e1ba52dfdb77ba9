"""What a case can bring about in the house itself, in the transaction that sends or approves it."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from bot.cases.model import CaseRow


class Effect(Protocol):
    """Belongs to one solution. A case is sent and approved once, so it begins once."""

    def begin(self, session: Session, case: CaseRow, decided_by: str) -> str | None:
        """Does what the report asks for; the text (if any) is a line of the case's history, for all its parties."""
        ...

    def undo(self, session: Session, case: CaseRow) -> None:
        """The case has been withdrawn: takes back what has not come into force."""
        ...
