"""Tells what an uploaded file is, by its content; names and declared types are not believed."""

from __future__ import annotations

import io
import zipfile

MOST_BYTES = 10 * 1024 * 1024
MOST_ENTRIES = 5000

PDF, PNG, JPEG, TEXT = "application/pdf", "image/png", "image/jpeg", "text/plain"
HEIC = "image/heic"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"

ENDINGS = {
    PDF: ".pdf",
    PNG: ".png",
    JPEG: ".jpg",
    HEIC: ".heic",
    DOCX: ".docx",
    XLSX: ".xlsx",
    ODT: ".odt",
    TEXT: ".txt",
}
ACCEPTED_TEXT = "PDF, billeder (JPG, PNG, HEIC), Word, Excel, OpenDocument og ren tekst"


def media_type_of(content: bytes) -> str | None:
    """Returns the media type, or None where the content is of no accepted type."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"hevc"):
        return HEIC
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return TEXT if _is_text(content) else None


def safe_name(name: str, media_type: str) -> str:
    """Returns a short name without a path, with the ending that fits the content."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = base.rsplit(".", 1)[0] if "." in base else base
    stem = "".join(c for c in stem if c.isalnum() or c in " -_().,")[:80].strip(" .") or "fil"
    return stem + ENDINGS[media_type]


def _office(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:MOST_ENTRIES])
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None  # macros
            if "[Content_Types].xml" in names:
                return DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return ODT if archive.read("mimetype") == ODT.encode() else None
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, ValueError):
        return None
    return None


def _is_text(content: bytes) -> bool:
    if not content or content.lstrip().lower().startswith(
        (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"#!", b"mz")
    ):
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(ord(character) < 32 and character not in "\n\r\t\f" for character in text)
