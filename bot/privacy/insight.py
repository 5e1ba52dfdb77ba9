"""Gathers all that is held on one person (GDPR article 15), across all tables, masked as people see it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.clock import Clock, local
from bot.database.engine import Sessions, reading
from bot.database.models import Base
from bot.privacy.cpr import DISPLAY, VALUE_PREFIX, display
from bot.privacy.holdings import BY_TABLE, HOLDINGS, Holding

# In these capacities a case is one's work, not about oneself: what others have told in it stays theirs (art. 15, 4).
_AT_WORK = {"case_worker_id", "approver_id", "assignee_id"}
_WORK_FIELDS = ("number", "title", "area", "state", "submitted_at")
_ASSESS = "Vurder, om den, sagen handler om, må få det at vide (databeskyttelsesloven § 22)."

Reveal = Callable[[str, str], str | None]  # a value "cpr:REF" and the case's id -> the number


@dataclass(frozen=True)
class Part:
    """What one table holds: rows as label -> value, ready to be read."""

    holding: Holding
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Insight:
    """Everything on one person; `files` are the ids and names of the files that they have put up."""

    person_id: str
    name: str
    made_at: datetime
    parts: list[Part]
    files: list[tuple[str, str]] = field(default_factory=list)


class UnknownPerson(LookupError):
    """Nobody has this id, and nothing is held on it."""


class InsightService:
    """Reads the database for one person; nothing is changed.

    `reveal` opens CPR fields in cases about the person, where that is asked for.
    """

    def __init__(self, session_factory: Sessions, clock: Clock, reveal: Reveal) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._reveal = reveal

    def of(self, person_id: str, *, with_cpr: bool = False) -> Insight:
        """All that is held on the person; raises UnknownPerson."""
        with reading(self._sessions) as session:
            reader = _Reader(session, person_id, self._reveal if with_cpr else None)
            parts = [Part(holding, list(reader.rows(holding))) for holding in HOLDINGS]
            if not any(part.rows for part in parts):
                raise UnknownPerson(person_id)
            name = reader.names.get(person_id, person_id)
            return Insight(person_id, name, self._clock(), parts, reader.own_files())


class _Reader:
    """One person's rows in one session."""

    def __init__(self, session: Session, person_id: str, reveal: Reveal | None) -> None:
        self._session = session
        self._person = person_id
        self._reveal = reveal
        people = _table("people")
        self.names: dict[str, str] = {
            row.id: row.name for row in session.execute(sa.select(people.c.id, people.c.name))
        }
        cases = _table("cases")
        party = [cases.c[name] == person_id for name in BY_TABLE["cases"].persons if name not in _AT_WORK]
        self._own_cases = sa.select(cases.c.id).where(sa.or_(*party))
        self._own_correlations = sa.select(cases.c.correlation_id).where(sa.or_(*party))

    def own_files(self) -> list[tuple[str, str]]:
        """Ids and names of the files that the person has put up."""
        files = _table("attachments")
        found = sa.select(files.c.id, files.c.name).where(files.c.owner_id == self._person).order_by(files.c.created_at)
        return [(row.id, row.name) for row in self._session.execute(found)]

    def rows(self, holding: Holding) -> Iterator[dict[str, Any]]:
        """The table's rows that the person stands in, as label -> value."""
        table = _table(holding.table)
        numbers = self._case_numbers(table)
        for row in self._session.execute(sa.select(table).where(self._where(holding, table)).order_by(*_order(table))):
            values = dict(row._mapping)
            yield self._shown(holding, values, numbers.get(str(values.get("case_id"))))

    def _where(self, holding: Holding, table: sa.Table) -> sa.ColumnElement[bool]:
        named = [table.c[column] == self._person for column in holding.persons]
        mentioned = [
            sa.cast(table.c[column], sa.Text).contains(f'"{self._person}"', autoescape=True)
            for column in holding.mentions
        ]
        return sa.or_(sa.false(), *named, *mentioned, *self._through(holding.table, table))

    def _through(self, name: str, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        """Rows that belong to the person by what they belong to."""
        if name in ("threads", "messages"):
            talks = _table("conversations")
            return [table.c.conversation_id.in_(sa.select(talks.c.id).where(talks.c.person_id == self._person))]
        if name == "cpr_uses":
            secrets = _table("cpr_secrets")
            return [table.c.ref.in_(sa.select(secrets.c.ref).where(secrets.c.owner_id == self._person))]
        if name in ("case_history", "attachments", "outbox"):
            return [table.c.case_id.in_(self._own_cases)]
        if name in ("work_items", "work_item_messages", "work_item_events"):
            return [table.c.correlation_id.in_(self._own_correlations)]
        return []

    def _shown(self, holding: Holding, row: Mapping[str, Any], case_number: str | None) -> dict[str, Any]:
        roles = [column for column in holding.persons if row[column] == self._person]
        shown: dict[str, Any] = {}
        if case_number:
            shown["Sagsnummer"] = case_number
        if holding.persons:
            mentioned = not roles and any(f'"{self._person}"' in json.dumps(row[name]) for name in holding.mentions)
            capacity = [holding.persons[column] for column in roles] or (["nævnt i svarene"] if mentioned else [])
            if capacity:
                shown["Du er her som"] = ", ".join(capacity)
        fields = dict(holding.shown)
        if holding.table == "cases":
            fields, note = self._case_fields(row, roles)
            if note:
                shown["Bemærk"] = note
        elif holding.mentions and not roles:
            fields.pop("answers", None)
        for column, label in fields.items():
            value = self._value(holding.table, row, column)
            if value not in (None, "", [], {}):
                shown[label] = value
        return shown

    def _case_fields(self, row: Mapping[str, Any], roles: Sequence[str]) -> tuple[dict[str, str], str | None]:
        """What of a case is the person's to read, and what is to be assessed before it is handed out."""
        fields = dict(BY_TABLE["cases"].shown)
        if not set(roles) - _AT_WORK:
            return {column: fields[column] for column in _WORK_FIELDS}, None
        only_subject = roles == ["subject_id"]
        return fields, _ASSESS if only_subject and not row["subject_sees"] else None

    def _value(self, table: str, row: Mapping[str, Any], column: str) -> Any:
        value = row[column]
        if table == "cases" and column == "answers":
            about_them = row["subject_id"] == self._person
            return {key: self._answer(item, row["id"] if about_them else None) for key, item in value.items()}
        return self._read(value)

    def _answer(self, value: Any, case_id: str | None) -> Any:
        if isinstance(value, str) and value.startswith(VALUE_PREFIX):
            return (self._reveal(value, case_id) if self._reveal and case_id else None) or DISPLAY
        return self._read(value)

    def _read(self, value: Any) -> Any:
        """A value as people may see it: no references, names for people's ids, Danish times."""
        if isinstance(value, str):
            if value.startswith(VALUE_PREFIX):
                return DISPLAY
            return f"{self.names[value]} ({value})" if value in self.names else display(value)
        if isinstance(value, bool):
            return "ja" if value else "nej"
        if isinstance(value, datetime):
            return local(value).strftime("%d.%m.%Y kl. %H.%M")
        if isinstance(value, date):
            return value.strftime("%d.%m.%Y")
        if isinstance(value, list):
            return [self._read(item) for item in value]
        if isinstance(value, dict):
            return {key: self._read(item) for key, item in value.items()}
        return value

    def _case_numbers(self, table: sa.Table) -> dict[str, str]:
        if "case_id" not in table.c:
            return {}
        cases = _table("cases")
        wanted = sa.select(cases.c.id, cases.c.number).where(
            sa.or_(
                cases.c.id.in_(self._own_cases),
                cases.c.id.in_(sa.select(table.c.case_id).where(self._where(BY_TABLE[table.name], table))),
            )
        )
        return {row.id: row.number for row in self._session.execute(wanted)}


def _table(name: str) -> sa.Table:
    return Base.metadata.tables[name]


def _order(table: sa.Table) -> list[sa.Column[Any]]:
    """By time, where there is one."""
    times = ("at", "seq", "created_at", "valid_from", "submitted_at", "since", "position", "updated_at")
    return [table.c[name] for name in times if name in table.c] + list(table.primary_key.columns)
