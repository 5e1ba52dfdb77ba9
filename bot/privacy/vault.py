"""Keeps CPR numbers encrypted; they come out again for a case field of type cpr, and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.privacy.cpr import VALUE_PREFIX
from bot.privacy.keys import BadKey, KeyRing, key_id_of, make_key
from bot.privacy.model import SecretRow, SecretUseRow

__all__ = ["BadKey", "CprVault", "Rotation", "bind_to_case", "make_key"]

BATCH = 500


@dataclass(frozen=True)
class Rotation:
    """How many numbers a rotation has encrypted anew, and how many no key here can open."""

    done: int
    locked: int


class CprVault:
    """The encrypted store. `keys` holds one key, or several by commas: the first encrypts, all can decrypt."""

    def __init__(self, session_factory: Sessions, clock: Clock, keys: str, ids: Ids = new_id) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids
        self._keys = KeyRing(keys)

    def keep(self, number: str, owner_id: str) -> str:
        """Stores the number (ten digits) for the owner and returns its reference; the same number has one reference."""
        digests = self._keys.digests(f"{owner_id}:{number}")
        found = (
            sa.select(SecretRow.ref, SecretRow.created_at)
            .where(SecretRow.owner_id == owner_id, SecretRow.digest.in_(digests))
            .order_by(SecretRow.created_at, SecretRow.ref)
        )
        with reading(self._sessions) as session:
            known = session.execute(found).first()
        if known is not None:
            self._given_again(*known)
            return str(known.ref)
        try:
            with writing(self._sessions) as session:
                row = SecretRow(
                    ref=self._ids(),
                    owner_id=owner_id,
                    digest=digests[0],
                    ciphertext=self._keys.encrypt(number),
                    created_at=self._clock(),
                )
                session.add(row)
                return row.ref
        except IntegrityError:  # the same number at the same instant
            with reading(self._sessions) as session:
                return str(session.execute(found).scalar())

    def _given_again(self, ref: str, last: datetime) -> None:
        """One that is given again is young again: it must not be purged while it is about to be used."""
        now = self._clock()
        if last > now - timedelta(days=1):
            return
        with writing(self._sessions) as session:
            session.execute(sa.update(SecretRow).where(SecretRow.ref == ref).values(created_at=now))

    def knows(self, ref: str, owner_id: str) -> bool:
        """Whether the reference was given to this owner."""
        with reading(self._sessions) as session:
            row = sa.select(SecretRow.ref).where(SecretRow.ref == ref, SecretRow.owner_id == owner_id)
            return session.execute(row).scalar() is not None

    def reveal(self, value: str, *, case_id: str) -> str | None:
        """The number "ddmmyy-nnnn" behind a case field's value "cpr:REF"; None unless it belongs to that case."""
        row = (
            sa.select(SecretRow.ciphertext)
            .join(SecretUseRow, SecretUseRow.ref == SecretRow.ref)
            .where(SecretRow.ref == value.removeprefix(VALUE_PREFIX), SecretUseRow.case_id == case_id)
        )
        with reading(self._sessions) as session:
            ciphertext = session.execute(row).scalar()
        number = self._keys.decrypt(ciphertext) if ciphertext else None
        return f"{number[:6]}-{number[6:]}" if number else None

    # --- changing the key

    def key_counts(self) -> dict[str, int]:
        """How many numbers each key has encrypted, by the key's id; "" where none was noted."""
        with reading(self._sessions) as session:
            return dict(Counter(map(key_id_of, session.scalars(sa.select(SecretRow.ciphertext)))))

    @property
    def current_key(self) -> str:
        """The id of the key that encrypts."""
        return self._keys.current.id

    def rotate(self, batch: int = BATCH) -> Rotation:
        """Encrypts with the current key what others have encrypted.

        Each batch is a short transaction of its own, so people go on working meanwhile; what was done stays done when
        it is interrupted, and the next run takes up the rest.
        """
        done = locked = 0
        after = ""
        while True:
            with writing(self._sessions) as session:
                rows = session.scalars(self._not_current(after).limit(batch)).all()
                for row in rows:
                    number = self._keys.decrypt(row.ciphertext)
                    if number is None:
                        locked += 1
                        continue
                    row.ciphertext = self._keys.encrypt(number)
                    row.digest = self._free_digest(session, row, number)
                    done += 1
            if not rows:
                return Rotation(done, locked)
            after = rows[-1].ref

    def _not_current(self, after: str) -> sa.Select[SecretRow]:
        current = SecretRow.ciphertext.startswith(self._keys.current_mark, autoescape=True)
        return sa.select(SecretRow).where(SecretRow.ref > after, ~current).order_by(SecretRow.ref).with_for_update()

    def _free_digest(self, session: Session, row: SecretRow, number: str) -> str:
        """The current key's digest, unless a process with another key has stored the same number twice."""
        digest = self._keys.digests(f"{row.owner_id}:{number}")[0]
        taken = sa.select(SecretRow.ref).where(
            SecretRow.owner_id == row.owner_id, SecretRow.digest == digest, SecretRow.ref != row.ref
        )
        if session.execute(taken).first() is None:
            return digest
        return self._keys.digests(f"{row.owner_id}:{number}:{row.ref}")[0]


def bind_to_case(session: Session, refs: Iterable[str], owner_id: str, case_id: str) -> None:
    """From now on the owner's numbers belong to the case too, and erasing a conversation leaves them."""
    wanted = set(refs)
    if not wanted:
        return
    owned = sa.select(SecretRow.ref).where(SecretRow.ref.in_(wanted), SecretRow.owner_id == owner_id)
    own = session.scalars(owned).all()
    bound = set(session.scalars(sa.select(SecretUseRow.ref).where(SecretUseRow.case_id == case_id)))
    session.add_all(SecretUseRow(ref=ref, case_id=case_id) for ref in own if ref not in bound)
