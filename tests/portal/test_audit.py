"""The audit of what comes over HTTP, and that what is hidden cannot be told from what is not there."""

from __future__ import annotations

from bot.audit.trail import AuditFilter
from tests.portal.client import Portal, Signed
from tests.portal.world import STRANGER, World

NONE = "2026-000777"


def told(world: World) -> list[tuple[str, str | None, str]]:
    found = world.audit_trail.find(AuditFilter())
    return [(entry.event.action, entry.event.actor_id, entry.event.ground) for entry in found]


async def test_a_sign_on_is_told_once_although_it_begins_two_sessions(portal: Portal, world: World) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    response = await portal.client.post("/api/session", json={"demo_user": "mette"}, headers=headers)
    assert response.status == 200
    assert response.cookies  # signed on to the pages as well
    assert told(world) == [("sign_on", "mette", "demo")]


async def test_a_sign_on_on_the_pages_is_told_and_the_assistants_on_it_is_not(portal: Portal, world: World) -> None:
    headers = {"Sec-Fetch-Site": "same-origin"}
    response = await portal.client.post("/log-ind", data={"person": "mette"}, headers=headers, allow_redirects=False)
    assert response.status == 303
    assert told(world) == [("sign_on", "mette", "demo")]


async def test_a_refused_sign_on_is_no_sign_on(portal: Portal, world: World) -> None:
    await portal.client.post("/api/session", json={"demo_user": "aase"})
    assert told(world) == []


async def test_erasing_the_conversation_is_told(portal: Portal, world: World) -> None:
    mette = await portal.sign_on()
    await portal.client.delete(mette.path(), headers=mette.headers)
    assert told(world)[-1] == ("conversation_erased", "mette", "self")
    assert world.audit_trail.verify().broken_at is None


async def _answers(asker: Signed, number: str) -> list[tuple[int, str, str]]:
    """Status, type and body of all that can be asked of a case."""
    path = f"/api/cases/{number}"
    responses = [
        await asker.get(path),
        await asker.post(f"{path}/comments", {"text": "hej", "client_id": "c1"}),
        await asker.post(f"{path}/withdraw", {"reason": "hej"}),
        await asker.get(f"/api/cases?q={number}"),
        await asker.get(f"/api/cases?q={number}&awaiting_me=true"),
    ]
    return [(one.status, one.headers["Content-Type"], (await one.text()).replace(number, "…")) for one in responses]


async def test_a_hidden_case_and_none_at_all_are_one_answer_over_http(portal: Portal, world: World) -> None:
    hidden = world.cases.request_call_back(STRANGER, None, "andet", "Ring til mig").number
    mette, omar = await portal.sign_on(), await portal.sign_on(STRANGER)
    answers = await _answers(mette, hidden)
    assert answers == await _answers(mette, NONE)
    assert [status for status, *_ in answers] == [404, 404, 404, 200, 200]
    assert (await omar.get(f"/api/cases/{hidden}")).status == 200
