"""The built-in desk behind the interface of desk.py: its queue is the house's own, so nothing is carried over."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.access.service import AccessService
from bot.conversations.model import MessageRow
from bot.conversations.service import ConversationService
from bot.database.engine import Sessions, reading
from bot.handover.desk import CancelReason, DeskEvent, DeskStatus, Line, Offer
from bot.handover.model import HandoverEventRow, HandoverRow
from bot.handover.service import HandoverService, stands
from bot.handover.types import Outcome, Supporter

OVERLAP = 50  # events read again: at PostgreSQL a lower number may be committed after a higher one
MOST = 500
_TOLD = ("taken", "said", "moved", "put_back", "given_back", "closed")
_ENDED: dict[CancelReason, Outcome] = {"erased": "erased"}


class BuiltInDesk:
    """The desk of the pages under /desk."""

    def __init__(
        self, sessions: Sessions, access: AccessService, conversations: ConversationService, handovers: HandoverService
    ) -> None:
        self._sessions = sessions
        self._access = access
        self._conversations = conversations
        self._handovers = handovers

    def offer(self, offer: Offer) -> str:
        """Puts the person into the queue; who waits already keeps their place."""
        conversation = self._conversations.for_person(offer.person["id"])
        return self._handovers.request(offer.person["id"], conversation.id, offer.reason, offer.package).id

    def append(self, ref: str, line: Line) -> None:
        """Stores what was said where supporters read it: in the conversation itself."""
        with reading(self._sessions) as session:
            row = session.get(HandoverRow, ref)
        if row is not None:
            self._conversations.hear(row.conversation_id, line.text, line.id)

    def cancel(self, ref: str, reason: CancelReason) -> None:
        with reading(self._sessions) as session:
            row = session.get(HandoverRow, ref)
        current = self._handovers.current(row.conversation_id) if row else None
        if row is not None and current is not None and current.id == ref:
            self._handovers.leave(row.conversation_id, ended=_ENDED.get(reason))

    def status(self, ref: str) -> DeskStatus:
        with reading(self._sessions) as session:
            row = session.get(HandoverRow, ref)
            if row is None:
                return DeskStatus("unknown")
            handover = stands(session, row)
        return DeskStatus(handover.state, self._supporter(handover.supporter_id), handover.place)

    def events(self, cursor: str) -> tuple[Sequence[DeskEvent], str]:
        last = int(cursor or 0)
        new = (
            sa.select(HandoverEventRow, HandoverRow.outcome, MessageRow.text)
            .join(HandoverRow, HandoverRow.id == HandoverEventRow.handover_id)
            .outerjoin(MessageRow, MessageRow.id == HandoverEventRow.message_id)
            .where(HandoverEventRow.seq > last - OVERLAP)
            .order_by(HandoverEventRow.seq)
            .limit(MOST)
        )
        with reading(self._sessions) as session:
            rows = session.execute(new).all()
        events = [
            DeskEvent(
                id=str(row.seq),
                ref=row.handover_id,
                kind=row.kind,  # type: ignore[arg-type]
                supporter=self._supporter(row.actor_id),
                to=self._supporter(row.to_id),
                text=said or row.text,
                outcome=outcome if row.kind == "closed" else None,  # type: ignore[arg-type]
            )
            for row, outcome, said in rows
            if row.kind in _TOLD
        ]
        return events, str(max([last, *(row.seq for row, *_ in rows)]))

    def _supporter(self, person_id: str | None) -> Supporter | None:
        person = self._access.person(person_id) if person_id else None
        return Supporter(person.id, person.name) if person else None
