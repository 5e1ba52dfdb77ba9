"""The OIDC provider as we ask it: its discovery document, an ID token for a code, and what a token says.

What is to be checked in an ID token is Authlib's to know (OpenID Connect Core 3.1.3.7); who signed it, ours.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from bot.portal.sign_on.oidc_attempt import Attempt
from bot.portal.sign_on.signed_tokens import LEEWAY, TokenRefused, check, refusal, signed_claims
from bot.portal.sign_on.signing_keys import PATIENCE, NoAnswer, SigningKeys, fetch_json, read_json
from bot.settings import OidcSettings, is_safe_url

ANSWER_PATH = "/log-ind/svar"  # where the provider sends people back
LEFT_PATH = "/log-ud/farvel"  # and after signing off: Entra registers addresses without a query
SCOPE = "openid profile"  # Entra tells the object id with "profile" only
KEPT = 3600.0  # seconds before the discovery document is fetched again
PAUSE = 5.0  # seconds before it is tried again
_LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"


class ProviderFailed(Exception):
    """The provider cannot be asked, or said no; the text is for the log and names nobody."""


@dataclass(frozen=True)
class Endpoints:
    """What the discovery document says."""

    authorization: str
    token: str
    end_session: str | None
    names_itself: bool  # answers carry the issuer (RFC 9207)
    by_basic: bool  # the secret goes into a header, and not into the form
    keys: SigningKeys


class OidcProvider:
    """Asks one provider; safe to use by many at once."""

    def __init__(self, settings: OidcSettings, clock: Callable[[], datetime]) -> None:
        self.settings, self._clock = settings, clock
        self._known: Endpoints | None = None
        self._fetched = self._tried = float("-inf")
        self._lock = asyncio.Lock()

    async def authorization_url(self, attempt: Attempt, *, choose_account: bool = False) -> str:
        """Where to send the browser; raises ProviderFailed."""
        url: str = prepare_grant_uri(
            (await self.endpoints()).authorization,
            self.settings.client_id,
            "code",
            redirect_uri=self._redirect_uri,
            scope=SCOPE,
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),  # type: ignore[no-untyped-call]
            code_challenge_method="S256",
            prompt="select_account" if choose_account else None,
        )
        return url

    async def claims_for(self, code: str, attempt: Attempt) -> dict[str, Any]:
        """What the ID token for the code says; raises ProviderFailed or TokenRefused."""
        return await self.id_claims(await self._redeem(code, attempt.verifier), attempt.nonce)

    async def id_claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of a token that is valid now, for us, and for the attempt with the nonce; raises TokenRefused."""
        token = await signed_claims(id_token, (await self.endpoints()).keys)
        client = self.settings.client_id
        options = {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": client},
        }
        claims = CodeIDToken(token.claims, token.header, options, {"nonce": nonce, "client_id": client})
        try:
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY)
        except JoseError as error:
            raise refusal(error) from None
        return token.claims

    async def ended_session(self, logout_token: str) -> tuple[str, str, datetime]:
        """Which session the provider has ended, and the token's id and end; raises TokenRefused or ProviderFailed.

        OpenID Connect Back-Channel Logout 2.6.
        """
        token = await signed_claims(logout_token, (await self.endpoints()).keys)
        claims = token.claims
        check(claims, self._clock, issuer=self.settings.issuer, audience=self.settings.client_id)
        events, session, jti = claims.get("events"), claims.get("sid"), claims.get("jti")
        if "nonce" in claims or not isinstance(events, dict) or not isinstance(events.get(_LOGGED_OUT), dict):
            raise TokenRefused("no logout token")
        if not (isinstance(session, str) and session and isinstance(jti, str) and jti):
            raise TokenRefused("no sid or jti")
        return session, jti, datetime.fromtimestamp(min(claims["exp"], 4e9) + LEEWAY, tz=self._clock().tzinfo)

    async def sign_off_url(self) -> str | None:
        """Where the browser ends the provider's own session; None where the provider has no such place."""
        endpoint = (await self.endpoints()).end_session
        if endpoint is None:
            return None
        back = {
            "client_id": self.settings.client_id,
            "post_logout_redirect_uri": f"{self.settings.portal_url}{LEFT_PATH}",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(back)}"

    async def check_sender(self, issuer: str | None) -> None:
        """Against mix-up: an answer that says who it is from must say it is from this provider (RFC 9207)."""
        if issuer is None and not (await self.endpoints()).names_itself:
            return
        if issuer != self.settings.issuer:
            raise TokenRefused("answer of another issuer")

    async def endpoints(self) -> Endpoints:
        """As the discovery document says; raises ProviderFailed where it was never to be had."""
        fresh = time.monotonic() - self._fetched <= KEPT
        if not fresh and (self._known is None or not self._lock.locked()):  # who can go on waits for nobody
            async with self._lock:
                await self._discover()
        if self._known is None:
            raise ProviderFailed("no discovery document")
        return self._known

    async def _discover(self) -> None:
        now = time.monotonic()
        if now - self._fetched <= KEPT or now - self._tried <= PAUSE:
            return  # somebody else has just asked
        self._tried = now
        try:
            document = await fetch_json(self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
            found = self._read(document)
        except NoAnswer as error:
            if self._known is None:
                raise ProviderFailed(f"discovery: {error}") from None
            return  # what it said an hour ago is likely to hold
        self._known, self._fetched = found, time.monotonic()

    def _read(self, document: dict[str, Any]) -> Endpoints:
        if document.get("issuer") != self.settings.issuer:
            raise NoAnswer("the document is another issuer's")
        urls = {name: document.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        safe = {name: url for name, url in urls.items() if isinstance(url, str) and is_safe_url(url)}
        if len(safe) < len(urls):
            raise NoAnswer("an address is missing or not https")
        end_session = document.get("end_session_endpoint")
        methods = document.get("token_endpoint_auth_methods_supported")
        keys = self._known.keys if self._known and self._known.keys.url == safe["jwks_uri"] else None
        return Endpoints(
            safe["authorization_endpoint"],
            safe["token_endpoint"],
            end_session if isinstance(end_session, str) and is_safe_url(end_session) else None,
            document.get("authorization_response_iss_parameter_supported") is True,
            not isinstance(methods, list) or "client_secret_basic" in methods,
            keys or SigningKeys(safe["jwks_uri"]),
        )

    @property
    def _redirect_uri(self) -> str:
        return f"{self.settings.portal_url}{ANSWER_PATH}"

    async def _redeem(self, code: str, verifier: str) -> str:
        """The ID token for the code, asked of the provider itself."""
        endpoints = await self.endpoints()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        headers = {"Accept": "application/json"}
        client, secret = self.settings.client_id, self.settings.client_secret
        if secret and endpoints.by_basic:
            pair = f"{quote(client, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": client} | ({"client_secret": secret} if secret else {})
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2 * PATIENCE)) as session,
                session.post(endpoints.token, data=form, headers=headers, allow_redirects=False) as response,
            ):
                token = (await read_json(response)).get("id_token")
        except (aiohttp.ClientError, TimeoutError, OSError, NoAnswer) as error:
            reason = str(error) if isinstance(error, NoAnswer) else type(error).__name__
            raise ProviderFailed(f"token endpoint: {reason}") from None
        if not isinstance(token, str):
            raise ProviderFailed("token endpoint: no ID token")
        return token
