"""News of cases: one that awaits the person, and one of theirs that has been solved or refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access import tasks
from bot.access.model import DelegationRow
from bot.access.service import AccessService
from bot.access.standing import in_force
from bot.access.types import Standing
from bot.cases import states, visibility
from bot.cases.model import CaseRow, HistoryRow
from bot.clock import Clock, today
from bot.database.engine import Sessions, reading
from bot.notices.case_lines import BACK_TO, LAST
from bot.notices.types import CaseFact, Key, News, Words
from bot.privacy.cpr import without_numbers

_FINISHED = (states.SOLVED, states.REJECTED)
_TOLD = (states.AWAITS_REPORTER, states.AWAITS_APPROVAL, *_FINISHED)


class CaseNews:
    """Who is to be told of which case; only those who may see it, and whose move or whose report it is."""

    kind = "case_news"

    def __init__(
        self, session_factory: Sessions, clock: Clock, access: AccessService, words: Callable[[CaseFact], Words]
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._access = access
        self._words = words

    def candidates(self) -> set[Key]:
        """The senders of each case, or its approver and their deputies."""
        with reading(self._sessions) as session:
            rows = session.execute(
                sa.select(
                    CaseRow.number,
                    CaseRow.state,
                    CaseRow.area,
                    CaseRow.reporter_id,
                    CaseRow.on_behalf_of_id,
                    CaseRow.assignee_id,
                    CaseRow.approver_id,
                    LAST,
                ).where(CaseRow.state.in_(_TOLD), self._recent())
            ).all()
            deputies = self._deputies(session) if any(row.state == states.AWAITS_APPROVAL for row in rows) else {}
        found: set[Key] = set()
        for number, state, area, reporter_id, on_behalf_of_id, assignee_id, approver_id, seq in rows:
            people: Iterable[str | None] = (reporter_id, on_behalf_of_id, assignee_id)
            if state == states.AWAITS_APPROVAL:
                people = (approver_id, *deputies.get((approver_id or "", tasks.approve(area)), ()))
            found |= {(person_id, _key(number, seq)) for person_id in people if person_id}
        return found

    def _deputies(self, session: Session) -> Mapping[tuple[str, str], Sequence[str]]:
        """(who has lent it, task) -> to whom."""
        lent = session.execute(
            sa.select(DelegationRow.from_person_id, DelegationRow.to_person_id, DelegationRow.tasks).where(
                DelegationRow.accepted_at.is_not(None),
                DelegationRow.revoked_at.is_(None),
                in_force(DelegationRow, today(self._clock)),
            )
        )
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for lender, deputy, lent_tasks in lent:
            for task in lent_tasks:
                found[lender, task].append(deputy)
        return found

    def news(self, wanted: Mapping[str, Collection[str]]) -> list[News]:
        """What the person may see and is theirs to know of at this moment."""
        found: list[News] = []
        with reading(self._sessions) as session:
            for person_id, keys in wanted.items():
                standing = self._access.standing(person_id, session)
                if standing is not None:
                    found += self._of(session, standing, keys)
        return found

    def _of(self, session: Session, standing: Standing, keys: Collection[str]) -> Iterable[News]:
        me = standing.person_id
        theirs = sa.or_(CaseRow.reporter_id == me, CaseRow.on_behalf_of_id == me)
        rows = session.execute(
            sa.select(CaseRow, LAST.label("seq"))
            .where(
                CaseRow.number.in_(sorted({key.split(":")[1] for key in keys})),
                visibility.visible_to(standing),
                sa.or_(visibility.awaiting(standing), sa.and_(theirs, CaseRow.state.in_(_FINISHED))),
                self._recent(),
            )
            .order_by(CaseRow.state_since, CaseRow.number)
        ).all()
        for case, seq in rows:
            if _key(case.number, seq) in keys:
                text, actions = self._words(_fact(session, case, seq))
                yield News(me, _key(case.number, seq), text, tuple(actions))

    def _recent(self) -> sa.ColumnElement[bool]:
        return CaseRow.state_since > self._clock() - BACK_TO


def _key(number: str, seq: int) -> str:
    return f"case:{number}:{seq}"


def _fact(session: Session, case: CaseRow, seq: int) -> CaseFact:
    """Without the text of a sensitive case, so that no wording can give it away."""
    if case.sensitive:
        return CaseFact(case.number, "", case.state, True, "")
    line = sa.select(HistoryRow.text).where(HistoryRow.case_id == case.id, HistoryRow.seq == seq)
    said = session.execute(line).scalar_one()
    return CaseFact(case.number, case.title, case.state, False, without_numbers(said))
