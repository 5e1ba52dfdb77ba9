"""Joins the house to another desk: carries over who waits and what is said, and does what that desk's people did.

Whose a conversation is stays in this house. An event of the desk is a wish for a change: if the person has left
meanwhile, or the conversation was erased, nothing happens but that the desk is told so. Everything may be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa
import structlog

from bot.access.service import AccessService
from bot.conversations.model import ConversationRow, MessageRow
from bot.conversations.types import QUEUE
from bot.database.counters import get_marker, set_marker
from bot.database.engine import Sessions, reading, writing
from bot.handover.desk import CancelReason, Desk, DeskEvent, DeskUnreachable, Line, Offer
from bot.handover.model import HandoverRow
from bot.handover.transitions import Transitions
from bot.handover.types import CHOSEN, NotThere, NotYours, Package, Supporter, Titled, from_elsewhere
from bot.messages.message import Utterance

log = structlog.get_logger(__name__)

CURSOR = "events of the other desk"
MOST_LINES = 60
DONE = -1  # in `relayed_seq`: the desk knows that it is over
_CANCELLED: dict[str | None, CancelReason] = {"erased": "erased", "call_back": "call_back", "silent": "timed_out"}


class Relay:
    """One round after another (`run_once`); two processes at once do no harm, since everything has its id."""

    def __init__(
        self,
        sessions: Sessions,
        access: AccessService,
        transitions: Transitions,
        desk: Desk,
        title: Callable[[str], str],
    ) -> None:
        self._sessions = sessions
        self._access = access
        self._transitions = transitions
        self._desk = desk
        self._title = title

    def run_once(self) -> int:
        """Returns how much was carried over; a desk that does not answer is asked again in the next round."""
        try:
            return self._offers() + self._lines() + self._events() + self._cancels()
        except DeskUnreachable as error:
            log.error("desk does not answer", error=type(error).__name__)
            return 0

    def _offers(self) -> int:
        waiting = (
            sa.select(HandoverRow)
            .join(ConversationRow, ConversationRow.handover_id == HandoverRow.id)
            .where(HandoverRow.ended_at.is_(None), HandoverRow.desk_ref.is_(None), ConversationRow.owner == QUEUE)
            .order_by(HandoverRow.rank, HandoverRow.asked_at)
        )
        with reading(self._sessions) as session:
            rows = session.scalars(waiting).all()
        for row in rows:
            ref = self._desk.offer(self._offer(row))
            with writing(self._sessions) as session:
                session.get_one(HandoverRow, row.id).desk_ref = ref
        return len(rows)

    def _offer(self, row: HandoverRow) -> Offer:
        """Of a sensitive matter only the area, and nothing that was said, until the person has shared it."""
        person = self._access.person(row.person_id)
        who = {"id": row.person_id, "name": person.name if person else ""}
        if person is not None:
            who |= {"position": person.position, "unit": person.unit_name}
        package = Package.from_json(row.package)
        withheld = package.sensitive and not row.shared
        if withheld:
            package = Package(area=package.area, sensitive=True, language=package.language)
        before = sa.select(MessageRow).where(
            MessageRow.conversation_id == row.conversation_id, MessageRow.seq <= row.first_seq
        )
        with reading(self._sessions) as session:
            newest = session.scalars(before.order_by(MessageRow.seq.desc()).limit(MOST_LINES)).all()
        lines = [] if withheld else [_line(message) for message in reversed(newest)]
        return Offer(row.id, who, row.reason, package, lines, row.asked_at)  # type: ignore[arg-type]

    def _lines(self) -> int:
        """What the person has said since: each line once, in order."""
        new = (
            sa.select(HandoverRow.id, HandoverRow.desk_ref, MessageRow)
            .join(MessageRow, MessageRow.handover_id == HandoverRow.id)
            .where(
                HandoverRow.desk_ref.is_not(None),
                HandoverRow.relayed_seq != DONE,
                MessageRow.seq > HandoverRow.relayed_seq,
                MessageRow.sender == "user",
            )
            .order_by(HandoverRow.id, MessageRow.seq)
        )
        with reading(self._sessions) as session:
            found = session.execute(new).all()
        for handover_id, ref, message in found:
            self._desk.append(str(ref), _line(message))
            with writing(self._sessions) as session:
                session.get_one(HandoverRow, handover_id).relayed_seq = message.seq
        return len(found)

    def _events(self) -> int:
        with reading(self._sessions) as session:
            cursor = get_marker(session, CURSOR) or ""
        events, after = self._desk.events(cursor)
        for event in events:
            self._apply(event)
        if after != cursor:
            with writing(self._sessions) as session:
                set_marker(session, CURSOR, after)
        return len(events)

    def _apply(self, event: DeskEvent) -> None:
        with reading(self._sessions) as session:
            known = sa.select(HandoverRow.id).where(HandoverRow.desk_ref == event.ref)
            handover_id = session.execute(known).scalar()
        if handover_id is None or event.supporter is None:
            return
        try:
            self._change(event, handover_id, _ours(event.supporter))
        except (NotYours, NotThere):  # the person has left meanwhile; the desk is told so in `_cancels`
            log.info("desk was too late", kind=event.kind)

    def _change(self, event: DeskEvent, handover_id: str, by: Supporter) -> None:
        change = self._transitions
        match event.kind:
            case "taken":
                change.take(handover_id, by, event.id)
            case "said":
                change.say(handover_id, by, Utterance(text=event.text), event.id)
            case "moved" if event.to is not None:
                change.transfer(handover_id, by, _ours(event.to), event.text, event.id)
            case "put_back":
                change.put_back(handover_id, by, event.text, event.id)
            case "given_back":
                topic = Titled(event.topic, self._title(event.topic)) if event.topic else None
                change.give_back(handover_id, by, event.text, topic, event.id)
            case "closed":
                outcome = event.outcome if event.outcome in CHOSEN else None
                change.close(handover_id, by, outcome or "solved", event.text, event.id)

    def _cancels(self) -> int:
        """Tells the desk of those that have ended here; it does no harm where the desk has ended them itself."""
        over = sa.select(HandoverRow).where(
            HandoverRow.ended_at.is_not(None), HandoverRow.desk_ref.is_not(None), HandoverRow.relayed_seq != DONE
        )
        with reading(self._sessions) as session:
            rows = session.scalars(over).all()
        for row in rows:
            self._desk.cancel(str(row.desk_ref), _CANCELLED.get(row.outcome, "left"))
            with writing(self._sessions) as session:
                session.get_one(HandoverRow, row.id).relayed_seq = DONE
        return len(rows)


def _line(message: MessageRow) -> Line:
    return Line(message.id, message.sender, message.text, message.at, message.author)  # type: ignore[arg-type]


def _ours(supporter: Supporter) -> Supporter:
    """A supporter of the other desk; the id can be no person's of this house."""
    return replace(supporter, id=from_elsewhere(supporter.id))
