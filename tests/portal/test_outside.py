"""What everybody sees: pages, headers, CORS, the schema, health and metrics."""

from __future__ import annotations

import re

import pytest

from tests.portal.client import Portal
from tests.portal.fake_engine import FakeEngine

HOST = "https://portal.kommunen.example"


@pytest.mark.parametrize("path", ["/", "/assistent", "/api/nothing", "/healthz", "/static/widget/service-assistent.js"])
async def test_every_answer_carries_the_security_headers(portal: Portal, path: str) -> None:
    response = await portal.client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"frame-ancestors 'self' {HOST}" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/assistent"])
async def test_the_pages_have_no_inline_script_or_style(portal: Portal, path: str) -> None:
    html = await (await portal.client.get(path)).text()
    assert "<style" not in html
    assert not re.search(r"\s(style|on[a-z]+)=", html)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", html))


async def test_all_that_the_pages_name_is_there(portal: Portal) -> None:
    html = await (await portal.client.get("/")).text()
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        assert (await portal.client.get(address)).status == 200, address


async def test_only_listed_portals_may_call_from_a_browser(portal: Portal) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    listed = await portal.client.options("/api/session", headers={"Origin": HOST, **asks})
    assert listed.status == 204
    assert listed.headers["Access-Control-Allow-Origin"] == HOST
    assert "Access-Control-Allow-Credentials" not in listed.headers
    other = await portal.client.options("/api/session", headers={"Origin": "https://evil.example", **asks})
    assert other.status == 403
    assert "Access-Control-Allow-Origin" not in other.headers


async def test_an_error_can_be_read_by_a_listed_portal_too(portal: Portal) -> None:
    response = await portal.client.get("/api/cases", headers={"Origin": HOST})
    assert response.status == 401
    assert response.headers["Access-Control-Allow-Origin"] == HOST


async def test_the_schema_names_all_cards(portal: Portal) -> None:
    schema = await (await portal.client.get("/api/schema/message.json")).json(content_type=None)
    assert {"ChoicesCard", "FormCard", "NoticeCard"} <= set(schema["$defs"])


async def test_ready_says_what_is_missing(portal: Portal, engine: FakeEngine) -> None:
    assert (await portal.client.get("/healthz")).status == 200
    assert (await portal.client.get("/readyz")).status == 200
    await engine.stop()
    response = await portal.client.get("/readyz")
    assert response.status == 503
    assert (await response.json())["engine"] is False


async def test_metrics_count_turns_without_anything_personal(portal: Portal) -> None:
    mette = await portal.sign_on()
    await mette.say("min løn mangler")
    text = await (await portal.client.get("/metrics")).text()
    assert 'serviceassistent_turns_total{outcome="answered"} 2.0' in text
    assert "mette" not in text.lower()
