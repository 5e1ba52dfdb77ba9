"""The one way in which a case changes: state, history and what the backend is told, together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases import outbox, states
from bot.cases.backends.base import Kind
from bot.cases.model import AttachmentRow, CaseRow, HistoryRow
from bot.database.ids import Ids


def record(
    session: Session,
    case: CaseRow,
    ids: Ids,
    now: datetime,
    *,
    kind: str,
    actor_kind: str,
    actor_id: str | None,
    text: str,
    state: str | None = None,
    client_id: str | None = None,
) -> None:
    """Adds a line to the history and, with `state`, moves the case; raises BadTransition where it cannot go there."""
    if state is not None and state != case.state:
        states.check(case.state, state)
        case.state, case.state_since = state, now
    case.version += 1
    case.updated_at = now
    last = session.execute(sa.select(sa.func.max(HistoryRow.seq)).where(HistoryRow.case_id == case.id)).scalar()
    session.add(
        HistoryRow(
            id=ids(),
            case_id=case.id,
            seq=(last or 0) + 1,
            at=now,
            kind=kind,
            actor_kind=actor_kind,
            actor_id=actor_id,
            state=case.state,
            text=text,
            client_id=client_id,
        )
    )
    session.flush()


def tell(session: Session, case: CaseRow, ids: Ids, now: datetime, kind: Kind, **body: Any) -> None:
    """Tells the backend of something, if it knows the case."""
    if case.at_desk:
        outbox.put(session, case, kind, ids(), body, now)


def tell_of_case(session: Session, case: CaseRow, ids: Ids, now: datetime) -> None:
    """Hands the whole case to the backend, unless it is to be approved first; CPR numbers stay references."""
    if case.state == states.AWAITS_APPROVAL:
        return
    case.at_desk = True
    attachments = session.scalars(
        sa.select(AttachmentRow.id).where(AttachmentRow.case_id == case.id).order_by(AttachmentRow.created_at)
    ).all()
    tell(
        session,
        case,
        ids,
        now,
        "create",
        number=case.number,
        solution_id=case.solution_id,
        title=case.title,
        area=case.area,
        handler_task=case.handler_task,
        unit_id=case.unit_id,
        unit_path=case.unit_path,
        reporter_id=case.reporter_id,
        on_behalf_of_id=case.on_behalf_of_id,
        subject_id=case.subject_id,
        search_text=case.search_text,
        sensitive=case.sensitive,
        answers=case.answers,
        attachments=list(attachments),
        submitted_at=case.submitted_at.isoformat(),
    )
