"""A real OIDC provider on this computer, whose people have the accounts of the small municipality."""

from __future__ import annotations

import threading
import warnings
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

import flask
from werkzeug.serving import make_server

with warnings.catch_warnings():  # it still uses parts of its libraries that are to go
    warnings.simplefilter("ignore")
    import oidc_provider_mock
    from authlib.jose import RSAKey


def object_id(person: str) -> str:
    """The person's made-up object id in Entra."""
    return str(uuid5(NAMESPACE_DNS, f"{person}.kommunen.example"))


class LocalProvider:
    """Serves in a thread; its users choose themselves on a page, as one does in its form."""

    def __init__(self) -> None:
        users = [
            oidc_provider_mock.User(
                sub=f"konto-{person}",
                claims={"oid": object_id(person), "medarbejder": person, "sid": f"session-{person}"},
            )
            for person in ("mette", "lone", "fremmed")
        ]
        app = oidc_provider_mock.app(require_nonce=True, user_claims=users)
        self._storage: Any = None
        app.before_request(self._look)
        app.before_request(self._count)
        self.fetched: list[str] = []
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> LocalProvider:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()

    def rotate(self) -> None:
        """From now on it signs with a new key, and publishes only that."""
        self._storage.jwk = RSAKey.generate_key(is_private=True)

    def _look(self) -> None:
        self._storage = flask.g.oidc_provider_mock_storage

    def _count(self) -> None:
        self.fetched.append(flask.request.path)
