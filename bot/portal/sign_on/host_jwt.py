"""Checks the signed token in which the host portal says who the user is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.portal.sign_on.signed_tokens import LEEWAY, TokenRefused, check, signed_claims
from bot.portal.sign_on.signing_keys import SigningKeys
from bot.settings import HostPortal

MOST_LIFETIME = 300  # seconds from `iat` to `exp`
MOST_ID = 200  # characters


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
        self._keys = SigningKeys(portal.jwks_url)

    async def verify(self, token: str) -> Vouched:
        """Returns what the token says; raises TokenRefused unless signature, names and times are all right."""
        claims = (await signed_claims(token, self._keys)).claims
        check(claims, self._clock, issuer=self._portal.issuer, audience=self._portal.audience)
        subject, jti = claims.get("sub"), claims.get("jti")
        if not (isinstance(subject, str) and 0 < len(subject) <= MOST_ID):
            raise TokenRefused("no sub")
        if not (isinstance(jti, str) and 0 < len(jti) <= MOST_ID):
            raise TokenRefused("no jti")
        if claims["exp"] - claims["iat"] > MOST_LIFETIME:
            raise TokenRefused("lives too long")
        # Remembered past the leeway, so that a replay is refused as long as the token could pass.
        return Vouched(subject, jti, self._clock() + timedelta(seconds=MOST_LIFETIME + 3 * LEEWAY))
