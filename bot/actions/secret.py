"""The action server answers only who knows the shared secret: whoever names a conversation *is* its person to it."""

from __future__ import annotations

import hmac

from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

HEADER = "X-Actions-Secret"


def demand_secret(app: Sanic, secret: str) -> None:
    """Refuses every request without the secret. Raises ValueError where the secret is too short to be one."""
    if len(secret) < 16:
        raise ValueError("ACTIONS_SECRET must be set, to at least 16 characters")
    expected = secret.encode()

    async def check(request: Request) -> HTTPResponse | None:
        given = (request.headers.get(HEADER) or "").encode()
        return None if hmac.compare_digest(given, expected) else response.json({"error": "not allowed"}, status=401)

    app.register_middleware(check, "request")
