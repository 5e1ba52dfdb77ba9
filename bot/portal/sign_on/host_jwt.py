"""Checks the signed token in which the host portal says who the user is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import jwt

from bot.settings import HostPortal

ALGORITHMS = ["RS256", "ES256"]
MOST_LIFETIME = 300  # seconds from `iat` to `exp`
LEEWAY = 30  # seconds of clock skew
KEYS_KEPT = 600  # seconds before the JWKS is fetched again
KEYS_PAUSE = 10  # seconds between fetches for key ids that are not known


class TokenRefused(Exception):
    """The token does not prove who the user is; the text is for the log."""


@dataclass(frozen=True)
class Vouched:
    """What a valid token says."""

    person_id: str
    jti: str
    expires: datetime


class HostTokens:
    """Verifies host tokens against the portal's published keys."""

    def __init__(self, portal: HostPortal, clock: Callable[[], datetime]) -> None:
        self._portal, self._clock = portal, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = float("-inf")
        self._lock = asyncio.Lock()

    async def verify(self, token: str) -> Vouched:
        """Returns what the token says; raises TokenRefused unless signature, names and times are all right."""
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError as error:
            raise TokenRefused(type(error).__name__) from None
        if header.get("alg") not in ALGORITHMS:
            raise TokenRefused("algorithm")
        key = await self._key(str(header.get("kid", "")))
        try:
            claims = jwt.decode(
                token,
                key=key,
                algorithms=ALGORITHMS,
                audience=self._portal.audience,
                issuer=self._portal.issuer,
                # Times are checked below, against the injected clock.
                options={
                    "require": ["exp", "iat", "sub", "jti", "aud", "iss"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.InvalidTokenError, TypeError, ValueError) as error:
            raise TokenRefused(type(error).__name__) from None
        return self._checked(claims)

    def _checked(self, claims: dict[str, Any]) -> Vouched:
        now = self._clock().timestamp()
        exp, iat, subject, jti = (claims[name] for name in ("exp", "iat", "sub", "jti"))
        if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in (exp, iat)):
            raise TokenRefused("times are not numbers")
        if not (isinstance(subject, str) and subject and isinstance(jti, str) and 0 < len(jti) <= 200):
            raise TokenRefused("sub or jti is empty")
        nbf = claims.get("nbf", iat)
        if not isinstance(nbf, int | float):
            raise TokenRefused("times are not numbers")
        if exp <= now - LEEWAY:
            raise TokenRefused("expired")
        if max(iat, nbf) > now + LEEWAY:
            raise TokenRefused("not yet valid")
        if exp - iat > MOST_LIFETIME:
            raise TokenRefused("lives too long")
        # Remembered past the leeway, so that a replay is refused as long as the token could pass.
        return Vouched(subject, jti, datetime.fromtimestamp(exp + LEEWAY, tz=self._clock().tzinfo))

    async def _key(self, kid: str) -> jwt.PyJWK:
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
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(self._portal.jwks_url) as response,
            ):
                response.raise_for_status()
                keys = jwt.PyJWKSet.from_dict(await response.json(content_type=None)).keys
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, jwt.PyJWTError) as error:
            if self._keys:  # better the keys that worked than nobody logged in
                return
            raise TokenRefused(f"keys not to be had: {type(error).__name__}") from None
        self._keys = {key.key_id: key for key in keys if key.key_id and key.key_type in ("RSA", "EC")}
