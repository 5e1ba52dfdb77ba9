"""What the widget does, without the widget."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient


@dataclass
class Signed:
    """Somebody who is signed on."""

    client: TestClient
    token: str
    conversation: str
    messages: list[dict[str, Any]]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def path(self, rest: str = "") -> str:
        return f"/api/conversations/{self.conversation}{rest}"

    async def get(self, path: str, **options: Any) -> ClientResponse:
        return await self.client.get(path, headers={**self.headers, **options.pop("headers", {})}, **options)

    async def post(self, path: str, body: Any) -> ClientResponse:
        return await self.client.post(path, json=body, headers=self.headers)

    async def send(self, **body: Any) -> ClientResponse:
        body.setdefault("client_id", uuid.uuid4().hex)
        return await self.post(self.path("/messages"), body)

    async def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        response = await self.send(text=text, **more)
        assert response.status == 200, await response.text()
        return list((await response.json())["messages"])

    async def transcript(self) -> list[dict[str, Any]]:
        return list((await (await self.get(self.path())).json())["messages"])

    async def upload(self, name: str, content: bytes, media_type: str = "application/octet-stream") -> ClientResponse:
        form = FormData()
        form.add_field("file", content, filename=name, content_type=media_type)
        return await self.client.post(self.path("/files"), data=form, headers=self.headers)


@dataclass
class Portal:
    """The running portal."""

    client: TestClient

    async def sign_on(self, person: str = "mette") -> Signed:
        response = await self.client.post("/api/session", json={"demo_user": person})
        assert response.status == 200, await response.text()
        body = await response.json()
        return Signed(self.client, body["session"], body["conversation"], body["messages"])


async def problem(response: ClientResponse) -> str:
    """The problem's name; checks that the answer is a problem document in Danish without any inner workings."""
    assert response.content_type == "application/problem+json", await response.text()
    body = await response.json()
    assert body["status"] == response.status
    assert body["title"] and body["detail"]
    assert "Traceback" not in str(body) and "Error" not in str(body)
    return str(body["type"]).removeprefix("urn:serviceassistent:problem:")
