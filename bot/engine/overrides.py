"""Small changes to Rasa 3.6.21, each with its measurement; `apply` puts them in place when the server starts.

- v: an action's reply is checked for its two lists only; the channel and the portal check what is in them. Rasa builds
  a JSON-schema validator at every call (49 % of the time of a turn); building it once still leaves 5 %.
- k: one keep-alive HTTP session to the action server instead of a new connection for every call.
- w: the head of a request to it is sent together with its body. aiohttp 3.9 sends them one after the other (8 % of the
  time of a turn); 3.12 and later do as here, but Rasa accepts no newer than 3.9.
- c: event classes are looked up in a table. Rasa walks all subclasses for every event (36 % of a long conversation's
  time).
- h: the history of events is not sent to the action server. Our actions read the latest message, the slots and the
  active loop; the rest would only be serialised, and holds what users wrote.
- g: the graph runs in an order that is found once. Rasa hands it to dask's scheduler, which finds it anew at every
  message and prediction (5 %).
- r: only rules that can follow the last action and intent are compared with the state. Rasa compares all (4 %).
- t: an error of the action server loses its body before it is logged: rasa-sdk puts the whole request into it, with
  what the user wrote.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from graphlib import TopologicalSorter
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import rasa
from aiohttp.http_writer import StreamWriter, _serialize_headers
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner
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
    _check_replies_briefly()
    _keep_sessions_alive()
    _send_head_and_body_together()
    _look_events_up()
    _send_no_history()
    _drop_error_bodies()
    _order_the_graph_once()
    _look_rules_up()
    _applied = True


def _check_replies_briefly() -> None:
    def validate(self: RemoteAction, result: Any) -> bool:
        for part in ("events", "responses"):
            found = result.get(part, []) if isinstance(result, dict) else None
            if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
                # What the bot says is not repeated: only the place is named.
                raise ValueError(f"the reply of the action server has no list of objects in {part!r}")
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


def _send_head_and_body_together() -> None:
    write, write_eof = StreamWriter._write, StreamWriter.write_eof
    heads: WeakKeyDictionary[StreamWriter, bytes] = WeakKeyDictionary()

    async def hold_head(self: Any, status_line: str, headers: Any) -> None:
        if self._on_headers_sent is not None:
            await self._on_headers_sent(headers)
        heads[self] = _serialize_headers(status_line, headers)

    def write_with_head(self: Any, chunk: Any) -> None:
        write(self, heads.pop(self, b"") + chunk)

    async def end(self: Any, chunk: bytes = b"") -> None:
        if not chunk and self in heads:  # a request without a body
            write_with_head(self, b"")
        await write_eof(self, chunk)

    for name, method in {"write_headers": hold_head, "_write": write_with_head, "write_eof": end}.items():
        setattr(StreamWriter, name, method)


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


def _order_the_graph_once() -> None:
    orders: WeakKeyDictionary[DaskGraphRunner, dict[tuple[str, ...], list[tuple[str, list[str]]]]]
    orders = WeakKeyDictionary()

    def order(runner: DaskGraphRunner, targets: Sequence[str]) -> list[tuple[str, list[str]]]:
        nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: list(node.needs.values()) for name, node in nodes.items()}
        return [(name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs]

    def run(self: DaskGraphRunner, inputs: Any = None, targets: Any = None) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        known = orders.setdefault(self, {})
        if wanted not in known:
            known[wanted] = order(self, wanted)
        results = dict(inputs or {})
        for name, needs in known[wanted]:
            given = [(need, results[need]) if need in results else need for need in needs]
            _, results[name] = self._instantiated_nodes[name](*given)
        return {name: results[name] for name in wanted}

    DaskGraphRunner.run = run


_Place = tuple[Any, Any]  # the action before and the intent of a state; None where a rule names none


def _look_rules_up() -> None:
    applicable: Callable[..., set[str]] = RulePolicy._get_possible_keys
    indexes: dict[int, tuple[Any, dict[_Place, list[str]]]] = {}

    def place(state: Any) -> _Place:
        return (state.get("prev_action") or {}).get("action_name"), (state.get("user") or {}).get("intent")

    def index_of(lookup: dict[str, str]) -> dict[_Place, list[str]]:
        kept = indexes.get(id(lookup))
        if kept is None or kept[0] is not lookup:
            found: dict[_Place, list[str]] = defaultdict(list)
            for key in lookup:
                states = RulePolicy._rule_key_to_state(key)
                found[place(states[-1]) if states else (None, None)].append(key)
            kept = indexes[id(lookup)] = (lookup, found)
        return kept[1]

    def possible_keys(self: RulePolicy, lookup: dict[str, str], states: list[Any]) -> set[str]:
        if not states:
            return applicable(self, lookup, states)
        index = index_of(lookup)
        action, intent = place(states[-1])
        near = {
            key: lookup[key]
            for where in {(action, intent), (action, None), (None, intent), (None, None)}
            for key in index.get(where, ())
        }
        return applicable(self, near, states)

    RulePolicy._get_possible_keys = possible_keys
