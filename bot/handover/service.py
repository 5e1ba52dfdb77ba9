"""The person's side of a hand-over: to ask for a human, to leave, to share what is sensitive; and how it stands."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.conversations.model import ConversationRow
from bot.conversations.types import BOT, QUEUE
from bot.database.engine import Sessions, reading
from bot.handover.model import HandoverRow
from bot.handover.transitions import Transitions
from bot.handover.types import Handover, NotThere, Outcome, Package, Reason, supporter_of


class HandoverService:
    """What the bot and the portal do for the person."""

    def __init__(self, sessions: Sessions, access: AccessService, transitions: Transitions) -> None:
        self._sessions = sessions
        self._access = access
        self._transitions = transitions

    def request(self, person_id: str, conversation_id: str, reason: Reason, package: Package) -> Handover:
        """Puts the person into the queue. Whoever waits or talks already stays where they are."""
        person = self._access.person(person_id)
        unit = self._access.unit(person.unit_id) if person else None
        handover_id = self._transitions.ask(person_id, conversation_id, unit.path if unit else "/", reason, package)
        with reading(self._sessions) as session:
            return stands(session, session.get_one(HandoverRow, handover_id))

    def leave(self, conversation_id: str, *, ended: Outcome | None = None) -> Handover | None:
        """Leaves the queue, or ends the talk; None where there was nothing to leave."""
        current = self.current(conversation_id)
        if current is None or not self._transitions.leave(current.id, ended=ended):
            return None
        with reading(self._sessions) as session:
            return stands(session, session.get_one(HandoverRow, current.id))

    def share(self, conversation_id: str) -> bool:
        """Lets 1st line see what is sensitive in the hand-over under way."""
        current = self.current(conversation_id)
        return current is not None and self._transitions.share(current.id)

    def tell_once(self, handover_id: str) -> bool:
        """Whether it has to be said now that what is written while waiting goes along."""
        try:
            return self._transitions.tell_once(handover_id)
        except NotThere:
            return False

    def current(self, conversation_id: str) -> Handover | None:
        """The hand-over under way."""
        open_one = (
            sa.select(HandoverRow)
            .join(ConversationRow, ConversationRow.handover_id == HandoverRow.id)
            .where(ConversationRow.id == conversation_id)
        )
        with reading(self._sessions) as session:
            row = session.scalars(open_one).one_or_none()
            return stands(session, row) if row else None

    def supporter_name(self, handover: Handover) -> str | None:
        """Who has it, as the person sees them."""
        person = self._access.person(handover.supporter_id) if handover.supporter_id else None
        return person.name if person else None


def stands(session: Session, row: HandoverRow) -> Handover:
    """The hand-over as it is in this transaction."""
    owner = (
        session.execute(sa.select(ConversationRow.owner).where(ConversationRow.handover_id == row.id)).scalar() or BOT
    )
    place = _place(session, row) if owner == QUEUE else None
    return Handover(
        id=row.id,
        conversation_id=row.conversation_id,
        person_id=row.person_id,
        reason=row.reason,  # type: ignore[arg-type]
        state="talking" if supporter_of(owner) else "waiting" if owner == QUEUE else "ended",
        owner=owner,
        asked_at=row.asked_at,
        taken_at=row.taken_at,
        ended_at=row.ended_at,
        outcome=row.outcome,  # type: ignore[arg-type]
        shared=row.shared,
        case_number=row.case_number,
        place=place,
    )


def _place(session: Session, row: HandoverRow) -> int:
    before = sa.or_(
        HandoverRow.rank < row.rank,
        sa.and_(
            HandoverRow.rank == row.rank,
            sa.or_(
                HandoverRow.asked_at < row.asked_at,
                sa.and_(HandoverRow.asked_at == row.asked_at, HandoverRow.id < row.id),
            ),
        ),
    )
    ahead = (
        sa.select(sa.func.count())
        .select_from(HandoverRow)
        .join(ConversationRow, ConversationRow.handover_id == HandoverRow.id)
        .where(HandoverRow.ended_at.is_(None), ConversationRow.owner == QUEUE, before)
    )
    return int(session.execute(ahead).scalar_one()) + 1
