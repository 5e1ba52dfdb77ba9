"""Approvals that wait for someone who leads the unit no more: they pass on to the one who does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.organisation import Tree
from bot.cases import changes, states
from bot.cases.model import CaseRow
from bot.database.ids import Ids

_TEXT = "Sagen er givet videre til en anden leder til godkendelse, fordi enheden har fået en anden leder."


def pass_on(session: Session, tree: Tree, employed: Collection[str], ids: Ids, now: datetime) -> tuple[int, int]:
    """Gives them to the nearest leader who is none of the parties; returns how many, and how many have nobody.

    An approver stays for as long as they lead the unit or one above it.
    """
    passed = stuck = 0
    waiting = sa.or_(
        CaseRow.state == states.AWAITS_APPROVAL,
        sa.and_(CaseRow.state == states.AWAITS_REPORTER, CaseRow.return_state == states.AWAITS_APPROVAL),
    )
    cases = session.scalars(sa.select(CaseRow).where(waiting, CaseRow.approver_id.is_not(None)).with_for_update())
    for case in cases:
        leaders = {unit.leader_id for unit in tree.chain(case.unit_id)}
        if case.approver_id in leaders and case.approver_id in employed:
            continue
        parties = {party for party in (case.reporter_id, case.subject_id, case.on_behalf_of_id) if party}
        approver = tree.leader_above(case.unit_id, but=parties)
        if approver is None or approver not in employed:
            stuck += 1
            continue
        case.approver_id = approver
        if case.state == states.AWAITS_APPROVAL:  # a line of the history is news, and to the reporter it is none
            changes.record(session, case, ids, now, kind="passed_on", actor_kind="system", actor_id=None, text=_TEXT)
        passed += 1
    return passed, stuck
