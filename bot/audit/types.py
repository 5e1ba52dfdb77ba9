"""What the audit holds: the things it tells of, and one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

Channel = Literal["chat", "portal", "cli", "system"]
Kind = Literal[
    "case",
    "draft",
    "file",
    "person",
    "delegation",
    "course",
    "conversation",
    "handover",
    "unit",
    "import",
    "audit",
    "key",
]
Code: TypeAlias = str | int | bool | None
Details = Mapping[str, Code | Sequence[Code]]

Action = Literal[
    "sign_on",
    "report_sent",
    "call_back_asked",
    "case_approved",
    "case_sent_back",
    "case_withdrawn",
    "case_answered",
    "case_commented",
    "case_reopened",
    "case_opened",
    "file_opened",
    "case_taken",
    "case_asked",
    "case_solved",
    "case_rejected",
    "case_closed",
    "case_resumed",
    "case_put_back",
    "case_given",
    "case_taken_over",
    "case_noted",
    "cpr_shown",
    "draft_handed_on",
    "draft_shared",
    "draft_taken",
    "case_assigned",
    "delegation_lent",
    "delegation_accepted",
    "delegation_changed",
    "delegation_revoked",
    "role_changed",
    "grunddata_changed",
    "course_started",
    "course_part_handed",
    "course_cancelled",
    "conversation_erased",
    "handover_asked",
    "handover_left",
    "handover_shared",
    "handover_taken",
    "handover_given_back",
    "handover_put_back",
    "handover_moved",
    "handover_joined",
    "handover_parted",
    "handover_closed",
    "handover_timed_out",
    "handover_opened",
    "draft_helped",
    "person_looked_up",
    "person_exported",
    "key_rotated",
    "retention_purged",
    "audit_purged",
]


@dataclass(frozen=True)
class Event:
    """Something that was done; `actor_id` is None where the house did it by itself, a case's `object_id` its number.

    `details` holds codes and counts, never texts that someone has typed.
    """

    action: Action
    actor_id: str | None
    kind: Kind | None = None
    object_id: str | None = None
    unit_path: str | None = None
    subject_id: str | None = None
    on_behalf_of_id: str | None = None
    ground: str = "self"  # as of Decision.ground
    details: Details = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """An event as it stands in the chain."""

    seq: int
    at: datetime
    event: Event
    channel: str
    previous_hash: str
    entry_hash: str


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain has found; `broken_at` is the first entry that does not fit, None where all do."""

    entries: int
    unkeyed: int  # from before there was a key: only as safe as a plain checksum
    head: tuple[int, str] | None  # number and hash of the last entry, to be noted elsewhere
    broken_at: int | None = None
    reason: str = ""
