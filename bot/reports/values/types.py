"""What reading a value gives, and what it needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from bot.knowledge.schema import ReportField


@dataclass(frozen=True)
class Found:
    """A person or unit that a search found: what is stored, and what is shown."""

    id: str
    label: str


class Directory(Protocol):
    """Looks people, units and files up, only among those that the user may name."""

    def people(self, query: str) -> Sequence[Found]: ...
    def units(self, query: str) -> Sequence[Found]: ...
    def may_name_person(self, person_id: str) -> bool: ...
    def may_name_unit(self, unit_id: str) -> bool: ...
    def person_label(self, person_id: str) -> str | None: ...
    def unit_label(self, unit_id: str) -> str | None: ...
    def file_label(self, file_id: str) -> str | None: ...


@dataclass(frozen=True)
class ReadingContext:
    today: date
    directory: Directory
    lemmas: Mapping[str, str] = dataclasses.field(default_factory=dict)  # word -> lemma, lower-cased
    names: Sequence[str] = ()  # person names that the language model found in the text


@dataclass(frozen=True)
class Accepted:
    """The value as it is stored (JSON), and whether the text held nothing else."""

    value: Any
    whole: bool = True


@dataclass(frozen=True)
class Rejected:
    """Why the value cannot be used, in Danish, and what it may have meant."""

    message: str
    suggestions: Sequence[Found] = ()


Reading = Accepted | Rejected | None
Reader = Callable[[ReportField, Any, ReadingContext], Reading]
