"""Attachments: their type is read from their content, their size is limited, and they lie outside any web root."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.access.types import Standing
from bot.audit.log import AuditLog
from bot.cases import visibility
from bot.cases.auditing import CaseAudit, is_anothers_sensitive
from bot.cases.model import AttachmentRow, CaseRow
from bot.cases.scanner import ScanFailed
from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.privacy.cpr import without_numbers

MAX_BYTES = 10 * 1024 * 1024
MAX_PER_CONVERSATION = 50
ACCEPTED = "PDF, billeder (JPG, PNG, HEIC), Word, Excel, OpenDocument og tekstfiler"

_TEXTS = ("text/plain", "text/csv")
_OFFICE = "application/vnd.openxmlformats-officedocument"


class BadFile(ValueError):
    """The file cannot be taken; `explanation` is Danish and for the user."""

    def __init__(self, explanation: str) -> None:
        super().__init__(explanation)
        self.explanation = explanation


@dataclass(frozen=True)
class Attachment:
    id: str
    name: str
    media_type: str
    size: int
    created_at: datetime


class AttachmentStore:
    """Takes files in and gives them out to those who may see them.

    `scan` is the hook for a virus scanner: it gets the bytes and returns False for what must not be kept.
    """

    def __init__(
        self,
        session_factory: Sessions,
        folder: Path,
        clock: Clock,
        ids: Ids = new_id,
        *,
        access: AccessService | None = None,
        scan: Callable[[bytes], bool] | None = None,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access or AccessService(session_factory, clock)
        self._folder = folder
        self._ids = ids
        self._scan = scan
        self._audit = CaseAudit(audit or AuditLog(clock), clock)

    def add(self, owner_id: str, conversation_id: str | None, name: str, media_type: str, content: bytes) -> Attachment:
        """Stores a file of the owner's; raises BadFile where its size or content will not do.

        The type that the client names only tells kinds of plain text apart.
        """
        data = content
        found = check(data)
        media_type = media_type if found == "text/plain" and media_type in _TEXTS else found
        if not self._clean(data):
            raise BadFile("Filen blev afvist af virusscanningen og er ikke gemt.")
        with reading(self._sessions) as session:
            loose = sa.and_(AttachmentRow.owner_id == owner_id, AttachmentRow.case_id.is_(None))
            count = session.execute(sa.select(sa.func.count()).select_from(AttachmentRow).where(loose)).scalar_one()
        if count >= MAX_PER_CONVERSATION:
            raise BadFile("Du har allerede lagt mange filer op, som ikke er sendt. Send eller slet dem først.")
        row = AttachmentRow(
            id=self._ids(),
            owner_id=owner_id,
            conversation_id=conversation_id,
            name=clean_name(name),
            media_type=media_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            created_at=self._clock(),
        )
        # The bytes first: a file without a row is rubbish to be swept, a row without a file would be a lie.
        self._write(row.id, data)
        with writing(self._sessions) as session:
            session.add(row)
        return _shown(row)

    def _clean(self, data: bytes) -> bool:
        try:
            return self._scan is None or self._scan(data)
        except ScanFailed:
            raise BadFile("Filen kunne ikke virusscannes lige nu og er ikke gemt. Prøv igen om lidt.") from None

    def copies(self, owner_id: str, ids: Sequence[str]) -> list[str]:
        """The same files once more, to belong to another case; those that are not the owner's are left out."""
        made: list[str] = []
        for one in ids:
            file, data = self.get(owner_id, one), None
            if file is not None and self.describe(owner_id, [one]):
                data = self.read(owner_id, one)
            if file is not None and data is not None:
                made.append(self.add(owner_id, None, file.name, file.media_type, data).id)
        return made

    def get(self, actor_id: str, attachment_id: str) -> Attachment | None:
        """The file, for its owner until it is sent and then for those who may see the case; otherwise None."""
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            row = _found(session, standing, attachment_id) if standing else None
            return _shown(row) if row is not None else None

    def read(self, actor_id: str, attachment_id: str) -> bytes | None:
        """The bytes of a file that the actor may see."""
        file = self.get(actor_id, attachment_id)
        if file is None:
            return None
        self._tell_of_reading(actor_id, file.id)
        try:
            return (self._folder / file.id).read_bytes()
        except FileNotFoundError:
            return None

    def _tell_of_reading(self, actor_id: str, attachment_id: str) -> None:
        """The audit is told where it is a file of another person's sensitive case."""
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            case = session.scalars(
                sa.select(CaseRow)
                .join(AttachmentRow, AttachmentRow.case_id == CaseRow.id)
                .where(AttachmentRow.id == attachment_id)
            ).one_or_none()
        if standing is None or case is None or not is_anothers_sensitive(standing, case):
            return
        with writing(self._sessions) as session:
            self._audit.file_opened(session, standing, case, attachment_id)

    def describe(self, owner_id: str, ids: Sequence[str]) -> list[Attachment]:
        """The owner's files among the ids, in the order given."""
        with reading(self._sessions) as session:
            rows = session.scalars(
                sa.select(AttachmentRow).where(AttachmentRow.id.in_(list(ids)), AttachmentRow.owner_id == owner_id)
            )
            known = {row.id: _shown(row) for row in rows}
        return [known[one] for one in ids if one in known]

    def of_case(self, actor_id: str, number: str) -> list[Attachment]:
        """The files of a case, for those who may see it."""
        with reading(self._sessions) as session:
            standing = self._access.standing(actor_id, session)
            if standing is None:
                return []
            rows = session.scalars(
                sa.select(AttachmentRow)
                .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
                .where(CaseRow.number == number, visibility.visible_to(standing))
                .order_by(AttachmentRow.created_at, AttachmentRow.id)
            )
            return [_shown(row) for row in rows]

    def content(self, attachment_id: str) -> bytes | None:
        """The bytes, for whoever runs the house (the insight of a person); users go by `read`."""
        try:
            return (self._folder / attachment_id).read_bytes()
        except FileNotFoundError:
            return None

    def remove_files(self, ids: Sequence[str]) -> None:
        """Deletes the bytes of files whose rows are gone."""
        for one in ids:
            (self._folder / one).unlink(missing_ok=True)

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _found(session: Session, standing: Standing, attachment_id: str) -> AttachmentRow | None:
    """The file, if it is there for the person; one query, whether there is none or it is not for them."""
    loose = sa.and_(AttachmentRow.case_id.is_(None), AttachmentRow.owner_id == standing.person_id)
    of_case = sa.select(CaseRow.id).where(CaseRow.id == AttachmentRow.case_id, visibility.visible_to(standing)).exists()
    return session.scalars(
        sa.select(AttachmentRow).where(AttachmentRow.id == attachment_id, sa.or_(loose, of_case))
    ).one_or_none()


def clean_name(name: str) -> str:
    """The last part of the name, without control characters and CPR numbers; it is shown, and never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = without_numbers("".join(c for c in last if unicodedata.category(c)[0] != "C")).strip(" .")
    return shown[-150:] or "fil"


def check(data: bytes) -> str:
    """The media type by the content; raises BadFile where the file is empty, too large or of another kind."""
    if not data:
        raise BadFile("Filen er tom.")
    if len(data) > MAX_BYTES:
        raise BadFile(f"Filen er for stor. Den må højst fylde {MAX_BYTES // 1024 // 1024} MB.")
    media_type = _by_signature(data) or _plain_text(data)
    if media_type is None:
        raise BadFile(f"Den filtype kan ikke bruges her. Du kan vedhæfte {ACCEPTED}.")
    return media_type


def _by_signature(data: bytes) -> str | None:
    if data[:5] == b"%PDF-":
        return "application/pdf"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"heif"):
        return "image/heic"
    if data[:4] == b"PK\x03\x04":
        return _office(data)
    return None


def _office(data: bytes) -> str | None:
    """Word, Excel and OpenDocument are zip archives; those with macros are refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if any("vbaproject" in name.lower() or name.lower().startswith("basic/") for name in names):
                raise BadFile("Filer med makroer kan ikke bruges. Gem filen uden makroer, og prøv igen.")
            if "[Content_Types].xml" in names:
                if "word/document.xml" in names:
                    return f"{_OFFICE}.wordprocessingml.document"
                return f"{_OFFICE}.spreadsheetml.sheet" if "xl/workbook.xml" in names else None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind.startswith("application/vnd.oasis.opendocument.") else None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError):
        return None
    return None


def _plain_text(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
        return None
    # HTML, SVG and scripts would be text too, but nobody reports with them.
    return None if text.lstrip()[:1] == "<" or text.startswith("#!") else "text/plain"


def _shown(row: AttachmentRow) -> Attachment:
    return Attachment(row.id, row.name, row.media_type, row.size, row.created_at)
