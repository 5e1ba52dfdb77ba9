"""Forms of the pages that carry files: the token first, then texts and files, each within its limit."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web

from bot.cases.attachments import MAX_BYTES, BadFile
from bot.portal.context import CONTEXT, within
from bot.portal.intake import clean
from bot.portal.sign_on.own_forms import TOKEN_FIELD, NotOurForm, from_own_page
from bot.portal.sign_on.page_session import Visitor

READ_TIMEOUT = 120  # seconds for the whole form
MOST_FILES = 5
_MOST_PARTS = 40
MOST_TEXT = 4000  # characters of a text field; the page lets nobody write more


@dataclass(frozen=True)
class Upload:
    name: str
    media_type: str
    content: bytes


@dataclass
class FilledForm:
    """What was sent: texts by name, and the files."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)


async def filled_form(request: web.Request, visitor: Visitor) -> FilledForm:
    """Reads a multipart form of one of the visitor's own pages.

    Raises NotOurForm for any other, BadFile where there are too many files or one is too large, HTTPBadRequest for
    what is no form.
    """
    if not from_own_page(request):
        raise NotOurForm
    context = request.app[CONTEXT]
    within(context, context.limits.uploads, visitor.person.id, "uploads")
    try:
        return await asyncio.wait_for(_read(request, visitor), READ_TIMEOUT)
    except (ValueError, AssertionError, LookupError):
        raise web.HTTPBadRequest from None


async def _read(request: web.Request, visitor: Visitor) -> FilledForm:
    form, parts, refused = FilledForm(), 0, ""
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        parts += 1
        if not isinstance(part, BodyPartReader) or parts > _MOST_PARTS:
            raise web.HTTPBadRequest
        if part.filename is None:
            text = (await _bytes(part, 4 * MOST_TEXT)) or b""
            form.fields.setdefault(part.name or "", clean(text.decode("utf-8", "replace"))[:MOST_TEXT])
            continue
        # No byte of a file is kept before it is known whose form it is: the token stands before the files.
        if not hmac.compare_digest(form.fields.get(TOKEN_FIELD, "").encode(), visitor.form_token.encode()):
            raise NotOurForm
        content = await _bytes(part, MAX_BYTES)
        if content is None:
            refused = f"Filen er for stor. Den må højst fylde {MAX_BYTES // 1024 // 1024} MB."
        elif part.filename or content:  # a file field that was left empty is sent too
            form.files.append(Upload(part.filename, part.headers.get("Content-Type", ""), content))
    if not hmac.compare_digest(form.fields.get(TOKEN_FIELD, "").encode(), visitor.form_token.encode()):
        raise NotOurForm
    if len(form.files) > MOST_FILES:
        refused = f"Du kan vedhæfte {MOST_FILES} filer ad gangen."
    if refused:
        raise BadFile(refused)
    return form


async def _bytes(part: BodyPartReader, most: int) -> bytes | None:
    """The part's content; None where it is longer, and then the rest is read and dropped."""
    content = bytearray()
    total = 0
    while chunk := await part.read_chunk(64 * 1024):
        total += len(chunk)
        if total > most + (MOST_FILES + 1) * MAX_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=total)
        if total <= most:
            content += chunk
    return bytes(content) if total <= most else None
