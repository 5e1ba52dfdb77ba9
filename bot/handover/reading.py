"""What a supporter sees of one hand-over: its package, its draft, its history, and what was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.cases.model import DraftRow
from bot.cases.service import CaseService
from bot.clock import Clock
from bot.conversations import stored
from bot.conversations.model import ConversationRow, MessageRow
from bot.conversations.types import QUEUE
from bot.database.engine import Sessions, reading, writing
from bot.handover.changing import GROUND
from bot.handover.desk_lists import SENSITIVE, DeskLists
from bot.handover.expectation import supports
from bot.handover.model import HandoverEventRow, HandoverGuestRow, HandoverReadRow, HandoverRow
from bot.handover.service import stands
from bot.handover.types import NotThere, Package, Supporter, owned_by
from bot.handover.views import CaseLine, DraftField, DraftView, HandoverView, Step
from bot.knowledge.schema import Solution
from bot.messages.message import Message

TALK = timedelta(hours=8)  # what was said before belongs to another matter
BEFORE = 60  # messages from before the hand-over, at most
WRAP_UP = timedelta(hours=8)  # how long who had it last may look at it after its end

_STEPS = (
    sa.select(HandoverEventRow)
    .where(HandoverEventRow.handover_id == sa.bindparam("handover"), HandoverEventRow.kind != "said")
    .order_by(HandoverEventRow.seq)
)

# A field of a report and its value as people read them (bot/dialogue puts it there).
Shown = Callable[[Solution, Mapping[str, Any], str], Sequence[DraftField]]


class DeskReading(DeskLists):
    """Reads for one supporter at a time; what they may not see is not there."""

    def __init__(
        self,
        sessions: Sessions,
        clock: Clock,
        access: AccessService,
        cases: CaseService,
        forms: Callable[[str], Solution | None],
        area_title: Callable[[str], str],
        shown: Shown,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        super().__init__(sessions, clock, access, area_title)
        self._cases = cases
        self._forms = forms
        self._shown = shown
        self._audit = audit or AuditLog(clock)

    def view(self, me: str, handover_id: str) -> HandoverView:
        """All that who has it may see; raises NotThere for everyone else. Opening what is sensitive is audited."""
        with reading(self._sessions) as session:
            row = session.get(HandoverRow, handover_id)
            if row is None or not self._has(session, me, row):
                raise NotThere(handover_id)
            handover = stands(session, row)
            package = Package.from_json(row.package)
            withheld = package.sensitive and not row.shared
            messages, last = self._messages(session, row, withheld, None)
            read = session.get(HandoverReadRow, (row.id, me))
            guests = session.scalars(
                sa.select(HandoverGuestRow.person_id).where(HandoverGuestRow.handover_id == row.id)
            ).all()
            steps = session.scalars(_STEPS, {"handover": row.id}).all()
            draft = self._draft(session, me, row, package)
        if package.sensitive and row.shared:
            self._tell_audit(me, row)
        people = self._access.people({row.person_id, *guests, *(step.actor_id or "" for step in steps)})
        people |= self._access.people({step.to_id or "" for step in steps})
        person = people.get(row.person_id)
        return HandoverView(
            handover=handover,
            mine=handover.owner == owned_by(me),
            person={
                "id": row.person_id,
                "name": person.name if person else "",
                "position": person.position if person else "",
                "unit": person.unit_name if person else "",
            },
            package=Package(area=package.area, sensitive=True, language=package.language) if withheld else package,
            withheld=withheld,
            cases=tuple(self._case(me, number) for number in package.cases) if not withheld else (),
            draft=draft,
            guests=tuple(Supporter(one, people[one].name) for one in guests if one in people),
            history=tuple(
                Step(
                    seq=step.seq,
                    at=step.at,
                    kind=step.kind,  # type: ignore[arg-type]
                    actor_id=step.actor_id,
                    actor=people[step.actor_id].name if step.actor_id in people else None,
                    to=people[step.to_id].name if step.to_id in people else None,
                    text=step.text,
                )
                for step in steps
            ),
            messages=tuple(messages),
            read=read.seq if read else row.first_seq,
            last=last,
        )

    def messages(self, me: str, handover_id: str, after: str | None = None) -> list[Message]:
        """What was said, after a message if one is named; raises NotThere."""
        with reading(self._sessions) as session:
            row = session.get(HandoverRow, handover_id)
            if row is None or not self._has(session, me, row):
                raise NotThere(handover_id)
            withheld = Package.from_json(row.package).sensitive and not row.shared
            return self._messages(session, row, withheld, after)[0]

    def conversation_of(self, me: str, handover_id: str) -> str:
        """The conversation of a hand-over that the supporter may see; raises NotThere."""
        with reading(self._sessions) as session:
            row = session.get(HandoverRow, handover_id)
            if row is None or not self._has(session, me, row):
                raise NotThere(handover_id)
            return row.conversation_id

    def mark_read(self, me: str, handover_id: str, message_id: str) -> None:
        """The supporter has seen everything up to the message."""
        seq = sa.select(MessageRow.seq).join(
            HandoverRow, HandoverRow.conversation_id == MessageRow.conversation_id
        ).where(HandoverRow.id == handover_id, MessageRow.id == message_id)  # fmt: skip
        with writing(self._sessions) as session:
            row = session.get(HandoverRow, handover_id)
            if row is None or not self._has(session, me, row):
                raise NotThere(handover_id)
            number = session.execute(seq).scalar()
            known = session.get(HandoverReadRow, (handover_id, me), with_for_update=True)
            if number is None:
                return
            if known is None:
                session.add(HandoverReadRow(handover_id=handover_id, person_id=me, seq=number))
            else:
                known.seq = max(known.seq, number)

    # --- inside

    def _has(self, session: Session, me: str, row: HandoverRow) -> bool:
        """Owner, guest, or who had it last, for a while; and still of 1st line for the person."""
        if row.person_id == me or not supports(self._access, me, row.unit_path):
            return False
        owner = session.execute(sa.select(ConversationRow.owner).where(ConversationRow.handover_id == row.id)).scalar()
        if owner is not None:
            return owner == owned_by(me) or (owner != QUEUE and session.get(HandoverGuestRow, (row.id, me)) is not None)
        if row.ended_at is None or row.ended_at < self._clock() - WRAP_UP or row.outcome == "erased":
            return False
        had = sa.select(HandoverEventRow.owner).where(
            HandoverEventRow.handover_id == row.id, HandoverEventRow.owner.like("agent:%")
        )
        last = session.execute(had.order_by(HandoverEventRow.seq.desc()).limit(1)).scalar()
        return last == owned_by(me)

    def _messages(
        self, session: Session, row: HandoverRow, withheld: bool, after: str | None
    ) -> tuple[list[Message], int]:
        """The talk that led here and all since; without what came before where that is withheld."""
        mine = MessageRow.conversation_id == row.conversation_id
        until = sa.true() if row.ended_at is None else MessageRow.at <= row.ended_at
        since = sa.and_(mine, MessageRow.seq > row.first_seq, until)
        before: list[MessageRow] = []
        if after is not None:
            known = sa.select(MessageRow.seq).where(MessageRow.id == after, mine)
            since = sa.and_(since, MessageRow.seq > (session.execute(known).scalar() or 0))
        elif not withheld:
            earlier = (
                sa.select(MessageRow)
                .where(mine, MessageRow.seq <= row.first_seq, MessageRow.at > row.asked_at - TALK)
                .order_by(MessageRow.seq.desc())
                .limit(BEFORE)
            )
            before = list(reversed(session.scalars(earlier).all()))
        rows = [*before, *session.scalars(sa.select(MessageRow).where(since).order_by(MessageRow.seq))]
        return [stored.message(one) for one in rows], rows[-1].seq if rows else row.first_seq

    def _case(self, me: str, number: str) -> CaseLine:
        """The case as far as the supporter's own rights go: nothing is seen because it was named."""
        case = self._cases.get(me, number)
        return CaseLine(number, case.title if case else None, case.state_label if case else None)

    def _draft(self, session: Session, me: str, row: HandoverRow, package: Package) -> DraftView | None:
        """The report under way as it is now; of a sensitive one nothing but that there is one, until it is shared."""
        if package.draft is None:
            return None
        draft = session.get(DraftRow, package.draft.id)
        if draft is None or draft.owner_id != row.person_id:
            return None
        form = self._forms(draft.solution_id)
        sensitive = form is None or (form.report is not None and form.report.sensitive)
        withheld = sensitive and not row.shared
        return DraftView(
            id=draft.id,
            solution="" if withheld else draft.solution_id,
            title=SENSITIVE if withheld or form is None else form.title,
            version=draft.version,
            withheld=withheld,
            state=draft.state,
            fields=() if withheld or form is None else tuple(self._shown(form, draft.answers, row.person_id)),
        )

    def _tell_audit(self, me: str, row: HandoverRow) -> None:
        with writing(self._sessions) as session:
            event = Event(
                "handover_opened", me, "handover", row.id, unit_path=row.unit_path, subject_id=row.person_id,
                ground=GROUND,
            )  # fmt: skip
            self._audit.write(session, event)
