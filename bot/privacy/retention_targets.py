"""Which rows have been kept long enough, for each kind of data; those first that point at others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.access.model import DelegationRow, EmploymentRow, GrantRow, RoleRow
from bot.audit.model import AuditRow
from bot.cases.model import DraftRow, OutboxRow
from bot.clock import local
from bot.conversations.model import ConversationRow, MessageRow, SessionRow, ThreadRow, UsedTokenRow
from bot.courses.model import CoursePartRow, CourseRow
from bot.feedback.model import FeedbackCommentRow, FeedbackRow
from bot.grunddata.model import MasterDataRunRow
from bot.handover.model import (
    CallRow,
    HandoverEventRow,
    HandoverGuestRow,
    HandoverReadRow,
    HandoverRow,
    PresenceRow,
)
from bot.insight.model import TreeRunRow
from bot.notices.model import NoticeRow, PreferenceRow, TeamsContactRow
from bot.privacy.retention_rules import A_MONTH, BY_KIND

Target = tuple[type[Any], sa.ColumnElement[bool]]  # a table's class, and which of its rows go


def targets(kind: str, now: datetime) -> Sequence[Target]:
    """What goes of the kind; raises LookupError where the rules let it go and nobody has said how."""
    kept = BY_KIND[kind].kept
    old = now - kept if kept else now
    match kind:
        case "messages":
            return [(MessageRow, MessageRow.at < old)]
        case "conversations":
            silent = _silent(old, now)
            unused = sa.and_(ThreadRow.created_at < now - A_MONTH, ~_in_use(SessionRow.thread_id == ThreadRow.id, now))
            of_silent = ThreadRow.conversation_id.in_(sa.select(ConversationRow.id).where(silent))
            return [(ThreadRow, sa.or_(unused, of_silent)), (ConversationRow, silent)]
        case "handovers":
            return _handovers(HandoverRow.ended_at < old)
        case "desk_presence":
            return [(PresenceRow, PresenceRow.seen_at < old)]
        case "desk_calls":
            return [(CallRow, CallRow.at < old)]
        case "drafts":
            sent = sa.and_(DraftRow.state == "sent", DraftRow.updated_at < old)
            expired = sa.and_(DraftRow.state != "sent", DraftRow.expires_at <= now)
            return [(DraftRow, sa.or_(sent, expired, DraftRow.state == "cancelled"))]
        case "notices":
            return [(NoticeRow, NoticeRow.created_at < old)]
        case "preferences":
            return [(PreferenceRow, ~_employed_since(PreferenceRow.person_id, old))]
        case "teams_contacts":
            left = ~_employed_since(TeamsContactRow.person_id, now)
            return [(TeamsContactRow, sa.or_(TeamsContactRow.used_at < old, left))]
        case "courses":
            over = _over(old)
            parts = CoursePartRow.course_id.in_(sa.select(CourseRow.id).where(over))
            return [(CoursePartRow, parts), (CourseRow, over)]
        case "outbox":
            return [(OutboxRow, OutboxRow.delivered_at < old)]
        case "sessions":
            used = UsedTokenRow.expires_at <= now - timedelta(hours=1)
            return [(SessionRow, SessionRow.expires_at <= now), (UsedTokenRow, used)]
        case "access":
            day = local(old).date()
            ended: list[Target] = [(row, row.valid_to < day) for row in (RoleRow, GrantRow, DelegationRow)]
            return [*ended, (DelegationRow, DelegationRow.revoked_at < old)]
        case "imports":
            return [(MasterDataRunRow, MasterDataRunRow.at < old)]
        case "audit":
            return [(AuditRow, AuditRow.at < old)]
        case "feedback":
            return [(FeedbackRow, FeedbackRow.asked_on < local(old).date())]
        case "feedback_comments":
            return [(FeedbackCommentRow, FeedbackCommentRow.written_on < local(old).date())]
        case "tree_runs":
            return [(TreeRunRow, TreeRunRow.started_at < old)]
    raise LookupError(f"nobody has said how {kind} are purged")


def _handovers(over: sa.ColumnElement[bool]) -> Sequence[Target]:
    theirs = sa.select(HandoverRow.id).where(over)
    return [
        (HandoverReadRow, HandoverReadRow.handover_id.in_(theirs)),
        (HandoverGuestRow, HandoverGuestRow.handover_id.in_(theirs)),
        (HandoverEventRow, HandoverEventRow.handover_id.in_(theirs)),
        (HandoverRow, over),
    ]


def _silent(old: datetime, now: datetime) -> sa.ColumnElement[bool]:
    """Conversations in which nothing has been said for long, and that nobody has open."""
    said = sa.select(MessageRow.id).where(MessageRow.conversation_id == ConversationRow.id, MessageRow.at >= old)
    in_use = _in_use(SessionRow.conversation_id == ConversationRow.id, now)
    return sa.and_(ConversationRow.created_at < old, ~said.exists(), ~in_use)


def _in_use(where: sa.ColumnElement[bool], now: datetime) -> sa.ColumnElement[bool]:
    return sa.select(SessionRow.token_hash).where(where, SessionRow.expires_at > now).exists()


def _employed_since(person: Any, old: datetime) -> sa.ColumnElement[bool]:
    until = sa.or_(EmploymentRow.valid_to.is_(None), EmploymentRow.valid_to >= local(old).date())
    return sa.select(EmploymentRow.id).where(EmploymentRow.person_id == person, until).exists()


def _over(old: datetime) -> sa.ColumnElement[bool]:
    """Courses whose day is long past, and at which nobody has worked since."""
    worked_at = sa.select(CoursePartRow.course_id).where(CoursePartRow.updated_at >= old)
    return sa.and_(CourseRow.updated_at < old, CourseRow.event_date < local(old).date(), CourseRow.id.not_in(worked_at))
