"""The overrides do what Rasa does, only faster or quieter. Needs the engine's Python."""

import asyncio

import pytest

pytest.importorskip("rasa")

from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot.engine import overrides, reserved_intents


@pytest.fixture(autouse=True)
def applied():
    overrides.apply()


def test_events_are_found_by_their_type_and_unknown_ones_refused():
    assert Event.resolve_by_type("slot") is SlotSet
    assert [type(e) for e in deserialise_events([{"event": "action", "name": "action_listen"}])] == [ActionExecuted]
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("nothing")


def test_a_reply_is_checked_against_the_schema_and_not_repeated_in_the_error():
    action = RemoteAction("action_x", None)
    assert action._validate_action_result({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []})
    with pytest.raises(ValueError) as error:
        action._validate_action_result({"events": "Mette er syg"})
    assert "Mette" not in str(error.value)


def test_the_history_is_not_sent_to_the_action_server():
    tracker = DialogueStateTracker.from_events(
        "a", [UserUttered("et", {"name": "x"}), UserUttered("to", {"name": "x"})]
    )
    call = RemoteAction("action_x", None)._action_call_format(tracker, Domain.empty())
    assert call["tracker"]["events"] == []
    assert call["tracker"]["latest_message"]["text"] == "to"
    assert call["sender_id"] == "a"


def test_the_body_of_a_failed_reply_is_dropped_but_a_rejection_is_read():
    assert "Mette" not in str(ClientResponseError(500, "Internal", "Mette er syg"))
    assert ClientResponseError(400, "Bad", '{"action_name": "x"}').text == '{"action_name": "x"}'


def test_one_connection_serves_many_calls_and_carries_the_secret():
    async def run():
        seen = []

        async def webhook(request):
            seen.append((request.transport.get_extra_info("peername"), request.headers.get("X-Actions-Secret")))
            return web.json_response({"events": [], "responses": []})

        app = web.Application()
        app.router.add_post("/webhook", webhook)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        endpoint = EndpointConfig(f"http://127.0.0.1:{port}/webhook", headers={"X-Actions-Secret": "geheim"})
        for _ in range(3):
            assert await endpoint.request(json={}) == {"events": [], "responses": []}
        await endpoint.session().__aenter__()
        await (await endpoint.session().__aenter__()).close()
        await runner.cleanup()
        return seen

    seen = asyncio.new_event_loop().run_until_complete(run())
    assert len({peer for peer, _ in seen}) == 1 and {secret for _, secret in seen} == {"geheim"}


def test_back_and_restart_belong_to_our_rules():
    from rasa.core.policies.rule_policy import DEFAULT_ACTION_MAPPINGS

    reserved_intents.release()
    assert "back" not in DEFAULT_ACTION_MAPPINGS and "restart" not in DEFAULT_ACTION_MAPPINGS
