"""Attachments for the current question."""

from __future__ import annotations

import asyncio

from aiohttp import BodyPartReader, web

from bot.cases.attachments import MAX_BYTES, BadFile
from bot.portal.answers import json_response
from bot.portal.context import Context, signed_on, within
from bot.portal.parts import SessionLike
from bot.portal.problems import Problem, bad_request

READ_TIMEOUT = 120  # seconds for the whole upload


@signed_on
async def post_file(request: web.Request, context: Context, session: SessionLike) -> web.Response:
    """Stores one file; the answer's id goes into the field's value."""
    within(context, context.limits.uploads, session.person_id, "uploads")
    if not request.content_type.startswith("multipart/"):
        raise bad_request("invalid-file", "Filen skal sendes som multipart/form-data.")
    try:
        name, declared, content = await asyncio.wait_for(_read(request), READ_TIMEOUT)
    except (ValueError, AssertionError):
        raise bad_request("invalid-file", "Filen kunne ikke læses. Prøv at vælge den igen.") from None
    if not content:
        raise Problem(400, "file-empty", "Filen er tom", "Der er ikke noget i filen. Vælg en anden.")
    try:
        attachment = await context.db(
            context.parts.attachments.add, session.person_id, session.conversation_id, name, declared, content
        )
    except BadFile as refused:
        raise Problem(415, "file-refused", "Filen kan ikke bruges", refused.explanation) from None
    return json_response({"id": attachment.id, "name": attachment.name, "size": attachment.size}, status=201)


async def _read(request: web.Request) -> tuple[str, str, bytes]:
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.filename is not None:
            content = bytearray()
            while chunk := await part.read_chunk(64 * 1024):
                content += chunk
                if len(content) > MAX_BYTES:
                    raise Problem(
                        413,
                        "file-too-large",
                        "Filen er for stor",
                        f"En fil må højst fylde {MAX_BYTES // 1024 // 1024} MB. Gør den mindre, eller del den op.",
                    )
            return part.filename, part.headers.get("Content-Type", ""), bytes(content)
    raise bad_request("invalid-file", "Der var ingen fil i forespørgslen.")
