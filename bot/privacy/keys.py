"""The keys of the vault: the current one encrypts, the old ones can still decrypt until nothing needs them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken

_MARK = ":"  # between a key's id and what it has encrypted, which never holds it


class BadKey(ValueError):
    """A key of the vault is missing or is not 32 bytes in URL-safe base64."""


def make_key() -> str:
    """A new random key, as SERVICEASSISTENT_CPR_KEY takes it."""
    return Fernet.generate_key().decode()


@dataclass(frozen=True)
class VaultKey:
    """One key; its id says nothing of it, and stands before everything that it has encrypted."""

    id: str
    fernet: Fernet
    digest_key: bytes  # finding a number again has a key of its own

    @classmethod
    def read(cls, text: str) -> VaultKey:
        """The key of its text; raises ValueError where it is none."""
        raw = base64.urlsafe_b64decode(text)
        return cls(
            id=hashlib.sha256(b"id:" + raw).hexdigest()[:12],
            fernet=Fernet(text),
            digest_key=hashlib.sha256(b"digest:" + raw).digest(),
        )


class KeyRing:
    """All keys, the current one first."""

    def __init__(self, keys: str) -> None:
        """`keys` are texts with commas between them; raises BadKey."""
        parts = list(dict.fromkeys(part.strip() for part in keys.split(",") if part.strip()))
        try:
            self._keys: Sequence[VaultKey] = [VaultKey.read(part) for part in parts]
            self.current = self._keys[0]
        except (ValueError, IndexError) as error:
            raise BadKey("SERVICEASSISTENT_CPR_KEY must be 32 random bytes in URL-safe base64") from error

    def encrypt(self, plain: str) -> str:
        return f"{self.current.id}{_MARK}{self.current.fernet.encrypt(plain.encode()).decode()}"

    def decrypt(self, stored: str) -> str | None:
        """None where it is the work of a key that is not here."""
        key_id, _, token = stored.rpartition(_MARK)
        for key in self._keys:
            if key_id in ("", key.id):  # the first form of the vault noted no id
                try:
                    return key.fernet.decrypt(token.encode()).decode()
                except InvalidToken:
                    continue
        return None

    def is_current(self, stored: str) -> bool:
        return stored.startswith(self.current_mark)

    @property
    def current_mark(self) -> str:
        """What everything begins with that the current key has encrypted."""
        return self.current.id + _MARK

    def digests(self, text: str) -> list[str]:
        """How the text may have been noted, so that it is found again; the current key's digest first."""
        return [hmac.new(key.digest_key, text.encode(), hashlib.sha256).hexdigest() for key in self._keys]


def key_id_of(stored: str) -> str:
    """The id of the key that has encrypted it; "" in the first form of the vault."""
    return stored.rpartition(_MARK)[0]
