"""One attempt to sign on by the provider, bound to the browser that began it.

The browser keeps a secret in a cookie that scripts cannot read. State, nonce and PKCE verifier follow from it, so that
nothing is kept here, any of several processes can go on, and none of the three can be told from another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from bot.portal.sign_on.local_path import local_path

LASTS = timedelta(minutes=10)  # for typing a password and finding the telephone
MOST_AT_ONCE = 4  # in windows side by side; older ones give way, since cookies have little room
_COOKIE = re.compile(r"([\w-]{43})\.(\d{1,12})\.([\w-]{0,1400})", re.ASCII)


@dataclass(frozen=True)
class Attempt:
    """`wanted` is the page that one came for, a path of this house."""

    secret: str
    begun: int  # seconds since 1970
    wanted: str

    @classmethod
    def new(cls, wanted: str, now: datetime) -> Attempt:
        return cls(secrets.token_urlsafe(32), int(now.timestamp()), wanted)

    @property
    def state(self) -> str:
        return self._follows("state")

    @property
    def nonce(self) -> str:
        return self._follows("nonce")

    @property
    def verifier(self) -> str:
        return self._follows("verifier")

    def _follows(self, what: str) -> str:
        made = hmac.new(self.secret.encode(), what.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def is_over(self, now: datetime) -> bool:
        """Too old, or from a future that a clock set back has left."""
        return abs(now.timestamp() - self.begun) > LASTS.total_seconds()


def remember(request: web.Request, response: web.Response, attempt: Attempt, *, secure: bool) -> None:
    """Gives the browser the attempt; each has a cookie of its own, so that windows do not disturb one another."""
    others = sorted(_all(request, secure).items(), key=lambda other: other[1].begun)
    for name, _ in others[: max(0, len(others) - MOST_AT_ONCE + 1)]:
        _forget(response, name, secure=secure)
    wanted = base64.urlsafe_b64encode(attempt.wanted.encode()).rstrip(b"=").decode()
    response.set_cookie(
        _name(attempt.state, secure),
        f"{attempt.secret}.{attempt.begun}.{wanted}",
        max_age=int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        secure=secure,
        samesite="Lax",  # it has to come along when the provider sends the browser back
    )


def recall(request: web.Request, state: str, now: datetime, *, secure: bool) -> Attempt | None:
    """The attempt that this browser began with the state; None where it did not, or too long ago."""
    attempt = _all(request, secure).get(_name(state, secure))
    if attempt is None or attempt.is_over(now):
        return None
    return attempt if hmac.compare_digest(attempt.state.encode(), state.encode()) else None


def finish(response: web.Response, state: str, *, secure: bool) -> None:
    """Takes the attempt's cookie away."""
    _forget(response, _name(state, secure), secure=secure)


def _name(state: str, secure: bool) -> str:
    """With the prefix no other host of the same domain can plant an attempt of its own."""
    return f"{'__Host-' if secure else ''}log-ind-{hashlib.sha256(state.encode()).hexdigest()[:16]}"


def _forget(response: web.Response, name: str, *, secure: bool) -> None:
    response.del_cookie(name, path="/", httponly=True, secure=secure, samesite="Lax")


def _all(request: web.Request, secure: bool) -> Mapping[str, Attempt]:
    prefix = f"{'__Host-' if secure else ''}log-ind-"
    found: dict[str, Attempt] = {}
    for name, value in request.cookies.items():
        parts = _COOKIE.fullmatch(value) if name.startswith(prefix) else None
        if parts is not None:
            found[name] = Attempt(parts[1], int(parts[2]), _decoded(parts[3]))
    return found


def _decoded(text: str) -> str:
    try:
        return local_path(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode())
    except ValueError:
        return "/"
