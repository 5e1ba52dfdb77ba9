"""From rows to what one person is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.access.types import Standing
from bot.cases import states, visibility
from bot.cases.following import may_follow
from bot.cases.model import CaseRow, HistoryRow
from bot.cases.refiling import may_refile
from bot.cases.submission import SENT_BY_DEPUTY
from bot.cases.types import CaseSummary, CaseView, HistoryLine, Permitted, Relation
from bot.clock import Clock


def summary(standing: Standing, row: CaseRow, names: Mapping[str, str]) -> CaseSummary:
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
        sent_by=_sent_by(row, names),
        assignee_id=row.assignee_id,
        assignee_name=names.get(row.assignee_id or ""),
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
    *,
    followed: bool = False,
) -> CaseView:
    """The whole case; everyone who may see it sees the same facts."""
    related = visibility.relations(standing, row)
    asked = [line.text for line in history if line.kind in ("question", "sent_back")]
    return CaseView(
        **summary(standing, row, names).__dict__,
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
        history=tuple(_line(line, row, names) for line in history),
        relations=related,
        permitted=permitted(
            row,
            related,
            clock,
            followed=followed,
            refiles=may_refile(row, standing.person_id),
            shares=visibility.in_community(standing, row),
        ),
        followed=followed,
        suggested_solution=row.suggested_solution,
        refiled_as=row.refiled_as,
    )


def permitted(
    row: CaseRow,
    related: Sequence[Relation],
    clock: Clock,
    *,
    followed: bool = False,
    refiles: bool = False,
    shares: bool = False,
) -> tuple[Permitted, ...]:
    """What the person may do with the case now."""
    sender = "reporter" in related or "on_behalf_of" in related
    found: list[Permitted] = []
    if row.state == states.AWAITS_APPROVAL and "approver" in related:
        found += ["approve", "send_back"]
    if row.state == states.AWAITS_REPORTER and (sender or "assignee" in related):
        found.append("answer")
    if row.state in states.COMMENTABLE and related != ("colleague",):
        found.append("comment")
    if row.state in states.WITHDRAWABLE and sender:
        found.append("withdraw")
    if row.state == states.SOLVED and sender and clock() - row.state_since <= states.REOPEN_WITHIN:
        found.append("reopen")
    if shares and row.state in states.OPEN:
        found.append("assign")
    if refiles:
        found.append("refile")
    if followed:
        found.append("unfollow")
    elif may_follow(related):
        found.append("follow")
    return tuple(found)


def _sent_by(case: CaseRow, names: Mapping[str, str]) -> str | None:
    """Who has sent it for whom; None where the one who has sent it did so for themself or by a right of their own."""
    if case.on_behalf_of_id is None:
        return None
    reporter, lender = (names.get(one, "en tidligere kollega") for one in (case.reporter_id, case.on_behalf_of_id))
    return f"Indsendt af {reporter} for {lender}"


def _line(row: HistoryRow, case: CaseRow, names: Mapping[str, str]) -> HistoryLine:
    """The line as it stands, with the names that a deputy's report has: they are not stored in the text."""
    actor = names.get(row.actor_id) if row.actor_id else None
    sent_by = _sent_by(case, names) if row.kind == "sent" else None
    text = row.text.replace(SENT_BY_DEPUTY, f"{sent_by} som stedfortræder.") if sent_by else row.text
    return HistoryLine(row.at, row.kind, row.actor_kind, row.actor_id, actor, row.state, text)
