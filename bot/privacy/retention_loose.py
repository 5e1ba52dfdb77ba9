"""Files and CPR numbers that nothing needs: in no case, and in nothing that its owner has under way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.drafts import OPEN as OPEN_DRAFTS
from bot.cases.model import AttachmentRow, DraftRow
from bot.conversations.model import ConversationRow
from bot.courses.model import CourseRow
from bot.privacy.cpr import refs_in
from bot.privacy.model import SecretRow, SecretUseRow

_CHUNK = 500  # ids in one statement; both databases have a limit
_DAY = timedelta(days=1)


def loose_files(session: Session, before: datetime) -> list[str]:
    """The ids of files that were stored before then."""
    loose = sa.and_(AttachmentRow.case_id.is_(None), AttachmentRow.created_at < before)
    found = session.execute(sa.select(AttachmentRow.id, AttachmentRow.owner_id).where(loose)).all()
    held = set().union(*(_texts(value) for value in _under_way(session, (owner for _, owner in found))))
    return [file_id for file_id, _ in found if file_id not in held]


def loose_numbers(session: Session, before: datetime) -> list[str]:
    """The references of numbers that were last given before then."""
    loose = sa.and_(SecretRow.created_at < before, SecretRow.ref.not_in(sa.select(SecretUseRow.ref)))
    found = session.execute(sa.select(SecretRow.ref, SecretRow.owner_id).where(loose)).all()
    held = set().union(*(refs_in(value) for value in _under_way(session, (owner for _, owner in found))))
    return [ref for ref, _ in found if ref not in held]


def delete(session: Session, key: Any, ids: Sequence[str]) -> None:
    """Deletes the rows with these keys, in the caller's transaction."""
    for some in chunks(ids):
        session.execute(sa.delete(key.class_).where(key.in_(some)), execution_options={"synchronize_session": False})


def strays(session: Session, folder: Path, now: datetime) -> list[str]:
    """Names of files without a row: what an interrupted upload or an interrupted purge has left."""
    if not folder.is_dir():
        return []
    before = (now - _DAY).timestamp()  # younger ones may be on their way in
    names = [file.name for file in folder.iterdir() if file.is_file() and file.stat().st_mtime < before]
    known: set[str] = set()
    for some in chunks(names):
        known.update(session.scalars(sa.select(AttachmentRow.id).where(AttachmentRow.id.in_(some))))
    return [name for name in names if name not in known]


def _under_way(session: Session, owners: Iterable[str]) -> list[Any]:
    """The answers of these people's open drafts and courses, and where their talks stand."""
    found: list[Any] = []
    for some in chunks(sorted(set(owners))):
        found += session.scalars(
            sa.select(DraftRow.answers).where(DraftRow.owner_id.in_(some), DraftRow.state.in_(OPEN_DRAFTS))
        )
        found += session.scalars(sa.select(CourseRow.answers).where(CourseRow.owner_id.in_(some)))
        found += session.scalars(sa.select(ConversationRow.state).where(ConversationRow.person_id.in_(some)))
    return found


def _texts(value: object) -> set[str]:
    """All texts in a value of JSON."""
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(_texts, parts))


def chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
