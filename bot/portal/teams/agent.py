"""What the assistant does with each activity that the gate has let in."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from microsoft_agents.activity import Activity, ActivityTypes
from microsoft_agents.hosting.core import TurnContext

from bot.cases.attachments import BadFile
from bot.messages.message import Message
from bot.portal.parts import PersonLike
from bot.portal.problems import Problem
from bot.portal.teams import cards, words
from bot.portal.teams.contacts import Contacts, contact_of
from bot.portal.teams.following import Following
from bot.portal.teams.outgoing import message_of
from bot.portal.teams.people import People
from bot.portal.teams.talk import Answer, Talk, said_instead
from bot.settings import TeamsSettings

log = structlog.get_logger(__name__)

_MOST_SEEN = 20_000  # activities that are remembered, so that a repeat is not answered twice
_TYPING_AFTER, _TYPING_EVERY = 0.4, 3.0  # seconds; Teams shows the dots for some three
Limit = Callable[[str], None]  # a person's id; raises Problem where they send too much


class TeamsAgent:
    """Serves private conversations with people who are known; says why not to everybody else."""

    def __init__(
        self,
        settings: TeamsSettings,
        people: People,
        talk: Talk,
        contacts: Contacts,
        following: Following,
        limit: Limit,
    ) -> None:
        self._settings, self._people, self._talk, self._contacts = settings, people, talk, contacts
        self._following, self._limit = following, limit
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    async def on_turn(self, context: TurnContext) -> None:
        """Called by the SDK for each activity."""
        activity = context.activity
        if activity.type not in (
            ActivityTypes.message,
            ActivityTypes.installation_update,
            ActivityTypes.conversation_update,
        ):
            return
        key = (activity.conversation.id, str(activity.id or id(activity)))
        if key in self._seen:
            return  # Teams delivers again what took long; the first one is answered, or is being answered
        self._remember(key)
        try:
            await self._serve(context, activity)
        except BaseException:
            self._seen.pop(key, None)  # so that the next delivery is a new try
            raise

    async def _serve(self, context: TurnContext, activity: Activity) -> None:
        if _is_left(activity):
            await self._contacts.forget(activity)
            return
        added = _is_added(activity)
        if activity.type != ActivityTypes.message and not added:
            return
        if activity.conversation.conversation_type != "personal":
            if activity.type == ActivityTypes.message:
                await context.send_activity(message_of(words.private(self._settings.app_id)))
            return
        person = await self._people.find(activity)
        if person is None:
            key = ("unknown", activity.conversation.id)
            if activity.type == ActivityTypes.message or key not in self._seen:
                self._remember(key)
                await context.send_activity(message_of(words.UNKNOWN))
            return
        try:
            await self._answer(context, activity, person, added)
        except (Problem, BadFile) as refused:
            await context.send_activity(message_of(said_instead(refused)))

    async def _answer(self, context: TurnContext, activity: Activity, person: PersonLike, added: bool) -> None:
        is_new = await self._contacts.note(person.id, activity)
        if added and not is_new:
            return  # Teams tells twice that it has been added
        self._limit(person.id)
        session = await self._people.session(person)
        async with self._following.turn(session, contact_of(person.id, activity)) as said:
            async with _typing(context):
                answer = await (self._talk.welcome(session) if added else self._talk.answer(session, activity))
            await self._mark_answered(context, activity, answer)
            for message in answer.messages:
                await context.send_activity(self._shown(message))
                said(message.id)

    async def _mark_answered(self, context: TurnContext, activity: Activity, answer: Answer) -> None:
        """Shows the card that was answered anew, without its buttons; the answer counts without that too."""
        message = answer.answered
        if message is None or not activity.reply_to_id or not any(map(cards.closes, message.cards)):
            return
        anew = self._shown(message, answer.answer)
        anew.id = activity.reply_to_id
        try:
            await context.update_activity(anew)
        except Exception as error:
            log.info("a card was not updated", error=type(error).__name__)

    def _shown(self, message: Message, answer: str | None = None) -> Activity:
        text, made = cards.in_teams(message, self._settings.portal_url, answer)
        return message_of(text, made, summary=message.text)

    def _remember(self, key: tuple[str, str]) -> None:
        self._seen[key] = None
        if len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)


def _is_added(activity: Activity) -> bool:
    """Whether the assistant has just been added here."""
    if activity.type == ActivityTypes.installation_update:
        return activity.action in ("add", "add-upgrade")
    ours = activity.recipient.id if activity.recipient else None
    members = activity.members_added or []
    return activity.type == ActivityTypes.conversation_update and any(member.id == ours for member in members)


def _is_left(activity: Activity) -> bool:
    """Whether the assistant has just been removed here."""
    if activity.type == ActivityTypes.installation_update:
        return activity.action in ("remove", "remove-upgrade")
    ours = activity.recipient.id if activity.recipient else None
    members = activity.members_removed or []
    return activity.type == ActivityTypes.conversation_update and any(member.id == ours for member in members)


@asynccontextmanager
async def _typing(context: TurnContext) -> AsyncIterator[None]:
    """Shows that the answer is being made, if that takes a moment."""

    async def show() -> None:
        await asyncio.sleep(_TYPING_AFTER)
        while True:
            await context.send_activity(Activity(type=ActivityTypes.typing))
            await asyncio.sleep(_TYPING_EVERY)

    task = asyncio.create_task(show())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task
