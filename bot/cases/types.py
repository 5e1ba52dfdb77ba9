"""What the rest of the house sees of drafts and cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

Relation = Literal["reporter", "on_behalf_of", "subject", "assignee", "approver", "case_worker", "colleague"]
Permitted = Literal[
    "comment", "withdraw", "answer", "approve", "send_back", "reopen", "follow", "unfollow", "refile", "assign"
]
Whose = Literal["mine", "unit", "desk", "followed", "all"]
Sort = Literal["awaiting", "newest", "oldest", "area"]


@dataclass(frozen=True)
class Draft:
    """A report under way. `sources`: field -> user, grunddata or text; `confirmed`: fields the user stands by."""

    id: str
    owner_id: str
    solution_id: str
    conversation_id: str | None
    on_behalf_of_id: str | None
    answers: dict[str, Any]
    confirmed: list[str]
    sources: dict[str, str]
    version: int
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    state: str  # active, parked, sent, cancelled
    case_number: str | None = None
    course_part_id: str | None = None  # the part of a life event that it is
    refiled_from: str | None = None  # the number of the rejected case that it stands in for


@dataclass(frozen=True)
class CaseSummary:
    """One line of an overview."""

    number: str
    solution_id: str
    title: str
    area: str
    state: str
    state_label: str
    awaits_me: bool
    sensitive: bool
    subject_name: str | None
    sent_by: str | None  # "Indsendt af Lars Juul for Mette Skov", where a deputy has sent it
    assignee_id: str | None  # the colleague of the reporter who sees to it now
    assignee_name: str | None
    created_at: datetime
    submitted_at: datetime
    state_since: datetime
    updated_at: datetime


@dataclass(frozen=True)
class HistoryLine:
    """What happened, in plain Danish; `actor` is the name, None for the system."""

    at: datetime
    kind: str  # sent, passed_on, approved, sent_back, state, question, answer, comment, withdrawn, reopened, refiled, …
    actor_kind: str  # reporter, on_behalf_of, subject, approver, case_worker, colleague, system
    actor_id: str | None
    actor: str | None
    state: str
    text: str


@dataclass(frozen=True)
class CaseView(CaseSummary):
    """One case as one person sees it: `relations` is what they are to it, `permitted` what they may do now."""

    id: str
    reporter_id: str
    reporter_name: str
    on_behalf_of_id: str | None
    on_behalf_of_name: str | None
    subject_id: str | None
    case_worker_id: str | None
    approver_id: str | None
    approver_name: str | None
    unit_id: str
    unit_name: str
    answers: dict[str, Any]
    correlation_id: str
    backend_ref: str | None
    version: int
    question: str | None  # what the reporter is asked, while the case awaits them
    history: tuple[HistoryLine, ...]
    relations: tuple[Relation, ...]
    permitted: tuple[Permitted, ...]
    followed: bool = False  # by the one who looks
    suggested_solution: str | None = None  # where a rejected case belongs, as the desk says
    refiled_as: str | None = None  # the number of the case that was sent instead


Case = CaseView


@dataclass(frozen=True)
class Word:
    """A word that is searched for; cases of `solutions` fit too, where it tells of their topic."""

    text: str
    solutions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CaseFilter:
    """Which cases to list, and in which order.

    `whose`: mine (one's own, those one is the subject of, and those one is to approve), unit (what colleagues sent),
    desk (what one handles as a case worker), followed, all. `period` is in Danish days, both included. `words` and
    `text` must all fit. `people`: one of them has sent it, or it is about them. `unit_id`: there and below.
    """

    states: frozenset[str] = frozenset()
    area: str | None = None
    awaiting_me: bool = False
    text: str | None = None
    limit: int = 20
    offset: int = 0
    whose: Whose = "mine"
    period: tuple[date, date] | None = None
    solution_id: str | None = None
    words: tuple[Word, ...] = ()
    people: frozenset[str] = frozenset()
    unit_id: str | None = None
    sort: Sort = "awaiting"


@dataclass(frozen=True)
class CasePage:
    """A page of the list; `total` counts all that fit, and only what the person may see. `more`: there are more."""

    total: int
    items: tuple[CaseSummary, ...]
    more: bool = False
