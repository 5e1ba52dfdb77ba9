"""What a check is given and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bot.knowledge.schema import Figure, OrganisationEntry, Report

Answers = Mapping[str, Any]
Level = Literal["error", "warning"]


def no_duplicates(_answers: Answers) -> Sequence[str]:
    """For where nothing is known of other cases."""
    return ()


@dataclass(frozen=True)
class CheckContext:
    """What the checks may know besides the answers.

    `duplicates` gets the answers to compare (field -> value) and gives the numbers of cases of the same solution with
    the same answers, only among those that the reporter may see.
    """

    today: date  # in Danish time
    reporter_id: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    duplicates: Callable[[Answers], Sequence[str]] = no_duplicates
    organisation: Mapping[str, OrganisationEntry] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Something to correct (error) or to know (warning) before sending; `fields` are where to correct it."""

    text: str  # Danish, to "du"
    fields: tuple[str, ...] = ()
    level: Level | None = None  # None: the level that the solution gives the check
    name: str = ""  # the check's name; filled in by run_checks
    solution: str | None = None  # the other report that it points to


Predicate = Callable[..., Finding | None]  # (form: Report, answers, context, **params)


def label(form: Report, field_id: str) -> str:
    """The field's label as it stands in the form."""
    found = form.field(field_id)
    return found.label if found else field_id
