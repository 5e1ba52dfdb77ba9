"""Where somebody can be reached in Teams: noted when they write, forgotten when they remove the assistant."""

from __future__ import annotations

from microsoft_agents.activity import Activity, ChannelAccount, ChannelId, ConversationAccount, ConversationReference

from bot.notices.teams import TeamsContact, TeamsContacts
from bot.portal.blocking import Blocking
from bot.portal.teams.gate import CHANNEL


class Contacts:
    """Turns what Teams tells into what is kept, and back."""

    def __init__(self, store: TeamsContacts, db: Blocking) -> None:
        self._store, self._db = store, db

    async def note(self, person_id: str, activity: Activity) -> bool:
        """Notes where the person is; True where they were not known here before."""
        return await self._db(self._store.note, contact_of(person_id, activity))

    async def forget(self, activity: Activity) -> None:
        await self._db(self._store.forget, activity.conversation.id)


def contact_of(person_id: str, activity: Activity) -> TeamsContact:
    """The chat that an activity came from."""
    tenant = (activity.conversation.tenant_id or "").lower()
    return TeamsContact(person_id, activity.conversation.id, activity.service_url, tenant)


def continuation(contact: TeamsContact, app_id: str) -> Activity:
    """The activity from which a message of our own goes on."""
    reference = ConversationReference(
        agent=ChannelAccount(id=f"28:{app_id}"),
        conversation=ConversationAccount(
            id=contact.conversation_id, tenant_id=contact.tenant_id, conversation_type="personal"
        ),
        channel_id=ChannelId(CHANNEL),
        service_url=contact.service_url,
    )
    return reference.get_continuation_activity()
