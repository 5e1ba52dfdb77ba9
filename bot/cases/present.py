"""From rows to what one person is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.access.types import Standing
from bot.cases import states, visibility
from bot.cases.model import CaseRow, HistoryRow
from bot.cases.types import CaseSummary, CaseView, HistoryLine, Permitted, Relation
from bot.clock import Clock


def summary(standing: Standing, row: CaseRow) -> CaseSummary:
    return CaseSummary(
        number=row.number,
        solution_id=row.solution_id,
        title=row.title,
        area=row.area,
        state=row.state,
        state_label=states.LABELS[row.state],
        awaits_me=visibility.awaits(standing, row),
        sensitive=row.sensitive,
        subject_name=row.subject_name,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        state_since=row.state_since,
        updated_at=row.updated_at,
    )


def view(
    standing: Standing,
    row: CaseRow,
    history: Sequence[HistoryRow],
    names: Mapping[str, str],
    unit_name: str,
    clock: Clock,
) -> CaseView:
    """The whole case; everyone who may see it sees the same facts."""
    related = visibility.relations(standing, row)
    asked = [line.text for line in history if line.kind in ("question", "sent_back")]
    return CaseView(
        **summary(standing, row).__dict__,
        id=row.id,
        reporter_id=row.reporter_id,
        reporter_name=names.get(row.reporter_id, ""),
        on_behalf_of_id=row.on_behalf_of_id,
        on_behalf_of_name=names.get(row.on_behalf_of_id or ""),
        subject_id=row.subject_id,
        case_worker_id=row.case_worker_id,
        approver_id=row.approver_id,
        approver_name=names.get(row.approver_id or ""),
        unit_id=row.unit_id,
        unit_name=unit_name,
        answers=dict(row.answers),
        correlation_id=row.correlation_id,
        backend_ref=row.backend_ref,
        version=row.version,
        question=asked[-1] if asked and row.state == states.AWAITS_REPORTER else None,
        history=tuple(_line(line, names) for line in history),
        relations=related,
        permitted=permitted(row, related, clock),
    )


def permitted(row: CaseRow, related: Sequence[Relation], clock: Clock) -> tuple[Permitted, ...]:
    """What the person may do with the case now."""
    sender = "reporter" in related or "on_behalf_of" in related
    found: list[Permitted] = []
    if row.state == states.AWAITS_APPROVAL and "approver" in related:
        found += ["approve", "send_back"]
    if row.state == states.AWAITS_REPORTER and sender:
        found.append("answer")
    if row.state in states.COMMENTABLE and related != ("colleague",):
        found.append("comment")
    if row.state in states.WITHDRAWABLE and sender:
        found.append("withdraw")
    if row.state == states.SOLVED and sender and clock() - row.state_since <= states.REOPEN_WITHIN:
        found.append("reopen")
    return tuple(found)


def _line(row: HistoryRow, names: Mapping[str, str]) -> HistoryLine:
    actor = names.get(row.actor_id) if row.actor_id else None
    return HistoryLine(row.at, row.kind, row.actor_kind, row.actor_id, actor, row.state, row.text)
