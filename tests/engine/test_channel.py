"""The internal channel: who gets in, what becomes a command, and what never does. Needs the engine's Python."""

import asyncio
import json
import socket

import pytest

pytest.importorskip("rasa")

import aiohttp
from rasa.core.channels.channel import CollectingOutputChannel
from sanic import Sanic

from bot.engine.channel import BadTurn, PortalChannel, Turn, user_message, utterances

SECRET = "s" * 32
THREAD = "thread-0123456789"


def turn(**parts):
    return Turn.from_json({"thread": THREAD, "text": None, "payload": None, **parts})


def message(**parts):
    return user_message(turn(**parts), CollectingOutputChannel(), "portal")


def test_typed_text_is_never_a_command():
    for text in ("/restart", '/select_solution{"id": "x"}', "  /greet"):
        got = message(text=text)
        assert not got.text.startswith("/") and got.parse_data is None
        assert got.metadata == {"text": text}


def test_a_payload_becomes_its_intent_with_its_parameters():
    got = message(payload='/select_solution{"id": "kursus"}', display="Kursus", values={"a": "1"})
    assert got.parse_data["intent"] == {"name": "select_solution", "confidence": 1.0}
    assert got.metadata == {"text": "Kursus", "pressed": {"id": "kursus"}, "values": {"a": "1"}}
    assert got.text == "Kursus" and got.sender_id == THREAD


def test_the_page_that_the_user_stands_on_goes_along():
    assert message(text="hej", topic="kursus").metadata == {"text": "hej", "topic": "kursus"}
    assert message(payload="/my_cases", topic="kursus").metadata["topic"] == "kursus"


def test_the_turns_id_is_the_messages_id():
    assert message(text="hej", turn="abc").message_id == "abc"


@pytest.mark.parametrize("payload", ["greet", "/Greet", '/greet{"a": }', '/greet["a"]', "/greet{} x", "/"])
def test_a_payload_that_cannot_be_read_is_refused(payload):
    with pytest.raises(BadTurn):
        message(payload=payload)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {"text": "hej"},
        {"thread": "kort", "text": "hej"},
        {"thread": THREAD},
        {"thread": THREAD, "text": "hej", "payload": "/greet"},
        {"thread": THREAD, "text": 3},
        {"thread": THREAD, "text": "x" * 10_001},
        {"thread": THREAD, "text": "hej", "values": []},
        {"thread": THREAD, "text": "hej", "topic": ["kursus"]},
    ],
)
def test_a_body_that_is_no_turn_is_refused(body):
    with pytest.raises(BadTurn):
        Turn.from_json(body)


def test_what_actions_say_is_handed_on_in_order():
    said = [{"custom": {"utterance": {"text": "a", "cards": []}}}, {"text": "b"}, {"custom": {"other": 1}}]
    assert utterances(said) == [{"text": "a", "cards": []}, {"text": "b", "cards": []}]


def test_a_short_secret_does_not_start():
    with pytest.raises(ValueError, match="ENGINE_SECRET"):
        PortalChannel("kort", 1)
    with pytest.raises(ValueError, match="ENGINE_SECRET"):
        PortalChannel.from_credentials({})


def serve(on_message, calls, seconds=5.0):
    """Runs calls against a server with the channel; returns (status, body) of each."""

    async def run():
        app = Sanic(f"channel{id(on_message)}", configure_logging=False)
        app.blueprint(PortalChannel(SECRET, seconds).blueprint(on_message), url_prefix="/webhooks/portal")
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        results = []
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
            for method, path, headers, body in calls:
                async with client.request(method, path, headers=headers, data=body) as answer:
                    results.append((answer.status, await answer.text()))
        await server.close()
        return results

    Sanic.test_mode = True
    return asyncio.new_event_loop().run_until_complete(run())


def post(body, secret=SECRET):
    return ("POST", "/webhooks/portal/messages", {"X-Engine-Secret": secret} if secret else {}, body)


def test_without_the_secret_nothing_is_answered():
    async def never(_):
        raise AssertionError

    body = json.dumps({"thread": THREAD, "text": "hej"})
    answers = serve(
        never, [post(body, None), post(body, "wrong"), post(body, "æ"), ("GET", "/webhooks/portal/ready", {}, None)]
    )
    assert [status for status, _ in answers] == [401, 401, 401, 401]


def test_a_turn_is_answered_with_utterances():
    async def answer(got):
        await got.output_channel.send_custom_json(
            got.sender_id, {"utterance": {"text": f"så du siger {got.text}", "cards": []}}
        )

    ((status, body),) = serve(answer, [post(json.dumps({"thread": THREAD, "text": "hej"}))])
    assert status == 200 and json.loads(body) == {"utterances": [{"text": "så du siger hej", "cards": []}]}


def test_bad_requests_and_failures_say_nothing_of_what_was_written(caplog):
    async def fail(got):
        raise RuntimeError(got.text)

    secret_text = "Mette er syg"
    answers = serve(fail, [post("{nej"), post(json.dumps({"thread": THREAD, "text": secret_text}))])
    assert [status for status, _ in answers] == [400, 500]
    assert all(secret_text not in body for _, body in answers)
    assert secret_text not in caplog.text and "RuntimeError" in caplog.text


def test_a_turn_that_takes_too_long_is_broken_off():
    async def sleep(_):
        await asyncio.sleep(30)

    ((status, _),) = serve(sleep, [post(json.dumps({"thread": THREAD, "text": "hej"}))], seconds=0.05)
    assert status == 504


def test_it_is_not_ready_without_a_model():
    async def nothing(_):
        return None

    ((status, _),) = serve(nothing, [("GET", "/webhooks/portal/ready", {"X-Engine-Secret": SECRET}, None)])
    assert status == 503
