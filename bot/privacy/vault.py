"""Keeps CPR numbers encrypted; they come out again for a case field of type cpr, and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.privacy.cpr import VALUE_PREFIX
from bot.privacy.model import SecretRow, SecretUseRow


class BadKey(ValueError):
    """The key of the vault is missing or is not 32 bytes in URL-safe base64."""


def make_key() -> str:
    """A new random key, as SERVICEASSISTENT_CPR_KEY takes it."""
    return Fernet.generate_key().decode()


class CprVault:
    """The encrypted store. `keys` holds one key, or several by commas: the first encrypts, all can decrypt."""

    def __init__(self, session_factory: Sessions, clock: Clock, keys: str, ids: Ids = new_id) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids
        parts = [part.strip() for part in keys.split(",") if part.strip()]
        try:
            self._fernet = MultiFernet([Fernet(part) for part in parts])
            # Finding a number again has a key of its own, from the oldest: it must outlive a change of keys.
            self._digest_key = hashlib.sha256(b"digest:" + base64.urlsafe_b64decode(parts[-1])).digest()
        except (ValueError, IndexError) as error:
            raise BadKey("SERVICEASSISTENT_CPR_KEY must be 32 random bytes in URL-safe base64") from error

    def keep(self, number: str, owner_id: str) -> str:
        """Stores the number (ten digits) for the owner and returns its reference; the same number has one reference."""
        digest = hmac.new(self._digest_key, f"{owner_id}:{number}".encode(), hashlib.sha256).hexdigest()
        found = sa.select(SecretRow.ref).where(SecretRow.owner_id == owner_id, SecretRow.digest == digest)
        with reading(self._sessions) as session:
            if ref := session.execute(found).scalar():
                return str(ref)
        try:
            with writing(self._sessions) as session:
                row = SecretRow(
                    ref=self._ids(),
                    owner_id=owner_id,
                    digest=digest,
                    ciphertext=self._fernet.encrypt(number.encode()).decode(),
                    created_at=self._clock(),
                )
                session.add(row)
                return row.ref
        except IntegrityError:  # the same number at the same instant
            with reading(self._sessions) as session:
                return str(session.execute(found).scalar_one())

    def knows(self, ref: str, owner_id: str) -> bool:
        """Whether the reference was given to this owner."""
        with reading(self._sessions) as session:
            row = sa.select(SecretRow.ref).where(SecretRow.ref == ref, SecretRow.owner_id == owner_id)
            return session.execute(row).scalar() is not None

    def reveal(self, value: str, *, case_id: str) -> str | None:
        """The number "ddmmyy-nnnn" behind a case field's value "cpr:REF"; None unless it belongs to that case."""
        ref = value.removeprefix(VALUE_PREFIX)
        with reading(self._sessions) as session:
            row = (
                sa.select(SecretRow.ciphertext)
                .join(SecretUseRow, SecretUseRow.ref == SecretRow.ref)
                .where(SecretRow.ref == ref, SecretUseRow.case_id == case_id)
            )
            ciphertext = session.execute(row).scalar()
        if ciphertext is None:
            return None
        try:
            number = self._fernet.decrypt(ciphertext.encode()).decode()
        except InvalidToken:
            return None
        return f"{number[:6]}-{number[6:]}"

    def rotate(self) -> int:
        """Encrypts everything anew with the first key; returns how many."""
        with writing(self._sessions) as session:
            rows = session.scalars(sa.select(SecretRow)).all()
            for row in rows:
                row.ciphertext = self._fernet.rotate(row.ciphertext.encode()).decode()
            return len(rows)


def bind_to_case(session: Session, refs: Iterable[str], owner_id: str, case_id: str) -> None:
    """From now on the owner's numbers belong to the case too, and erasing a conversation leaves them."""
    wanted = set(refs)
    if not wanted:
        return
    owned = sa.select(SecretRow.ref).where(SecretRow.ref.in_(wanted), SecretRow.owner_id == owner_id)
    own = session.scalars(owned).all()
    bound = set(session.scalars(sa.select(SecretUseRow.ref).where(SecretUseRow.case_id == case_id)))
    session.add_all(SecretUseRow(ref=ref, case_id=case_id) for ref in own if ref not in bound)
