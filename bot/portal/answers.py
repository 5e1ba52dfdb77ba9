"""JSON answers in UTF-8, with Danish letters as themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from aiohttp import web

_dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def json_response(
    data: Any,
    status: int = 200,
    content_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    return web.json_response(data, status=status, content_type=content_type, headers=headers, dumps=_dumps)
