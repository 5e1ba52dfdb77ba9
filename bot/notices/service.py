"""Notices: written once, shown once, and not at all to those who do not want any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.messages.cards import Action
from bot.notices.model import NoticeRow, PreferenceRow
from bot.notices.types import Key, News, Notice, Source

# Longer than any source looks back: a notice that is gone must not be written again.
KEPT = timedelta(days=90)
MOST_AT_ONCE = 50
_CHUNK = 500  # ids in one statement; both databases have a limit

_NO_REMINDERS = (
    sa.select(PreferenceRow.person_id)
    .where(PreferenceRow.person_id == NoticeRow.person_id, PreferenceRow.reminders.is_(False))
    .exists()
)
_UNSEEN = sa.and_(NoticeRow.shown_at.is_(None), ~_NO_REMINDERS)


class NoticeService:
    """What people are told of without having asked. Safe in several processes at once.

    A notice of a source is only shown if it still holds then, and in today's words.
    """

    def __init__(
        self, session_factory: Sessions, clock: Clock, ids: Ids = new_id, sources: Sequence[Source] = ()
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._ids = ids
        self._sources = {source.kind: source for source in sources}

    # --- writing

    def tell(self, person_id: str, kind: str, subject_key: str, text: str, actions: Iterable[Action] = ()) -> bool:
        """Writes the notice; False where it was written before, or the person wants no reminders."""
        row = NoticeRow(
            id=self._ids(),
            person_id=person_id,
            kind=kind,
            subject_key=subject_key,
            text=text,
            actions=[action.model_dump(exclude_none=True) for action in actions],
            created_at=self._clock(),
            shown_at=None,
        )
        if not self._untold([(person_id, subject_key)]):
            return False  # seen without taking the lock of a writer
        try:
            with writing(self._sessions) as session:
                if not _wants(session, person_id):
                    return False
                session.add(row)
        except IntegrityError:  # written by another process at the same instant
            return False
        return True

    def tell_of(self, kind: str) -> int:
        """Writes what the source of this kind has that is new; returns how much."""
        source = self._sources[kind]
        found = source.news(self._untold(source.candidates()))
        return sum(self.tell(one.person_id, kind, one.subject_key, one.text, one.actions) for one in found)

    def _untold(self, keys: Collection[Key]) -> Mapping[str, set[str]]:
        """Person -> those of their keys that were never written; people who want no reminders are left out."""
        untold: defaultdict[str, set[str]] = defaultdict(set)
        for person_id, subject_key in keys:
            untold[person_id].add(subject_key)
        with reading(self._sessions) as session:
            for people in _chunks(sorted(untold)):
                told = sa.select(NoticeRow.person_id, NoticeRow.subject_key).where(NoticeRow.person_id.in_(people))
                for person_id, subject_key in session.execute(told):
                    untold[person_id].discard(subject_key)
                unwilling = sa.select(PreferenceRow.person_id).where(
                    PreferenceRow.person_id.in_(people), PreferenceRow.reminders.is_(False)
                )
                for person_id in session.scalars(unwilling):
                    del untold[person_id]
        return {person_id: left for person_id, left in untold.items() if left}

    # --- showing

    def unseen(self, person_id: str) -> list[Notice]:
        """What the person has not been shown, the newest first."""
        with reading(self._sessions) as session:
            rows = session.scalars(_newest(person_id)).all()
        current = self._current(person_id, rows)
        return [_shown(row, current.get(row.id)) for row in rows if row.id in current]

    def take(self, person_id: str, limit: int = MOST_AT_ONCE) -> list[Notice]:
        """What the person has not been shown, the newest first, and from now on has: nobody else gets it too."""
        with reading(self._sessions) as session:
            rows = session.scalars(_newest(person_id)).all()
        if not rows:
            return []
        current = self._current(person_id, rows)
        past = [row.id for row in rows if row.id not in current]
        with writing(self._sessions) as session:
            if past:  # deleted, not marked: if it comes to hold again it is news again
                session.execute(
                    sa.delete(NoticeRow).where(NoticeRow.id.in_(past), NoticeRow.shown_at.is_(None)),
                    execution_options={"synchronize_session": False},
                )
            taken = session.scalars(
                _newest(person_id)
                .where(NoticeRow.id.in_(current))
                .limit(limit)
                .with_for_update(skip_locked=True, of=NoticeRow)
            ).all()
            for row in taken:
                row.shown_at = self._clock()
        return [_shown(row, current[row.id]) for row in taken]

    def waiting_people(self, among: Collection[str] | None = None) -> list[str]:
        """Those who have something unseen; `among` asks for these people only."""
        wanted = sa.select(NoticeRow.person_id).where(_UNSEEN).distinct()
        with reading(self._sessions) as session:
            if among is None:
                return sorted(session.scalars(wanted))
            found: set[str] = set()
            for people in _chunks(sorted(among)):
                found.update(session.scalars(wanted.where(NoticeRow.person_id.in_(people))))
            return sorted(found)

    def _current(self, person_id: str, rows: Sequence[NoticeRow]) -> dict[str, News | None]:
        """Notice id -> what its source says now, None where it has no source; what no longer holds is left out."""
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.kind in self._sources:
                keys[row.kind].add(row.subject_key)
        held = {
            (kind, news.subject_key): news
            for kind, wanted in keys.items()
            for news in self._sources[kind].news({person_id: wanted})
        }
        return {
            row.id: held.get((row.kind, row.subject_key))
            for row in rows
            if row.kind not in self._sources or (row.kind, row.subject_key) in held
        }

    # --- what people want

    def reminders_on(self, person_id: str) -> bool:
        """Whether the person is told of things without asking; so it is until they say no."""
        with reading(self._sessions) as session:
            return _wants(session, person_id)

    def set_reminders(self, person_id: str, on: bool) -> None:
        """Notes what the person wants; with "off" what they have not been shown yet is dropped."""
        for attempt in (1, 2):
            try:
                with writing(self._sessions) as session:
                    row = session.get(PreferenceRow, person_id, with_for_update=True)
                    if row is None:
                        session.add(PreferenceRow(person_id=person_id, reminders=on, updated_at=self._clock()))
                        session.flush()
                    else:
                        row.reminders, row.updated_at = on, self._clock()
                    if not on:
                        session.execute(
                            sa.delete(NoticeRow).where(NoticeRow.person_id == person_id, NoticeRow.shown_at.is_(None)),
                            execution_options={"synchronize_session": False},
                        )
                return
            except IntegrityError:  # chosen in another window at the same instant: now there is a row
                if attempt == 2:
                    raise

    # --- clearing out

    def purge(self, older_than: timedelta = KEPT) -> int:
        """Deletes notices of that age, shown or not; returns how many."""
        with writing(self._sessions) as session:
            result = session.execute(
                sa.delete(NoticeRow).where(NoticeRow.created_at < self._clock() - older_than),
                execution_options={"synchronize_session": False},
            )
            return int(getattr(result, "rowcount", 0) or 0)


def _newest(person_id: str) -> sa.Select[NoticeRow]:
    return (
        sa.select(NoticeRow)
        .where(NoticeRow.person_id == person_id, _UNSEEN)
        .order_by(NoticeRow.created_at.desc(), NoticeRow.id)
    )


def _wants(session: Session, person_id: str) -> bool:
    wanted = sa.select(PreferenceRow.reminders).where(PreferenceRow.person_id == person_id)
    return session.execute(wanted).scalar() is not False


def _shown(row: NoticeRow, news: News | None) -> Notice:
    stored = tuple(Action.model_validate(action) for action in row.actions)
    return Notice(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        subject_key=row.subject_key,
        text=news.text if news else row.text,
        actions=news.actions if news else stored,
        created_at=row.created_at,
    )


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
