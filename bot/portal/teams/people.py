"""Who writes in Teams: the person with that object id in Entra, and their session in the one conversation they have."""

from __future__ import annotations

from collections import OrderedDict

from microsoft_agents.activity import Activity

from bot.portal.blocking import Blocking
from bot.portal.parts import PersonLike, PortalParts, SessionLike

KIND = "teams"  # a token of this kind opens neither the API nor the pages
_MOST = 100_000  # tokens in memory


class People:
    """Knows people by Entra; each has a session here that lives like any other, and ends with their employment.

    The tokens never leave the process: what proves who somebody is, is the activity that Microsoft has signed.
    """

    def __init__(self, parts: PortalParts, db: Blocking) -> None:
        self._parts, self._db = parts, db
        self._tokens: OrderedDict[str, str] = OrderedDict()  # person -> token

    async def find(self, activity: Activity) -> PersonLike | None:
        """The sender; None where nobody employed today has that object id."""
        sender = activity.from_property
        if sender is None or not sender.aad_object_id:
            return None
        return await self._db(self._parts.access.person_by_entra_id, sender.aad_object_id)

    async def session(self, person: PersonLike) -> SessionLike:
        """The person's session; a new one each working day, on a thread of its own."""
        token = self._tokens.get(person.id)
        session = await self._db(self._parts.sessions.resolve, token, KIND) if token else None
        return session if session is not None else await self._db(self._begin, person.id)

    def _begin(self, person_id: str) -> SessionLike:
        conversation = self._parts.conversations.for_person(person_id)
        thread = self._parts.conversations.new_thread(conversation.id)
        token, _ = self._parts.sessions.create(person_id, conversation.id, thread, kind=KIND, vouched_by="teams")
        session = self._parts.sessions.resolve(token, KIND)
        if session is None:
            raise LookupError("the session ended as it began")
        self._tokens[person_id] = token
        if len(self._tokens) > _MOST:
            self._tokens.popitem(last=False)
        return session
