"""The published JSON schema of messages and cards."""

from __future__ import annotations

import json
from functools import cache

from aiohttp import web

from bot.messages.message import Message


@cache
def schema_text() -> str:
    schema = Message.model_json_schema(by_alias=True, mode="serialization")
    return json.dumps(schema, ensure_ascii=False)


async def message_schema(_: web.Request) -> web.Response:
    return web.Response(text=schema_text(), content_type="application/schema+json")
