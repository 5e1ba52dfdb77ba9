"""Conversations: one per person, with its messages, its engine threads and the dialogue's state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.audit.log import AuditLog
from bot.audit.types import Event
from bot.clock import Clock
from bot.conversations import stored
from bot.conversations.appending import AnsweredBefore, Appended, append
from bot.conversations.model import ConversationRow, MessageRow, ThreadRow
from bot.conversations.types import Conversation, Heard, StateChanged
from bot.database.engine import Sessions, reading, writing
from bot.database.ids import Ids, new_id
from bot.handover.erasing import erase_handovers
from bot.messages.cards import Action
from bot.messages.message import Message, Sender, Utterance
from bot.privacy.erasure import erase_conversation

Shield = Callable[[str, str], str]  # text and owner -> text without CPR numbers
RECENT_OFFERS = 60

# What every turn needs is written once: making a statement costs SQLAlchemy more than running it on SQLite.
_BY_THREAD = (
    sa.select(
        ConversationRow.id,
        ConversationRow.person_id,
        ConversationRow.state,
        ConversationRow.version,
        ConversationRow.created_at,
    )
    .join(ThreadRow, ThreadRow.conversation_id == ConversationRow.id)
    .where(ThreadRow.id == sa.bindparam("thread"))
)
_BY_CLIENT_ID = sa.select(MessageRow).where(
    MessageRow.conversation_id == sa.bindparam("conversation"), MessageRow.client_id == sa.bindparam("client")
)
_OWNER = sa.select(ConversationRow.person_id).where(ConversationRow.id == sa.bindparam("conversation"))
_WHOSE = sa.select(ConversationRow.owner).where(ConversationRow.id == sa.bindparam("conversation"))
_OFFERS = (
    sa.select(MessageRow.actions)
    .where(MessageRow.conversation_id == sa.bindparam("conversation"), MessageRow.sender != "user")
    .order_by(MessageRow.seq.desc())
    .limit(RECENT_OFFERS)
)
_CONVERSATIONS: sa.Table = ConversationRow.__table__  # type: ignore[assignment]
_SAVE_STATE = (
    sa.update(_CONVERSATIONS)
    .where(
        _CONVERSATIONS.c.id == sa.bindparam("conversation"),
        _CONVERSATIONS.c.version == sa.func.coalesce(sa.bindparam("expected"), _CONVERSATIONS.c.version),
    )
    .values(state=sa.bindparam("new_state"), version=_CONVERSATIONS.c.version + 1)
    .returning(_CONVERSATIONS.c.version)
)


class ConversationService:
    """Stores and reads what was said. Every text goes through the CPR shield before it is stored."""

    def __init__(
        self,
        session_factory: Sessions,
        clock: Clock,
        shield: Shield,
        ids: Ids = new_id,
        remove_files: Callable[[Sequence[str]], None] | None = None,
        *,
        audit: AuditLog | None = None,
    ) -> None:
        self._sessions = session_factory
        self._clock = clock
        self._shield = shield
        self._ids = ids
        self._remove_files = remove_files
        self._audit = audit or AuditLog(clock)

    # --- conversations and threads

    def for_person(self, person_id: str) -> Conversation:
        """The person's conversation; made when missing."""
        wanted = sa.select(ConversationRow).where(ConversationRow.person_id == person_id)
        with reading(self._sessions) as session:
            if row := session.scalars(wanted).one_or_none():
                return stored.conversation(row)
        try:
            with writing(self._sessions) as session:
                row = ConversationRow(
                    id=self._ids(), person_id=person_id, state={}, version=1, last_seq=0, created_at=self._clock()
                )
                session.add(row)
            return stored.conversation(row)
        except IntegrityError:  # made by another process at the same instant
            with reading(self._sessions) as session:
                return stored.conversation(session.scalars(wanted).one())

    def get(self, conversation_id: str) -> Conversation | None:
        with reading(self._sessions) as session:
            row = session.get(ConversationRow, conversation_id)
            return stored.conversation(row) if row else None

    def new_thread(self, conversation_id: str) -> str:
        """A new thread of the dialogue engine; earlier ones stay valid."""
        with writing(self._sessions) as session:
            row = ThreadRow(id=self._ids(), conversation_id=conversation_id, created_at=self._clock())
            session.add(row)
            return row.id

    def by_thread(self, thread_id: str) -> Conversation | None:
        """The conversation that a thread belongs to."""
        with reading(self._sessions) as session:
            row = session.execute(_BY_THREAD, {"thread": thread_id}).one_or_none()
            return Conversation(*row) if row else None

    def save_state(self, conversation_id: str, state: dict[str, Any], expected_version: int | None = None) -> int:
        """Stores the dialogue's state and returns its version; raises StateChanged if `expected_version` is past."""
        wanted = {"conversation": conversation_id, "expected": expected_version, "new_state": state}
        with writing(self._sessions) as session:
            version = session.execute(_SAVE_STATE, wanted).scalar()
            if version is None:
                raise StateChanged(conversation_id)
            return int(version)

    # --- messages

    def add_user_message(
        self, conversation_id: str, text: str, client_id: str | None, payload: str | None = None
    ) -> tuple[Message, bool]:
        """Stores what the user said. The same `client_id` again gives the first message, and False."""
        heard = self.hear(conversation_id, text, client_id, payload)
        return heard.message, heard.is_new

    def hear(self, conversation_id: str, text: str, client_id: str | None, payload: str | None = None) -> Heard:
        """The same, and whether it was said to 1st line: who had the conversation is looked at in the same instant."""
        text, payload = self._shielded(conversation_id, text, payload)
        try:
            appended = self._append(conversation_id, [Utterance(text=text)], "user", None, client_id, payload)
        except IntegrityError:  # said before, or at this instant
            earlier = self._by_client_id(conversation_id, client_id) if client_id else None
            if earlier is None:
                raise
            return Heard(stored.message(earlier), False, earlier.handover_id)
        if appended is None:
            raise LookupError(conversation_id)
        return Heard(appended.messages[0], True, appended.handover_id)

    def add_messages(
        self,
        conversation_id: str,
        utterances: Sequence[Utterance],
        in_reply_to: str | None = None,
        sender: Sender = "bot",
    ) -> list[Message]:
        """Stores what the bot (or the house) says, in order; of the bot nothing while a supporter has it."""
        if not utterances:
            return []
        if sender != "bot":  # a person has typed it; the bot only says what has been through the shield
            utterances = [u.model_copy(update={"text": self._shielded(conversation_id, u.text)[0]}) for u in utterances]
        try:
            appended = self._append(conversation_id, utterances, sender, in_reply_to, None, None)
        except AnsweredBefore as answered:
            return self.replies_to(str(answered)) or []
        return appended.messages if appended else []

    def owner(self, conversation_id: str) -> str:
        """Whose the conversation is now: bot, queue, or a supporter's (bot/handover/types.py)."""
        with reading(self._sessions) as session:
            return str(session.execute(_WHOSE, {"conversation": conversation_id}).scalar_one())

    def replies_to(self, message_id: str) -> list[Message] | None:
        """The answers to a message; None where none has been stored yet."""
        with reading(self._sessions) as session:
            rows = session.scalars(
                sa.select(MessageRow).where(MessageRow.in_reply_to == message_id).order_by(MessageRow.seq)
            ).all()
            return [stored.message(row) for row in rows] or None

    def transcript(self, conversation_id: str, after: str | None = None, limit: int = 200) -> list[Message]:
        """The newest messages in order; with `after` those that follow that message."""
        mine = sa.select(MessageRow).where(MessageRow.conversation_id == conversation_id)
        with reading(self._sessions) as session:
            if after is not None:
                known = sa.select(MessageRow.seq).where(
                    MessageRow.id == after, MessageRow.conversation_id == conversation_id
                )
                seq = session.execute(known).scalar() or 0
                rows = session.scalars(mine.where(MessageRow.seq > seq).order_by(MessageRow.seq).limit(limit)).all()
                return [stored.message(row) for row in rows]
            newest = session.scalars(mine.order_by(MessageRow.seq.desc()).limit(limit)).all()
            return [stored.message(row) for row in reversed(newest)]

    def offered(self, conversation_id: str, payload: str) -> Action | None:
        """The action with this payload, if one of the last 60 bot messages offered it."""
        with reading(self._sessions) as session:
            rows = session.execute(_OFFERS, {"conversation": conversation_id}).scalars()
            for actions in rows:
                for action in actions:
                    if action["payload"] == payload:
                        return Action(**action)
        return None

    def erase(self, conversation_id: str) -> dict[str, Any]:
        """Erases texts and drafts; `text` tells the person what went, what remains and why."""
        with writing(self._sessions) as session:
            row = session.get(ConversationRow, conversation_id, with_for_update=True)
            if row is None:
                return {"erased": {}, "remains": {"cases": []}, "text": ""}
            erase_handovers(session, conversation_id, self._clock())
            session.refresh(row)
            erased = erase_conversation(session, row)
            counts = {"messages": erased.messages, "drafts": erased.drafts, "files": erased.attachments}
            event = Event("conversation_erased", row.person_id, "conversation", row.id, details=counts)
            self._audit.write(session, event)
        if self._remove_files:
            self._remove_files(erased.files)
        return erased.as_dict()

    # --- inside

    def _shielded(self, conversation_id: str, text: str, payload: str | None = None) -> tuple[str, str | None]:
        with reading(self._sessions) as session:
            owner = session.execute(_OWNER, {"conversation": conversation_id}).scalar_one()
        return self._shield(text, owner), self._shield(payload, owner) if payload else payload

    def _by_client_id(self, conversation_id: str, client_id: str) -> MessageRow | None:
        with reading(self._sessions) as session:
            wanted = {"conversation": conversation_id, "client": client_id}
            return session.scalars(_BY_CLIENT_ID, wanted).one_or_none()

    def _append(
        self,
        conversation_id: str,
        utterances: Sequence[Utterance],
        sender: Sender,
        in_reply_to: str | None,
        client_id: str | None,
        payload: str | None,
    ) -> Appended | None:
        with writing(self._sessions) as session:
            return append(
                session,
                conversation_id,
                utterances,
                sender,
                ids=self._ids,
                at=self._clock(),
                in_reply_to=in_reply_to,
                client_id=client_id,
                payload=payload,
            )
