"""What people and machines send that they should not: each gets a clear answer, and nothing leaks."""

from __future__ import annotations

import pytest

from tests.portal.client import Portal, problem
from tests.portal.fake_engine import FakeEngine


@pytest.mark.parametrize("text", ["", "   ", "\n\t \n", "\x00\x01\x02", "\u202e"])
async def test_a_message_without_content_is_refused_kindly_and_not_stored(portal: Portal, text: str) -> None:
    mette = await portal.sign_on()
    assert await problem(await mette.send(text=text)) == "message-empty"
    assert len(await mette.transcript()) == 1  # the greeting


async def test_ten_thousand_characters_are_taken_whole(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    text = "løn " * 2499 + "slut"
    await mette.say(text)
    assert engine.turns[-1]["text"] == text


async def test_more_than_ten_thousand_are_refused_with_what_to_do(portal: Portal) -> None:
    mette = await portal.sign_on()
    response = await mette.send(text="å" * 10_001)
    assert "10.000" in (await response.json())["detail"]
    assert await problem(response) == "message-too-long"


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧 tak 🙏",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "'; DROP TABLE messages; --",
        "{{7*7}} ${7*7} %s %(x)s",
    ],
)
async def test_odd_text_is_only_text(portal: Portal, engine: FakeEngine, text: str) -> None:
    mette = await portal.sign_on()
    await mette.say(text)
    assert engine.turns[-1]["text"] == text
    assert (await mette.transcript())[-2]["text"] == text


async def test_control_characters_are_taken_out(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    await mette.say("min\x00 løn\x1b[31m\r\nmangler \ud800\u202e")
    assert engine.turns[-1]["text"] == "min løn[31m\nmangler"


@pytest.mark.parametrize("text", ["/restart", '/select_solution{"id": "x"}', "/session_start"])
async def test_payload_syntax_that_is_typed_stays_text(portal: Portal, engine: FakeEngine, text: str) -> None:
    mette = await portal.sign_on()
    await mette.say(text)
    assert (engine.turns[-1]["text"], engine.turns[-1]["payload"]) == (text, None)


async def test_a_payload_that_was_not_offered_is_refused(portal: Portal, engine: FakeEngine) -> None:
    mette = await portal.sign_on()
    turns = len(engine.turns)
    assert await problem(await mette.send(payload='/send_report{"draft": "somebody-elses"}')) == "not-offered"
    assert len(engine.turns) == turns


async def test_what_was_offered_to_one_cannot_be_pressed_by_another(portal: Portal) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    await mette.say("knap")
    assert (await mette.send(payload='/videre{"id": "a"}')).status == 200
    assert await problem(await lone.send(payload='/videre{"id": "a"}')) == "not-offered"


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'"text"', b"[1]", b"\xff\xfe", b"null", b"[" * 100_000], ids=lambda raw: repr(raw[:8])
)
async def test_wrong_json_is_a_problem_not_an_error(portal: Portal, raw: bytes) -> None:
    mette = await portal.sign_on()
    response = await portal.client.post(mette.path("/messages"), data=raw, headers=mette.headers)
    assert response.status == 400
    assert await problem(response) == "invalid-json"


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hej"},
        {"text": "hej", "client_id": ""},
        {"text": "hej", "client_id": "x" * 65},
        {"text": "hej", "client_id": 7},
        {"client_id": "a"},
        {"text": "hej", "payload": "/x{}", "client_id": "a"},
        {"text": 7, "client_id": "a"},
        {"payload": ["/x"], "client_id": "a"},
        {"payload": "/x{}", "values": [1], "client_id": "a"},
        {"payload": "/x{}", "values": {"a": {"b": {"c": 1}}}, "client_id": "a"},
    ],
    ids=str,
)
async def test_json_of_the_wrong_shape_is_refused(portal: Portal, body: dict[str, object]) -> None:
    mette = await portal.sign_on()
    response = await mette.post(mette.path("/messages"), body)
    assert response.status == 400
    await problem(response)


async def test_a_huge_body_is_refused(portal: Portal) -> None:
    mette = await portal.sign_on()
    response = await mette.send(text="x" * 2_000_000)
    assert response.status == 413
    assert await problem(response) == "too-large"


async def test_a_foreign_conversation_looks_like_one_that_does_not_exist(portal: Portal) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    answers = []
    for conversation in (lone.conversation, "findes-ikke"):
        path = f"/api/conversations/{conversation}"
        for response in (
            await mette.get(path),
            await mette.get(f"{path}/events"),
            await mette.post(f"{path}/messages", {"text": "hej", "client_id": "a"}),
            await portal.client.delete(path, headers=mette.headers),
        ):
            answers.append((response.status, await response.text()))
    assert len(set(answers)) == 1
    assert answers[0][0] == 404
    assert len(await lone.transcript()) == 1


@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer forged", "Basic abc", "Bearer " + "x" * 5000])
async def test_without_a_valid_session_nothing_is_told(portal: Portal, header: str | None) -> None:
    mette = await portal.sign_on()
    headers = {"Authorization": header} if header else {}
    for path in (mette.path(), "/api/cases", "/api/people?q=mette", mette.path("/events")):
        response = await portal.client.get(path, headers=headers)
        assert response.status == 401
        assert await problem(response) == "login-needed"


async def test_an_unknown_address_and_a_wrong_method_are_problems(portal: Portal) -> None:
    assert await problem(await portal.client.get("/api/nothing")) == "not-found"
    response = await portal.client.get("/api/session")
    assert response.status == 405
    assert await problem(response) == "method-not-allowed"


async def test_an_error_inside_tells_nothing(portal: Portal, world: object, monkeypatch: pytest.MonkeyPatch) -> None:
    mette = await portal.sign_on()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret inner workings")

    monkeypatch.setattr(type(world.cases), "list", broken)  # type: ignore[attr-defined]
    response = await mette.get("/api/cases")
    assert response.status == 500
    assert "secret" not in await response.text()
    assert await problem(response) == "internal"


async def test_too_many_at_once_are_asked_to_wait(portal: Portal) -> None:
    mette, lone = await portal.sign_on("mette"), await portal.sign_on("lone")
    for _ in range(200):
        response = await mette.get(mette.path())
        if response.status == 429:
            break
    assert await problem(response) == "too-many-requests"
    assert int(response.headers["Retry-After"]) >= 1
    assert (await lone.get(lone.path())).status == 200
