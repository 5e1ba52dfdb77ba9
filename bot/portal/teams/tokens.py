"""Checks the signed token with which the Bot Connector vouches for what it passes on from Teams.

Stricter than the SDK's validator, which lets issuers of Entra and tokens without an end pass and asks for no
endorsement: only the connector's own issuer counts (Microsoft Learn, "Authenticate requests from the Bot Connector
service to your bot").
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import jwt

KEYS_URL = "https://login.botframework.com/v1/.well-known/keys"
ISSUER = "https://api.botframework.com"
ALGORITHM = "RS256"
LEEWAY = 300  # seconds of clock skew, as the connector's documentation says
KEYS_KEPT = 6 * 3600  # seconds before the keys are fetched again
KEYS_PAUSE = 10  # seconds between fetches for key ids that are not known
MOST_TOKEN = 20_000  # characters


class TokenRefused(Exception):
    """The token does not prove that the connector has sent it; the text is for the log."""


@dataclass(frozen=True)
class Signed:
    """What a token's signature covers, and for which channels its key may speak."""

    claims: dict[str, Any]
    endorsements: frozenset[str]

    @property
    def service_url(self) -> str:
        """Where answers go, as the token says."""
        return str(self.claims["serviceurl"])


@dataclass(frozen=True)
class _Key:
    key: jwt.PyJWK
    endorsements: frozenset[str]


class BotTokens:
    """Knows the connector's keys, and fetches them anew when they change."""

    def __init__(self, app_id: str, clock: Callable[[], datetime], keys_url: str = KEYS_URL) -> None:
        self._app_id, self._clock, self._keys_url = app_id, clock, keys_url
        self._keys: dict[str, _Key] = {}
        self._fetched = float("-inf")
        self._lock = asyncio.Lock()

    async def verify(self, authorization: str | None) -> Signed:
        """What the header's bearer token says; raises TokenRefused unless signature, names and times are all right."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token) < MOST_TOKEN:
            raise TokenRefused("no bearer token")
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError as error:
            raise TokenRefused(type(error).__name__) from None
        if header.get("alg") != ALGORITHM:
            raise TokenRefused("algorithm")
        key = await self._key(str(header.get("kid", "")))
        try:
            claims = jwt.decode(
                token,
                key=key.key,
                algorithms=[ALGORITHM],
                audience=self._app_id,
                issuer=ISSUER,
                # Times are checked below, against the injected clock.
                options={
                    "require": ["exp", "nbf", "aud", "iss"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise TokenRefused(type(error).__name__) from None
        self._check(claims)
        return Signed(claims, key.endorsements)

    def _check(self, claims: dict[str, Any]) -> None:
        now = self._clock().timestamp()
        exp, nbf = claims["exp"], claims["nbf"]
        if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in (exp, nbf)):
            raise TokenRefused("times are not numbers")
        if exp <= now - LEEWAY:
            raise TokenRefused("expired")
        if nbf > now + LEEWAY:
            raise TokenRefused("not yet valid")
        if not isinstance(claims["aud"], str):
            raise TokenRefused("several audiences")
        if not (isinstance(claims.get("serviceurl"), str) and claims["serviceurl"]):
            raise TokenRefused("no service address")

    async def _key(self, kid: str) -> _Key:
        async with self._lock:
            age = time.monotonic() - self._fetched
            if age > KEYS_KEPT or (kid not in self._keys and age > KEYS_PAUSE):
                await self._fetch()
        if kid not in self._keys:
            raise TokenRefused("unknown key")
        return self._keys[kid]

    async def _fetch(self) -> None:
        self._fetched = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=5)
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(self._keys_url) as response:
                response.raise_for_status()
                found = (await response.json(content_type=None))["keys"]
            self._keys = dict(filter(None, map(_read, found)))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError) as error:
            if not self._keys:  # better the keys that worked than nobody served
                raise TokenRefused(f"keys not to be had: {type(error).__name__}") from None


def _read(entry: dict[str, Any]) -> tuple[str, _Key] | None:
    """A key by its id; None for one that cannot be used."""
    try:
        key = jwt.PyJWK.from_dict(entry)
    except jwt.PyJWTError:
        return None
    if not key.key_id or key.key_type != "RSA":
        return None
    return key.key_id, _Key(key, frozenset(map(str, entry.get("endorsements") or ())))
