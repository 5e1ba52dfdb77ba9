"""Small changes to Rasa 3.6.21, each with its measurement; `apply` puts them in place when the server starts.

- v: the JSON-schema validator of an action's reply is built once. Rasa rebuilds it at every call (49 % of the time of a
  turn, see docs/understanding.md).
- k: one keep-alive HTTP session to the action server instead of a new connection for every call.
- c: event classes are looked up in a table. Rasa walks all subclasses for every event (36 % of a long conversation's
  time).
- h: the history of events is not sent to the action server. Our actions read the latest message, the slots and the
  active loop; the rest would only be serialised, and holds what users wrote.
- t: an error of the action server loses its body before it is logged: rasa-sdk puts the whole request into it, with
  what the user wrote.
"""

from __future__ import annotations

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import rasa
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.utils.common import all_subclasses
from rasa.utils import endpoints

_applied = False


def apply() -> None:
    """Puts the overrides in place, once."""
    global _applied
    if _applied:
        return
    _cache_the_validator()
    _keep_sessions_alive()
    _look_events_up()
    _send_no_history()
    _drop_error_bodies()
    _applied = True


def _cache_the_validator() -> None:
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(self: RemoteAction, result: Any) -> bool:
        for error in validator.iter_errors(result):
            # The instance of the error would be what the bot says: only the place is named.
            raise ValueError(f"the reply of the action server does not fit its schema at {list(error.absolute_path)}")
        return True

    RemoteAction._validate_action_result = validate


class _Kept:
    """Lets `async with endpoint.session()` leave the session open."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *error: object) -> None:
        return None


def _keep_sessions_alive() -> None:
    sessions: WeakKeyDictionary[Any, tuple[Any, aiohttp.ClientSession]] = WeakKeyDictionary()
    make = endpoints.EndpointConfig.session

    def session(self: endpoints.EndpointConfig) -> _Kept:
        loop = asyncio.get_running_loop()
        kept = sessions.get(self)
        if kept is None or kept[0] is not loop or kept[1].closed:
            kept = (loop, make(self))
            sessions[self] = kept
        return _Kept(kept[1])

    endpoints.EndpointConfig.__hash__ = object.__hash__  # __eq__ without __hash__ makes it unhashable
    endpoints.EndpointConfig.session = session


def _look_events_up() -> None:
    kinds = {kind.type_name: kind for kind in reversed(all_subclasses(Event))}
    slow = Event.resolve_by_type

    def resolve(type_name: str, default: Any = None) -> Any:
        return kinds.get(type_name) or slow(type_name, default)

    Event.resolve_by_type = staticmethod(resolve)


def _send_no_history() -> None:
    def call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Any) -> dict[str, Any]:
        state = tracker.current_state(EventVerbosity.NONE)
        state["events"] = []
        return {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": state,
            "domain": {},
            "version": rasa.__version__,
        }

    RemoteAction._action_call_format = call_format


def _drop_error_bodies() -> None:
    make = endpoints.ClientResponseError.__init__

    def init(self: endpoints.ClientResponseError, status: int, message: str, text: str) -> None:
        # 400 is how an action rejects to run: Rasa reads its body, which names the action only.
        make(self, status, message, text if status == 400 else "")

    endpoints.ClientResponseError.__init__ = init
