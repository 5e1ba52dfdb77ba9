"""What every signed token has to be before anything in it counts: signed by the right key, for us, and of now."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry
from joserfc.util import urlsafe_b64decode

from bot.portal.sign_on.signing_keys import KeysMissing, SigningKey, SigningKeys

ALGORITHMS = ("RS256", "ES256")
LEEWAY = 30  # seconds by which clocks may differ
MOST_TOKEN = 20_000  # characters


class TokenRefused(Exception):
    """The token does not prove what it says; the text is for the log and holds nothing of the token."""


class _Registry(JWSRegistry):
    max_header_length = 8 * 1024  # some send their certificates along; they are not looked at


_REGISTRY = _Registry(algorithms=ALGORITHMS, strict_check_header=False)


async def signed_claims(token: str, keys: SigningKeys) -> jwt.Token:
    """Header and claims, if one of the keys has signed them; raises TokenRefused.

    Of the header only algorithm and key id count: where keys lie is configured, whatever a token says (jku, x5u).
    """
    header = _header(token)
    if header.get("alg") not in ALGORITHMS:
        raise TokenRefused("algorithm")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise TokenRefused("key id")
    try:
        key = await keys.key(kid)
        try:
            return _decoded(token, key)
        except BadSignatureError:
            newer = await keys.key_after(key) if kid is None else key  # of two without a name, one was the wrong one
            if newer is key:
                raise
            return _decoded(token, newer)
    except KeysMissing as missing:
        raise TokenRefused(str(missing)) from None
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise TokenRefused(type(error).__name__) from None


def _decoded(token: str, key: SigningKey) -> jwt.Token:
    return jwt.decode(token, key, algorithms=ALGORITHMS, registry=_REGISTRY)


def check(claims: dict[str, Any], clock: Callable[[], datetime], *, issuer: str, audience: str) -> None:
    """Names and times; raises TokenRefused with the first claim that is missing or wrong."""
    registry = JWTClaimsRegistry(
        now=lambda: int(clock().timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(claims)
    except JoseError as error:
        raise refusal(error) from None


def refusal(error: JoseError) -> TokenRefused:
    """Why, without a value: libraries put the claim's name into the text, and nothing of what it holds."""
    claim = getattr(error, "claim", "")
    return TokenRefused(f"{type(error).__name__} {claim}".strip())


def _header(token: str) -> dict[str, Any]:
    if not 0 < len(token) <= MOST_TOKEN or not token.isascii():
        raise TokenRefused("length")
    try:
        header = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (ValueError, TypeError, RecursionError):
        raise TokenRefused("header") from None
    if not isinstance(header, dict):
        raise TokenRefused("header")
    return header
