"""Errors as users and clients see them: RFC 9457 problem details, in Danish, with a stable `type`."""

from __future__ import annotations

from html import escape
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.portal.answers import json_response

log = structlog.get_logger(__name__)

PREFIX = "urn:serviceassistent:problem:"


class Problem(Exception):
    """Ends a request with a problem document; `detail` says in Danish what happened and what to do."""

    def __init__(self, status: int, name: str, title: str, detail: str, **extra: Any) -> None:
        super().__init__(name)
        self.status, self.name, self.title, self.detail, self.extra = status, name, title, detail, extra

    def response(self) -> web.Response:
        """Returns the document; `retry_after` also becomes the header of that name."""
        body = {
            "type": PREFIX + self.name,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }
        headers = {"Retry-After": str(self.extra["retry_after"])} if "retry_after" in self.extra else None
        return json_response(body, status=self.status, content_type="application/problem+json", headers=headers)


def bad_request(name: str, detail: str) -> Problem:
    return Problem(400, name, "Det kunne ikke læses", detail)


def not_found() -> Problem:
    """The same answer for what does not exist and for what belongs to somebody else."""
    return Problem(
        404, "not-found", "Ikke fundet", "Det, du leder efter, findes ikke, eller du har ikke adgang til det."
    )


def login_needed() -> Problem:
    return Problem(
        401,
        "login-needed",
        "Du skal logge ind igen",
        "Din session er udløbet, eller du er ikke logget ind. Log ind igen, så fortsætter du, hvor du slap.",
    )


def login_refused() -> Problem:
    """One answer for every reason a sign-on is refused; the reason goes to the log only."""
    return Problem(
        401,
        "login-refused",
        "Du kunne ikke logges ind",
        "Portalens oplysninger om dig kunne ikke godkendes. Genindlæs siden, og prøv igen.",
    )


_MANY = {
    "requests": "Der er sket meget på kort tid.",
    "messages": "Du har sendt mange beskeder på kort tid.",
    "uploads": "Du har sendt mange filer på kort tid.",
    "searches": "Der er søgt mange gange på kort tid herfra.",
}


def too_many(retry_after: int, what: str = "requests") -> Problem:
    """A kind refusal; `retry_after` in seconds."""
    seconds = "1 sekund" if retry_after == 1 else f"{retry_after} sekunder"
    detail = f"{_MANY[what]} Vent {seconds}, og prøv igen. Intet er gået tabt."
    return Problem(429, "too-many-requests", "Det går lidt for stærkt", detail, retry_after=retry_after)


# What aiohttp itself answers, in our words.
_HTTP = {
    404: ("not-found", "Ikke fundet", "Siden findes ikke."),
    405: ("method-not-allowed", "Det kan man ikke her", "Adressen findes, men kan ikke bruges på den måde."),
    413: ("too-large", "Det er for stort", "Det, du sendte, er for stort. Send det i mindre dele."),
}


@web.middleware
async def problem_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns every error into a problem document; nothing of an exception's text reaches the client."""
    try:
        return await handler(request)
    except Problem as problem:
        log.info("request refused", path=_route(request), status=problem.status, problem=problem.name)
        response = problem.response()
        if not _for_people(request):
            return response
        shown = _page(problem.status, problem.title, problem.detail)
        if "Retry-After" in response.headers:
            shown.headers["Retry-After"] = response.headers["Retry-After"]
        return shown
    except web.HTTPException as error:
        if error.status < 400:
            raise
        name, title, detail = _HTTP.get(
            error.status, ("bad-request", "Det gik ikke", "Forespørgslen kunne ikke læses.")
        )
        if _for_people(request):
            return _page(error.status, title, detail)
        response = Problem(error.status, name, title, detail).response()
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except (ConnectionResetError, TimeoutError):
        raise
    except Exception as error:
        # The class and the place are enough to find it; an exception's text may hold what a user wrote.
        log.error("request failed", path=_route(request), error=type(error).__name__, at=place(error))
        title, detail = "Der opstod en fejl hos os", "Det er ikke din skyld. Prøv igen om lidt. Intet er gået tabt."
        return _page(500, title, detail) if _for_people(request) else Problem(500, "internal", title, detail).response()


def _for_people(request: web.Request) -> bool:
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("Accept", "")


def _page(status: int, title: str, detail: str) -> web.Response:
    """The same for people, with nothing that could fail in its turn."""
    html = (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Serviceportalen</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/pages/portal.css">'
        f'</head><body><main class="wide article"><h1>{escape(title)}</h1><p class="lead">{escape(detail)}</p>'
        '<p><a href="/">Til forsiden</a></p></main></body></html>'
    )
    return web.Response(text=html, status=status, content_type="text/html")


def _route(request: web.Request) -> str:
    """The route's pattern, not the path: a path may hold ids, a query may hold names."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unknown"


def place(error: BaseException) -> str:
    trace = error.__traceback__
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(frames[-4:])
