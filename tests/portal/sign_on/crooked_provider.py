"""A provider that can be told to do wrong: in its documents, its tokens, and how long it takes."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.portal.sign_on.provider import object_id

KEY = rsa.generate_private_key(65537, 2048)
STRANGE_KEY = rsa.generate_private_key(65537, 2048)


class CrookedProvider:
    """Honest unless told otherwise. `claims` and `document` are put over what it would say; None takes away."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.document: dict[str, Any] = {}
        self.headers: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.silent = asyncio.Event()  # while it is cleared, what hangs does not answer
        self.silent.set()
        self.hangs: set[str] = set()
        self.token_answer: web.Response | None = None
        self.asked: list[dict[str, Any]] = []  # what came to the token endpoint
        self.paths: list[str] = []
        self.issued = 0  # tokens that it has given for a code
        self._codes: dict[str, dict[str, str]] = {}
        app = web.Application(middlewares=[self._note])
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/jwks", self._jwks)
        app.router.add_post("/token", self._token)
        self.server = TestServer(app)

    @property
    def issuer(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    def approve(self, address: str, **more: str) -> str:
        """The person says yes: where the browser is sent, as a path of the portal."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        given = {"code": code, "state": asked["state"], **more}
        return "/log-ind/svar?" + "&".join(f"{name}={value}" for name, value in given.items())

    def signed(self, usual_nonce: str | None = None, **changes: Any) -> str:
        """A token with its usual claims, changed."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": "portalen", "sub": "konto-mette", "oid": object_id("mette"),
                 "iat": now, "exp": now + 300, "nonce": usual_nonce}  # fmt: skip
        claims = {name: value for name, value in {**usual, **changes}.items() if value is not None}
        return jwt.encode(claims, self.key, self.algorithm, headers={"kid": "one", **self.headers})

    @web.middleware
    async def _note(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.paths.append(request.path)
        if request.path in self.hangs:
            await self.silent.wait()
        return await handler(request)

    async def _discovery(self, _: web.Request) -> web.Response:
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        given = {**usual, **self.document}
        return web.json_response({name: value for name, value in given.items() if value is not None})

    async def _jwks(self, _: web.Request) -> web.Response:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return web.json_response({"keys": [{**public, "kid": "one", "use": "sig"}]})

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.asked.append({**form, "authorization": request.headers.get("Authorization")})
        if self.token_answer is not None:
            return self.token_answer
        asked = self._codes.pop(str(form.get("code")), None)
        made = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        if asked is None or base64.urlsafe_b64encode(made).rstrip(b"=").decode() != asked["code_challenge"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = self.signed(asked["nonce"], **self.claims)
        self.issued += 1
        return web.json_response({"id_token": token, "token_type": "Bearer"})
