"""The public keys with which others sign: fetched from one address, kept, and fetched anew when they are rotated."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

log = structlog.get_logger(__name__)

SigningKey = RSAKey | ECKey

PATIENCE = 5.0  # seconds for an answer
KEPT = 600.0  # seconds before the keys are fetched again
KEPT_AT_MOST = 86_400.0  # seconds for which they count where the address does not answer
PAUSE = 10.0  # seconds between fetches
MOST_BYTES = 256 * 1024


class KeysMissing(Exception):
    """There is no such key; the text is for the log."""


class NoAnswer(Exception):
    """The address gave no document; the text is for the log."""


async def fetch_json(url: str) -> dict[str, Any]:
    """The JSON object at the address, which is not left for another; raises NoAnswer."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            return await read_json(response)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NoAnswer(type(error).__name__) from None


async def read_json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """The object in a good answer, of reasonable size; raises NoAnswer."""
    if response.status != 200:
        raise NoAnswer(f"status {response.status}")
    body = bytearray()
    async for part in response.content.iter_chunked(16 * 1024):
        body += part
        if len(body) > MOST_BYTES:
            raise NoAnswer("too long")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise NoAnswer("no JSON") from None
    if not isinstance(found, dict):
        raise NoAnswer("no object")
    return found


class SigningKeys:
    """Whoever asks for a key that is known never waits for a fetch that somebody else has begun."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching: asyncio.Task[None] | None = None

    async def key(self, kid: str | None) -> SigningKey:
        """The key with the id, or the only one where the token names none; raises KeysMissing."""
        found, age = self._find(kid), time.monotonic() - self._fetched
        if found is not None and (age <= KEPT or (age <= KEPT_AT_MOST and not self._may_fetch())):
            return found
        if self._fetching is not None or self._may_fetch():
            await self._fetched_anew()
        found = self._find(kid)
        if found is None or time.monotonic() - self._fetched > KEPT_AT_MOST:
            raise KeysMissing("unknown key" if self._keys else "keys not to be had")
        return found

    async def key_after(self, tried: SigningKey) -> SigningKey:
        """The only key, fetched anew where that may be: for tokens that do not name theirs, and were rotated."""
        if self._find(None) is tried and (self._fetching is not None or self._may_fetch()):
            await self._fetched_anew()
        return self._find(None) or tried

    def _find(self, kid: str | None) -> SigningKey | None:
        if kid is not None:
            return self._keys.get(kid)
        return next(iter(self._keys.values())) if len(self._keys) == 1 else None

    def _may_fetch(self) -> bool:
        return self._fetching is None and time.monotonic() - self._tried > PAUSE

    async def _fetched_anew(self) -> None:
        """One fetch for all who wait; it goes on where one of them gives up."""
        if self._fetching is None:
            self._tried = time.monotonic()
            self._fetching = asyncio.create_task(self._fetch())
        await asyncio.shield(self._fetching)

    async def _fetch(self) -> None:
        try:
            keys = _usable(await fetch_json(self.url))
            if keys:
                self._keys, self._fetched = keys, time.monotonic()
            else:
                log.warning("no usable signing keys")
        except NoAnswer as error:  # better the keys that worked than nobody signed on
            log.warning("signing keys not to be had", reason=str(error))
        finally:
            self._fetching = None


def _usable(document: Mapping[str, Any]) -> dict[str, SigningKey]:
    """Public keys for signing, by their ids; what else there is, or is broken, is passed over."""
    keys: dict[str, SigningKey] = {}
    listed = document.get("keys")
    for data in listed if isinstance(listed, list) else []:
        if not isinstance(data, dict) or data.get("use", "sig") != "sig":
            continue
        try:
            key = JWKRegistry.import_key(data)
            if isinstance(key, RSAKey | ECKey):
                keys[key.kid or key.thumbprint()] = key
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    return keys
