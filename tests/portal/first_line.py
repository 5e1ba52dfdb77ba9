"""Supporters in the portal's world: signed on to the pages, using the desk's API as its page does."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer
from sqlalchemy.orm import Session

from bot.access.model import RoleRow
from bot.handover.types import Package
from bot.portal.sign_on.own_forms import form_token
from bot.portal.sign_on.page_session import cookie_name
from tests.portal.page_client import Window
from tests.portal.world import LEADER, MEMBER, STRANGER, World

METTE, OMAR, LONE = MEMBER, STRANGER, LEADER  # Mette asks; Omar and Lone are of 1st line


def open_desk(world: World) -> None:
    """Makes Omar and Lone supporters, and the world's knowledge what hand-overs need of it."""
    with Session(world.engine) as session:
        for person in (OMAR, LONE):
            session.add(
                RoleRow(
                    id=f"s-{person}", person_id=person, role="foerste_linje", unit_id="kommunen",
                    valid_from=date(2020, 1, 1), valid_to=None,
                )
            )  # fmt: skip
        session.commit()
    known: Any = world.knowledge
    for name, value in {"organisation": {}, "org": lambda key: key, "title": lambda id_: id_.capitalize()}.items():
        if not hasattr(known, name):
            setattr(known, name, value)


def ask(world: World, conversation: str, person: str = METTE, package: Package | None = None) -> str:
    """The person is put into the queue."""
    return world.handovers.request(person, conversation, "asked", package or Package()).id


@dataclass
class Supporter:
    """A supporter's window with the desk open."""

    window: Window
    token: str

    @classmethod
    async def sign_on(cls, server: TestServer, world: World, person: str = OMAR) -> Supporter:
        window = Window(server)
        await window.sign_on(person, "/")
        return cls(window, form_token(window.cookies[cookie_name(world.settings)]))

    async def get(self, path: str) -> ClientResponse:
        return await self.window.client.get(f"/api/desk{path}")

    async def json(self, path: str = "") -> Any:
        response = await self.get(path)
        assert response.status == 200, await response.text()
        return await response.json()

    async def post(self, path: str, **body: Any) -> ClientResponse:
        headers = {"Origin": self.window.origin, "X-Form-Token": self.token}
        return await self.window.client.post(f"/api/desk{path}", json=body, headers=headers)

    async def do(self, handover: str, what: str, **body: Any) -> Any:
        body.setdefault("client_id" if what == "messages" else "key", uuid.uuid4().hex)
        response = await self.post(f"/handovers/{handover}/{what}", **body)
        assert response.status == 200, await response.text()
        return await response.json()

    async def events(self) -> Stream:
        response = await self.get("/events")
        assert response.status == 200
        return Stream(response)

    async def close(self) -> None:
        await self.window.client.session.close()  # the client would close the server with it


class Stream:
    """Reads server-sent events one by one."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self, kind: str) -> Any:
        """The data of the next event of the kind; others are passed over."""
        event = ""
        while True:
            line = (await self.response.content.readline()).decode().rstrip("\n")
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: ") and event == kind:
                return json.loads(line.removeprefix("data: "))
