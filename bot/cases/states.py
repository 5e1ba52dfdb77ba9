"""The states of a case, what may follow what, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

DRAFT = "kladde"
AWAITS_APPROVAL = "afventer_godkendelse"
RECEIVED = "modtaget"
IN_PROGRESS = "under_behandling"
AWAITS_REPORTER = "afventer_indberetter"
SOLVED = "loest"
CLOSED = "lukket"
REOPENED = "genaabnet"
CANCELLED = "annulleret"
REJECTED = "afvist"

Party = Literal["reporter", "approver", "desk", "nobody"]

TRANSITIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        DRAFT: frozenset({AWAITS_APPROVAL, RECEIVED}),
        AWAITS_APPROVAL: frozenset({RECEIVED, AWAITS_REPORTER, CANCELLED, REJECTED}),
        RECEIVED: frozenset({IN_PROGRESS, AWAITS_REPORTER, SOLVED, CANCELLED, REJECTED}),
        IN_PROGRESS: frozenset({AWAITS_REPORTER, SOLVED, CANCELLED, REJECTED}),
        AWAITS_REPORTER: frozenset({IN_PROGRESS, AWAITS_APPROVAL, CANCELLED, REJECTED}),
        SOLVED: frozenset({CLOSED, REOPENED}),
        REOPENED: frozenset({IN_PROGRESS, AWAITS_REPORTER, SOLVED, CANCELLED, REJECTED}),
        CLOSED: frozenset(),
        CANCELLED: frozenset(),
        REJECTED: frozenset(),
    }
)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        DRAFT: "Kladde",
        AWAITS_APPROVAL: "Afventer godkendelse",
        RECEIVED: "Modtaget",
        IN_PROGRESS: "Under behandling",
        AWAITS_REPORTER: "Afventer indberetter",
        SOLVED: "Løst",
        CLOSED: "Lukket",
        REOPENED: "Genåbnet",
        CANCELLED: "Annulleret",
        REJECTED: "Afvist",
    }
)

OPEN = frozenset({AWAITS_APPROVAL, RECEIVED, IN_PROGRESS, AWAITS_REPORTER, REOPENED})
ENDED = frozenset({CLOSED, CANCELLED, REJECTED})
WITHDRAWABLE = OPEN
COMMENTABLE = OPEN | {SOLVED}
REOPEN_WITHIN = timedelta(days=14)

_AWAITS: Mapping[str, Party] = MappingProxyType(
    {
        DRAFT: "reporter",
        AWAITS_APPROVAL: "approver",
        RECEIVED: "desk",
        IN_PROGRESS: "desk",
        REOPENED: "desk",
        AWAITS_REPORTER: "reporter",
    }
)


class BadTransition(ValueError):
    """The case cannot go from the one state to the other."""


def awaits(state: str) -> Party:
    """Whose move it is."""
    return _AWAITS.get(state, "nobody")


def check(before: str, after: str) -> None:
    """Raises BadTransition where `after` may not follow `before`."""
    if after not in TRANSITIONS[before]:
        raise BadTransition(f"{before} -> {after}")
