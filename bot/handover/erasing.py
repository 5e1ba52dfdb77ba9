"""Erasing the hand-overs of a conversation: what was said and noted goes, that there was one stays as a figure."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.conversations.types import BOT
from bot.handover.model import HandoverEventRow, HandoverGuestRow, HandoverReadRow, HandoverRow
from bot.handover.ownership import end, hold, move, note

_OPTIONS = {"synchronize_session": False}


def erase_handovers(session: Session, conversation_id: str, at: datetime) -> int:
    """In the caller's transaction: ends the one under way, and empties all; returns how many there were.

    Times and outcomes stay, since the usual wait is counted from them; who asked can be told from them no more than
    from the audit.
    """
    ids = list(session.scalars(sa.select(HandoverRow.id).where(HandoverRow.conversation_id == conversation_id)))
    for handover_id in ids:
        held = hold(session, handover_id)
        if held is not None and held.open:
            move(session, held, BOT)
            end(held, "erased", at)
            note(session, held, "erased", held.person_id, at, action_id=None)
    session.flush()
    theirs = HandoverEventRow.handover_id.in_(ids)
    session.execute(
        sa.update(HandoverEventRow).where(theirs).values(text="", message_id=None), execution_options=_OPTIONS
    )
    session.execute(
        sa.update(HandoverRow).where(HandoverRow.id.in_(ids)).values(package={}, outcome_text=""),
        execution_options=_OPTIONS,
    )
    for table in (HandoverGuestRow, HandoverReadRow):
        session.execute(sa.delete(table).where(table.handover_id.in_(ids)), execution_options=_OPTIONS)
    return len(ids)
