"""One turn of somebody in Teams: the rules of the place, then a turn like any other."""

from __future__ import annotations

from dataclasses import dataclass, field

from microsoft_agents.activity import Activity

from bot.cases.attachments import BadFile
from bot.messages.cards import ChoicesCard, FormCard, QuestionCard
from bot.messages.message import Message, Utterance
from bot.portal.blocking import Blocking
from bot.portal.intake import Incoming, typed_text, values_of
from bot.portal.pages.display import asked_for
from bot.portal.parts import PortalParts, SessionLike
from bot.portal.problems import Problem
from bot.portal.teams import reading, words
from bot.portal.teams.discretion import Discretion
from bot.portal.teams.files import Keep
from bot.portal.teams.reading import Pressed
from bot.portal.turns import Taken, Turns
from bot.privacy.cpr import find, without_numbers
from bot.settings import TeamsSettings
from bot.understanding.crisis import crisis_in

_RECENT = 120  # messages in which a button counts as offered; the store looks at the last 60 of the bot's own


@dataclass(frozen=True)
class Answer:
    """What is said, and the card that it answers: that is shown anew, without its buttons."""

    messages: list[Message] = field(default_factory=list)
    answered: Message | None = None
    answer: str = ""


class Talk:
    """Takes turns for people in Teams."""

    def __init__(self, settings: TeamsSettings, parts: PortalParts, turns: Turns, db: Blocking, keep: Keep) -> None:
        self._parts, self._turns, self._db, self._keep = parts, turns, db, keep
        self._portal_url = settings.portal_url
        self._discretion = Discretion(parts, settings.portal_url)

    async def answer(self, session: SessionLike, activity: Activity) -> Answer:
        """The answer to a message; raises Problem or BadFile with what to say instead."""
        button = reading.pressed(activity)
        if button is not None:
            return await self._pressed(session, reading.client_id(activity), button)
        sent = reading.files(activity)
        if sent:
            return await self._files(session, reading.client_id(activity), activity)
        text = activity.remove_recipient_mention() if activity.text else ""
        if not (text or "").strip():
            return self.tell(words.PASTED if reading.pasted_image(activity) else words.NOTHING)
        return await self._typed(session, reading.client_id(activity), typed_text(text))

    async def welcome(self, session: SessionLike) -> Answer:
        """What is said when somebody has just added the assistant in Teams."""
        before = await self._db(self._parts.conversations.transcript, session.conversation_id, None, 1)
        transcript = await self._turns.greet(session)
        ids = [message.id for message in transcript]
        new = transcript[ids.index(before[-1].id) + 1 :] if before and before[-1].id in ids else transcript
        shown = await self._db(self._discretion.shown, session, new)
        return Answer([*(shown or self.tell(words.WELCOME_BACK).messages), *self.tell(words.IN_TEAMS).messages])

    def tell(self, what: str | Utterance) -> Answer:
        """Something that is said in Teams alone, and is no part of the conversation."""
        said = words.plain(what) if isinstance(what, str) else what
        stamp = {"id": self._parts.ids(), "from": "bot", "at": self._parts.clock()}
        return Answer([Message.model_validate({**stamp, "text": said.text, "cards": said.cards})])

    async def _typed(self, session: SessionLike, client_id: str, text: str) -> Answer:
        asked = await self._db(self._asked, session)
        warning: list[Message] = []
        if find(text, label=asked.field if isinstance(asked, QuestionCard) else ""):
            warning = self.tell(words.cpr_warning(self._portal_url)).messages
            if crisis_in(text) is None:
                return Answer(warning)
            text = without_numbers(text)  # whoever needs help now gets it first
        way_out = await self._db(self._discretion.under_way, session)
        if way_out is not None and crisis_in(text) is None:
            return self.tell(words.under_way(self._portal_url, way_out))
        taken = await self._turns.take(session, Incoming(client_id, text=text))
        return Answer([*await self._shown(session, taken), *warning])

    async def _pressed(self, session: SessionLike, client_id: str, button: Pressed) -> Answer:
        transcript = await self._db(self._parts.conversations.transcript, session.conversation_id, None, _RECENT)
        action = reading.offered(transcript, button.digest)
        if action is None:
            return self.tell(words.OLD_BUTTON)
        if any(find(text, label=field) for field, text in reading.written(button)):
            return self.tell(words.cpr_warning(self._portal_url))
        aside = action in (words.SET_ASIDE, words.DROP) or _leaves(action.payload)
        values = None if aside else reading.filled_in(transcript, action, button.sent)
        way_out = await self._db(self._discretion.under_way, session)
        if way_out is not None and values is not None:
            return self.tell(words.under_way(self._portal_url, way_out))
        incoming = Incoming(client_id, payload=action.payload, values=values_of(values) if values else None)
        offer = Utterance(text=action.title, cards=[ChoicesCard(actions=[action])]) if aside else None
        taken = await self._turns.take(session, incoming, offer)
        if way_out is not None and aside and await self._db(self._discretion.under_way, session) is None:
            return self.tell(words.ASIDE)
        messages = await self._shown(session, taken)
        message = next((one for one in transcript if one.id == button.message_id), None)
        return Answer(messages, message, taken.sent.text)

    async def _files(self, session: SessionLike, client_id: str, activity: Activity) -> Answer:
        way_out = await self._db(self._discretion.under_way, session)
        if way_out is not None:
            return self.tell(words.under_way(self._portal_url, way_out))
        asked = await self._db(self._asked, session)
        fields = asked.fields if isinstance(asked, FormCard) else [asked] if asked else []
        wanted = next((one for one in fields if one.hint == "file"), None)
        submit = _submit(asked)
        if wanted is None or submit is None:
            return self.tell(words.NO_FILE_ASKED)
        ids = await self._keep(session, reading.files(activity))
        values = {one.field: one.value for one in fields if one.value is not None}
        incoming = Incoming(client_id, payload=submit, values={**values, wanted.field: ids})
        taken = await self._turns.take(session, incoming)
        return Answer(await self._shown(session, taken))

    async def _shown(self, session: SessionLike, taken: Taken) -> list[Message]:
        return await self._db(self._discretion.shown, session, taken.replies)

    def _asked(self, session: SessionLike) -> QuestionCard | FormCard | None:
        return asked_for(self._parts.conversations.transcript(session.conversation_id, limit=_RECENT))


def said_instead(error: Problem | BadFile) -> str:
    """What a refusal says to the person."""
    return error.detail if isinstance(error, Problem) else error.explanation


def _leaves(payload: str) -> bool:
    return payload in {"/save_draft{}", "/cancel{}"}


def _submit(asked: QuestionCard | FormCard | None) -> str | None:
    if isinstance(asked, FormCard):
        return asked.submit.payload
    if isinstance(asked, QuestionCard):
        return next((one.payload for one in asked.actions if one.payload.startswith("/submit_values{")), None)
    return None
