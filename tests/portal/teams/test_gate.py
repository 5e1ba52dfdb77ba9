"""Nobody comes in but the connector, for the tenants that are served."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.portal.app import create_app
from bot.portal.teams.adapter import connections, say_sorry
from bot.portal.teams.endpoint import PATH, TEAMS
from bot.portal.teams.gate import Gate, PlaygroundGate
from bot.settings import BadSetting, Settings, TeamsSettings
from tests.portal.fake_engine import FakeEngine
from tests.portal.teams.chat import Chat
from tests.portal.teams.local_microsoft import APP_ID, OTHER_TENANT, SERVICE_URL, TENANT, activity, key
from tests.portal.world import Clock, World

GUID = "11111111-2222-3333-4444-555555555555"
SETTINGS = {
    "TEAMS_APP_ID": GUID,
    "TEAMS_TENANTS": TENANT,
    "TEAMS_APP_SECRET": "s",
    "PORTAL_URL": "https://portal.kommunen.example",
}


async def refused(chat: Chat, engine: FakeEngine, status: int, body: Any, token: str | None = None) -> None:
    response = await chat.post(body, token)
    assert response.status == status
    assert await response.read() == b""  # the reason is for the log only
    assert engine.turns == [] and chat.connector.sent == []


async def test_a_message_that_is_in_order_is_answered(chat: Chat) -> None:
    (reply,) = await chat.say("hej")
    assert reply["text"] == "Du skrev: hej"
    assert reply["to"] == "a:mette-chat"
    assert chat.connector.tokens == {"Bearer own-token"}


async def test_without_a_token_nothing_comes_in(chat: Chat, engine: FakeEngine) -> None:
    response = await chat.client.post(PATH, json=activity(text="hej"))
    assert response.status == 401
    assert engine.turns == []


async def test_a_forged_token_is_refused(chat: Chat, engine: FakeEngine) -> None:
    await refused(chat, engine, 401, activity(text="hej"), chat.issuer.token(signed_with=key("the forger's")))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},  # Microsoft's own tenant
        {"iss": f"https://login.microsoftonline.com/{TENANT}/v2.0"},
        {"iss": None},
        {"aud": "99999999-2222-3333-4444-555555555555"},
        {"aud": [APP_ID, "somebody-else"]},
        {"aud": None},
        {"exp": None},
        {"exp": "never"},
        {"serviceurl": None},
        {"serviceurl": "https://smba.trafficmanager.net/amer/"},
    ],
    ids=str,
)
async def test_a_token_with_a_wrong_claim_is_refused(chat: Chat, engine: FakeEngine, claims: dict[str, Any]) -> None:
    await refused(chat, engine, 401, activity(text="hej"), chat.issuer.token(**claims))


async def test_an_expired_token_is_refused(chat: Chat, engine: FakeEngine, clock: Clock) -> None:
    token = chat.issuer.token()
    clock.forward(minutes=64)
    assert (await chat.post(activity(text="hej"), token)).status == 202  # clocks may differ by five minutes
    clock.forward(minutes=2)
    engine.turns.clear()
    chat.connector.sent.clear()
    await refused(chat, engine, 401, activity(text="hej"), token)


async def test_a_token_of_tomorrow_is_refused(chat: Chat, engine: FakeEngine, clock: Clock) -> None:
    tomorrow = int(clock().timestamp()) + 86400
    await refused(chat, engine, 401, activity(text="hej"), chat.issuer.token(nbf=tomorrow, exp=tomorrow + 3600))


async def test_a_key_that_may_not_speak_for_teams_is_refused(chat: Chat, engine: FakeEngine) -> None:
    chat.issuer.add_key("key-2", ["webchat"])
    await refused(chat, engine, 401, activity(text="hej"), chat.issuer.token("key-2"))


async def test_an_activity_of_another_channel_is_refused(chat: Chat, engine: FakeEngine) -> None:
    await refused(chat, engine, 401, activity(text="hej", channelId="webchat"))


async def test_another_tenant_is_refused_wherever_it_stands(chat: Chat, engine: FakeEngine) -> None:
    elsewhere = {"conversationType": "personal", "tenantId": OTHER_TENANT, "id": "a:x"}
    await refused(chat, engine, 403, activity(text="hej", conversation=elsewhere))
    await refused(chat, engine, 403, activity(text="hej", channelData={"tenant": {"id": OTHER_TENANT}}))
    await refused(chat, engine, 403, activity(text="hej", conversation={"conversationType": "personal", "id": "a:x"}))


async def test_a_service_address_that_is_not_the_tokens_is_refused(chat: Chat, engine: FakeEngine) -> None:
    await refused(chat, engine, 401, activity(text="hej", serviceUrl="https://smba.trafficmanager.net/uk/"))


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "https://evilsmba.trafficmanager.net/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://127.0.0.1/",
        "https://sharepoint.com/",
    ],
)
async def test_answers_go_to_no_address_that_is_not_listed(chat: Chat, engine: FakeEngine, address: str) -> None:
    response = await chat.post(activity(text="hej", serviceUrl=address), chat.issuer.token(serviceurl=address))
    assert response.status == 401
    assert engine.turns == [] and chat.connector.sent == []


@pytest.mark.parametrize(
    "body",
    [{}, [], "hej", {"type": "message"}, activity(recipient={"id": "x", "role": "agenticUser"})],
    ids=["empty", "a list", "a text", "a type alone", "for another kind of bot"],
)
async def test_what_is_no_activity_for_us_is_refused(chat: Chat, engine: FakeEngine, body: Any) -> None:
    await refused(chat, engine, 400, body)


async def test_the_same_delivery_twice_is_one_turn_and_one_answer(chat: Chat, engine: FakeEngine) -> None:
    twice = activity(text="hej")
    assert [(await chat.post(twice)).status for _ in range(2)] == [202, 202]
    assert len(engine.turns) == 1
    assert len(chat.connector.messages) == 1


async def test_a_repeat_after_a_restart_is_the_same_turn(chat: Chat, engine: FakeEngine) -> None:
    twice = activity(text="hej")
    await chat.post(twice)
    chat.teams.agent.__dict__["_seen"].clear()  # what the process remembered
    await chat.post(twice)
    assert len(engine.turns) == 1
    assert [message["text"] for message in chat.connector.messages] == ["Du skrev: hej"] * 2


async def test_keys_that_change_are_fetched_anew(
    chat: Chat, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.say("hej")
    chat.issuer.keys.clear()
    chat.issuer.add_key("key-9", ["msteams"])
    await refused_quietly(chat)  # an unknown key is looked for at most every few seconds
    monkeypatch.setattr("bot.portal.teams.tokens.KEYS_PAUSE", 0)
    assert (await chat.post(activity(text="igen"), chat.issuer.token("key-9"))).status == 202


async def refused_quietly(chat: Chat) -> None:
    assert (await chat.post(activity(text="igen"), chat.issuer.token("key-9"))).status == 401


async def test_without_teams_there_is_no_way_in(world: World) -> None:
    assert world.settings.teams is None
    async with TestClient(TestServer(create_app(world.settings, world))) as client:
        assert (await client.post(PATH, json=activity(text="hej"))).status == 404


async def test_with_teams_the_portal_is_put_together_with_every_default_set_right(
    world: World, teams: TeamsSettings
) -> None:
    app = create_app(replace(world.settings, teams=teams), world)
    made = app[TEAMS]
    assert type(made.gate) is Gate
    assert made.adapter.on_turn_error is say_sorry
    hosts = made.adapter._host_validator
    assert hosts.enabled and hosts.is_allowed(SERVICE_URL) and not hosts.is_allowed("https://graph.microsoft.com/")
    entra = connections(teams)
    assert entra is not None
    ours = entra.get_default_connection_configuration()
    assert (ours.VALIDATE_ISSUER, ours.ANONYMOUS_ALLOWED, ours.CLIENT_ID) == (True, False, APP_ID)
    async with TestClient(TestServer(app)) as client:
        assert (await client.post(PATH, json=activity(text="hej"))).status == 401


async def test_the_playground_is_for_this_computer_and_its_own_tenant(world: World) -> None:
    demo = Settings.from_environment({"DEMO": "1", "TEAMS_PLAYGROUND": "1"}).teams
    assert demo is not None
    async with TestClient(TestServer(create_app(replace(world.settings, teams=demo), world))) as client:
        assert (await client.post(PATH, json=activity(text="hej"))).status == 403  # the tenant is another
        own = activity(text="hej", conversation={"id": "a", "tenantId": next(iter(demo.tenants))}, channelData=None)
        own["serviceUrl"] = "http://intranet.kommunen.example/"
        assert (await client.post(PATH, json=own)).status == 401  # answers stay on this computer


@pytest.mark.parametrize(
    "environment",
    [
        {"TEAMS_PLAYGROUND": "1"},
        {"TEAMS_PLAYGROUND": "1", "DEMO": "1", "HOST": "0.0.0.0"},
        {"TEAMS_PLAYGROUND": "1", "DEMO": "1", **SETTINGS},
        {**SETTINGS, "TEAMS_TENANTS": ""},
        {**SETTINGS, "TEAMS_TENANTS": "common"},
        {**SETTINGS, "TEAMS_APP_SECRET": ""},
        {**SETTINGS, "TEAMS_APP_CERTIFICATE": "/x.pfx"},
        {**SETTINGS, "TEAMS_APP_SECRET": "", "TEAMS_APP_CERTIFICATE": "/not/there.pfx"},
        {**SETTINGS, "PORTAL_URL": "http://portal.kommunen.example"},
    ],
    ids=str,
)
def test_settings_that_would_let_anybody_in_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        Settings.from_environment(environment)


def test_the_settings_are_read() -> None:
    teams = Settings.from_environment({**SETTINGS, "TEAMS_SERVICE_HOSTS": "smba.infra.gcc.teams.microsoft.com"}).teams
    assert teams is not None
    assert (teams.tenants, teams.app_tenant, teams.playground) == (frozenset({TENANT}), TENANT, False)
    assert teams.service_hosts == ("smba.infra.gcc.teams.microsoft.com",)
    assert "TEAMS_APP_SECRET" not in repr(teams) and "'s'" not in repr(teams)


def test_the_playground_has_no_gate_where_an_app_is_registered(teams: TeamsSettings) -> None:
    with pytest.raises(ValueError, match="playground"):
        PlaygroundGate(teams)
