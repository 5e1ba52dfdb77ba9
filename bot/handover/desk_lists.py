"""What supporters see in lists: the queue, their own conversations, and what has changed."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.access.service import AccessService
from bot.clock import Clock
from bot.conversations.model import ConversationRow, MessageRow
from bot.conversations.types import QUEUE
from bot.database.engine import Sessions, reading
from bot.handover.expectation import supports
from bot.handover.model import HandoverEventRow, HandoverGuestRow, HandoverReadRow, HandoverRow
from bot.handover.types import Package, owned_by, supporter_of
from bot.handover.views import Change, QueueItem, TalkItem

PREVIEW = 80  # characters
OVERLAP = 20  # changes
SENSITIVE = "Følsomt emne"


class DeskLists:
    """Reads lists for one supporter at a time; what they may not see is not there."""

    def __init__(
        self, sessions: Sessions, clock: Clock, access: AccessService, area_title: Callable[[str], str]
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._access = access
        self._area_title = area_title

    def queue(self, me: str | None = None) -> list[QueueItem]:
        """Those who wait, who comes first first; without `me` all of them, for one who looks for everybody."""
        waiting = (
            sa.select(HandoverRow)
            .join(ConversationRow, ConversationRow.handover_id == HandoverRow.id)
            .where(HandoverRow.ended_at.is_(None), ConversationRow.owner == QUEUE)
            .order_by(HandoverRow.rank, HandoverRow.asked_at, HandoverRow.id)
        )
        with reading(self._sessions) as session:
            rows = session.scalars(waiting).all()
        people = self._access.people({row.person_id for row in rows})
        items = []
        for row in rows:
            person = people.get(row.person_id)
            package = Package.from_json(row.package)
            items.append(
                QueueItem(
                    id=row.id,
                    name=person.name if person else "",
                    unit=person.unit_name if person else "",
                    topic=self._topic(package),
                    reason=row.reason,  # type: ignore[arg-type]
                    since=row.asked_at,
                    returned=row.taken_at is not None,
                    unit_path=row.unit_path,
                )
            )
        return items if me is None else [item for item in items if self.may_see(me, item)]

    def may_see(self, me: str, item: QueueItem) -> bool:
        """Whether the one who waits is of a unit that the supporter helps."""
        return supports(self._access, me, item.unit_path)

    def mine(self, me: str) -> list[TalkItem]:
        """The conversations that the supporter has or is invited to, the latest message first."""
        invited = sa.select(HandoverGuestRow.handover_id).where(HandoverGuestRow.person_id == me)
        open_ones = (
            sa.select(HandoverRow, ConversationRow.owner, ConversationRow.last_seq)
            .join(ConversationRow, ConversationRow.handover_id == HandoverRow.id)
            .where(
                HandoverRow.ended_at.is_(None),
                sa.or_(
                    ConversationRow.owner == owned_by(me),
                    sa.and_(HandoverRow.id.in_(invited), ConversationRow.owner != QUEUE),
                ),
            )
        )
        with reading(self._sessions) as session:
            rows = session.execute(open_ones).all()
            items = [self._talk(session, me, row, owner) for row, owner, _ in rows]
        people = self._access.people({row.person_id for row, *_ in rows})
        named = []
        for item, (row, *_) in zip(items, rows, strict=True):
            person = people.get(row.person_id)
            named.append(_with_person(item, person.name if person else "", person.unit_name if person else ""))
        return sorted(named, key=lambda item: item.last_at, reverse=True)

    def _talk(self, session: Session, me: str, row: HandoverRow, owner: str) -> TalkItem:
        read = session.get(HandoverReadRow, (row.id, me))
        seq = read.seq if read else row.first_seq
        theirs = sa.and_(MessageRow.conversation_id == row.conversation_id, MessageRow.handover_id == row.id)
        unread = sa.select(sa.func.count()).where(theirs, MessageRow.seq > seq, MessageRow.sender == "user")
        newest = (
            sa.select(MessageRow)
            .where(MessageRow.conversation_id == row.conversation_id)
            .order_by(MessageRow.seq.desc())
            .limit(1)
        )
        last = session.scalars(newest).one_or_none()
        package = Package.from_json(row.package)
        return TalkItem(
            id=row.id,
            conversation_id=row.conversation_id,
            name="",
            unit="",
            topic=self._topic(package, shared=row.shared),
            owner_id=supporter_of(owner) or "",
            mine=owner == owned_by(me),
            since=row.taken_at or row.asked_at,
            unread=int(session.execute(unread).scalar_one()),
            last_id=last.id if last else None,
            last=" ".join(last.text.split())[:PREVIEW] if last else "",
            last_from=last.sender if last else "system",
            last_at=last.at if last else row.asked_at,
        )

    def _topic(self, package: Package, *, shared: bool = False) -> str:
        """What it is about; of a sensitive matter only the area, until it is shared."""
        if package.sensitive and not shared:
            return f"{SENSITIVE} ({self._area_title(package.area)})" if package.area else SENSITIVE
        if package.topic:
            return package.topic.title
        return self._area_title(package.area) if package.area else "Ukendt emne"

    def changes(self, after: int | None) -> list[Change]:
        """What has happened since the number, by which the lists of supporters change; of None only the last one.

        A few are told again: at PostgreSQL a lower number may be committed after a higher one.
        """
        events = sa.select(HandoverEventRow, HandoverRow.conversation_id).join(
            HandoverRow, HandoverRow.id == HandoverEventRow.handover_id
        ).where(HandoverEventRow.kind != "said")  # fmt: skip
        if after is None:
            events = events.order_by(HandoverEventRow.seq.desc()).limit(1)
        else:
            events = events.where(HandoverEventRow.seq > after - OVERLAP).order_by(HandoverEventRow.seq)
        with reading(self._sessions) as session:
            rows = session.execute(events).all()
        return [
            Change(
                row.seq,
                row.handover_id,
                conversation_id,
                frozenset(filter(None, (row.actor_id, row.to_id, supporter_of(row.owner)))),
            )
            for row, conversation_id in rows
        ]


def _with_person(item: TalkItem, name: str, unit: str) -> TalkItem:
    return TalkItem(**{**vars(item), "name": name, "unit": unit})
