"""Erasing a conversation: texts and unsent drafts go, cases stay, and the person is told which is which."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.model import AttachmentRow, CaseRow, DraftRow
from bot.conversations.model import ConversationRow, MessageRow
from bot.courses.model import CourseRow
from bot.feedback.service import erase_comments
from bot.notices.drafts import DraftNews
from bot.notices.model import NoticeRow
from bot.privacy import erasure_words as words
from bot.privacy.model import SecretRow, SecretUseRow


@dataclass(frozen=True)
class Erased:
    """What went (counts), what remains, and the files to remove from the disk."""

    messages: int
    drafts: int
    attachments: int
    numbers: int
    notices: int
    cases: tuple[str, ...]  # numbers of the cases that the person has sent
    case_files: int
    case_numbers: int
    courses: int
    files: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "erased": {
                "messages": self.messages,
                "drafts": self.drafts,
                "attachments": self.attachments,
                "cpr_numbers": self.numbers,
                "notices": self.notices,
            },
            "remains": {
                "cases": list(self.cases),
                "attachments": self.case_files,
                "cpr_numbers": self.case_numbers,
                "courses": self.courses,
            },
            "text": words.told(self),
        }


def erase_conversation(session: Session, conversation: ConversationRow) -> Erased:
    """Deletes in the caller's transaction all that the conversation holds and no case needs."""
    person_id = conversation.person_id
    messages = _delete(session, MessageRow, MessageRow.conversation_id == conversation.id)
    # Sent drafts go too: the case has its own copy of the answers, and remembers the draft's id for safe repeats.
    _delete(session, DraftRow, sa.and_(DraftRow.owner_id == person_id, DraftRow.state == "sent"))
    drafts = _delete(session, DraftRow, DraftRow.owner_id == person_id)
    loose = sa.and_(AttachmentRow.owner_id == person_id, AttachmentRow.case_id.is_(None))
    files = tuple(session.scalars(sa.select(AttachmentRow.id).where(loose)))
    _delete(session, AttachmentRow, loose)
    in_cases = sa.select(SecretUseRow.ref)
    numbers = _delete(session, SecretRow, sa.and_(SecretRow.owner_id == person_id, SecretRow.ref.not_in(in_cases)))
    notices = _erase_notices(session, person_id)
    erase_comments(session, conversation.state.get("feedback", {}).get("commented", ()))
    # What it remembers of the talk goes too, and with it the one link to runs of question trees and to answers how it
    # went.
    conversation.state = {}
    conversation.version += 1
    mine = sa.select(CaseRow.number).where(CaseRow.reporter_id == person_id).order_by(CaseRow.number)
    return Erased(
        messages=messages,
        drafts=drafts,
        attachments=len(files),
        numbers=numbers,
        notices=notices,
        cases=tuple(session.scalars(mine)),
        case_files=_count(session, AttachmentRow, AttachmentRow.owner_id == person_id),
        case_numbers=_count(session, SecretRow, SecretRow.owner_id == person_id),
        courses=_count(session, CourseRow, CourseRow.owner_id == person_id),
        files=files,
    )


def _erase_notices(session: Session, person_id: str) -> int:
    """Deletes notices; of those that were shown on what remains, the bare key is kept until it is too old to matter.

    Without the key the person would be told all over again of cases and courses that the erasing leaves as they are.
    """
    theirs = sa.and_(NoticeRow.person_id == person_id, NoticeRow.text != "")
    gone = sa.or_(NoticeRow.shown_at.is_(None), NoticeRow.kind == DraftNews.kind)
    deleted = _delete(session, NoticeRow, sa.and_(theirs, gone))
    emptied = session.execute(
        sa.update(NoticeRow).where(theirs).values(text="", actions=[]),
        execution_options={"synchronize_session": False},
    )
    return deleted + int(getattr(emptied, "rowcount", 0) or 0)


def _count(session: Session, table: type, where: sa.ColumnElement[bool]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(table).where(where)).scalar_one())


def _delete(session: Session, table: type, where: sa.ColumnElement[bool]) -> int:
    result = session.execute(sa.delete(table).where(where), execution_options={"synchronize_session": False})
    return int(getattr(result, "rowcount", 0) or 0)
