"""Headers that every answer carries, and which origins may call the API from a browser."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; manifest-src 'self'; object-src 'none'"
)


def security_headers(cors_origins: tuple[str, ...]) -> dict[str, str]:
    """Returns the headers; the listed host portals may also frame the pages."""
    ancestors = " ".join(["'self'", *cors_origins])
    return {
        "Content-Security-Policy": f"{_CSP}; frame-ancestors {ancestors}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


def install_security(app: web.Application, cors_origins: tuple[str, ...]) -> None:
    """Adds the headers to every answer, streams included, and answers CORS preflights of listed origins."""
    headers = security_headers(cors_origins)
    allowed = frozenset(cors_origins)

    @web.middleware
    async def preflight(request: web.Request, handler: Handler) -> web.StreamResponse:
        wants = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if wants and request.path.startswith("/api/"):
            listed = request.headers.get("Origin") in allowed
            return web.Response(status=204 if listed else 403, headers=_ALLOWED if listed else None)
        return await handler(request)

    async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.add("Vary", "Origin")
            origin = request.headers.get("Origin")
            if origin in allowed:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        elif request.path.startswith(("/static/", "/widget.js")):
            # The widget's modules hold nothing secret, and a host page of another origin loads them as modules.
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers.setdefault("Cache-Control", "no-cache")

    app.middlewares.append(preflight)
    app.on_response_prepare.append(add_headers)
