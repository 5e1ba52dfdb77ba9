"""Erasing a conversation: texts and unsent drafts go, cases stay, and the person is told which is which."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.model import AttachmentRow, CaseRow, DraftRow
from bot.conversations.model import ConversationRow, MessageRow
from bot.privacy.model import SecretRow, SecretUseRow

REMAINS = (
    "Sager, du har sendt, og deres historik bliver, fordi kommunen skal kunne dokumentere dem (offentlighedsloven og "
    "arkivloven). Det samme gælder de filer og CPR-numre, der indgår i sagerne."
)


@dataclass(frozen=True)
class Erased:
    """What went (counts), what remains (the cases' numbers, and why), and the files to remove from the disk."""

    messages: int
    drafts: int
    attachments: int
    numbers: int
    cases: tuple[str, ...]
    files: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "erased": {
                "messages": self.messages,
                "drafts": self.drafts,
                "attachments": self.attachments,
                "cpr_numbers": self.numbers,
            },
            "remains": {"cases": list(self.cases), "why": REMAINS},
        }


def erase_conversation(session: Session, conversation: ConversationRow) -> Erased:
    """Deletes in the caller's transaction all that the conversation holds and no case needs."""
    person_id = conversation.person_id
    messages = _delete(session, MessageRow, MessageRow.conversation_id == conversation.id)
    # Sent drafts go too: the case has its own copy of the answers, and remembers the draft's id for safe repeats.
    drafts = _delete(session, DraftRow, DraftRow.owner_id == person_id)
    loose = sa.and_(AttachmentRow.owner_id == person_id, AttachmentRow.case_id.is_(None))
    files = tuple(session.scalars(sa.select(AttachmentRow.id).where(loose)))
    _delete(session, AttachmentRow, loose)
    in_cases = sa.select(SecretUseRow.ref)
    numbers = _delete(session, SecretRow, sa.and_(SecretRow.owner_id == person_id, SecretRow.ref.not_in(in_cases)))
    conversation.state = {}
    conversation.version += 1
    mine = sa.select(CaseRow.number).where(CaseRow.reporter_id == person_id).order_by(CaseRow.number)
    return Erased(messages, drafts, len(files), numbers, tuple(session.scalars(mine)), files)


def _delete(session: Session, table: type, where: sa.ColumnElement[bool]) -> int:
    result = session.execute(sa.delete(table).where(where), execution_options={"synchronize_session": False})
    return int(getattr(result, "rowcount", 0) or 0)
