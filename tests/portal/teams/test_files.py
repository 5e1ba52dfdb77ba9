"""Files that are attached in Teams: fetched from allowed hosts only, within limits, and kept like any upload."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.cases.attachments import MAX_BYTES
from bot.cases.model import AttachmentRow
from bot.database.engine import reading
from bot.portal.teams.adapter import LoopbackOnly, file_hosts
from bot.settings import TeamsSettings
from tests.portal.fake_engine import FakeEngine, echo, say
from tests.portal.teams.chat import Chat
from tests.portal.teams.local_microsoft import activity as made
from tests.portal.teams.local_microsoft import everything_in
from tests.portal.world import World

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
QUESTION = {
    "type": "question",
    "field": "bilag",
    "label": "Vedhæft din kvittering",
    "hint": "file",
    "actions": [{"title": "Fortsæt", "payload": '/submit_values{"fields": ["bilag"]}', "style": "primary"}],
}


class Drive:
    """Where Teams has put the files; counts who comes for them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.asked.append(name)
        if name == "moved":
            raise web.HTTPFound("/secret")
        if name == "large":
            return web.Response(body=b"x" * (MAX_BYTES + 1))
        if name == "gone":
            raise web.HTTPNotFound
        return web.Response(
            body=b"MZ\x90\x00\x03\x00\x00\xff\xff" if name == "program" else PDF, content_type="application/pdf"
        )


@pytest.fixture
async def drive() -> AsyncIterator[Drive]:
    drive = Drive()
    app = web.Application()
    app.router.add_get("/{name}", drive.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    drive.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield drive
    await runner.cleanup()


class OnThisComputer(LoopbackOnly):
    """The drive of the test in place of SharePoint."""

    def client(self, client_session_kwargs: Any = None) -> aiohttp.ClientSession:
        return aiohttp.ClientSession()


@pytest.fixture
def hosts() -> Any:
    return OnThisComputer()


def attached(*urls: str, name: str = "kvittering.pdf") -> dict[str, Any]:
    kind = "application/vnd.microsoft.teams.file.download.info"
    return {"attachments": [{"contentType": kind, "name": name, "content": {"downloadUrl": url}} for url in urls]}


def kept(world: World) -> list[AttachmentRow]:
    with reading(world.conversations._sessions) as session:
        return list(session.query(AttachmentRow))


@pytest.fixture
async def asked(chat: Chat, engine: FakeEngine) -> Chat:
    """Somebody who has just been asked for a file."""
    engine.script = lambda turn: [say("Vedhæft din kvittering", QUESTION)] if turn["text"] == "bilag" else echo(turn)
    (reply,) = await chat.say("bilag")
    assert "papirclipsen" in everything_in(reply)
    return chat


async def test_a_file_answers_the_question_for_one(asked: Chat, world: World, engine: FakeEngine, drive: Drive) -> None:
    await asked.deliver(**attached(f"{drive.url}/a", f"{drive.url}/b"))
    rows = kept(world)
    assert {row.name for row in rows} == {"kvittering.pdf"} and len(rows) == 2
    assert sorted(engine.turns[-1]["values"]["bilag"]) == sorted(row.id for row in rows)


async def test_a_file_that_was_not_asked_for_is_not_fetched(chat: Chat, world: World, drive: Drive) -> None:
    (reply,) = await chat.deliver(**attached(f"{drive.url}/a"))
    assert "ikke bedt om en fil" in reply["text"]
    assert drive.asked == [] and kept(world) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("moved", "ikke hente filen"),
        ("gone", "ikke hente filen"),
        ("large", "højst fylde 10 MB"),
        ("program", "PDF"),
    ],
)
async def test_a_file_that_cannot_be_had_or_used_is_told(
    asked: Chat, world: World, drive: Drive, name: str, told: str
) -> None:
    (reply,) = await asked.deliver(**attached(f"{drive.url}/{name}"))
    assert told in reply["text"]
    assert kept(world) == [] and "secret" not in drive.asked


async def test_a_cpr_number_in_a_files_name_is_hidden(asked: Chat, world: World, drive: Drive) -> None:
    await asked.deliver(**attached(f"{drive.url}/a", name="680185-1234 attest.pdf"))
    assert "1234" not in kept(world)[0].name


async def test_the_same_delivery_twice_keeps_one_file(asked: Chat, world: World, drive: Drive) -> None:
    twice = made(**attached(f"{drive.url}/a"))
    for _ in range(2):
        assert (await asked.post(twice)).status == 202
    assert len(kept(world)) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/a",
        "http://files.example/a",
        "https://user:pw@files.example/a",
        "https://files.example.evil.example/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "file:///etc/passwd",
        "https://169.254.169.254/metadata",
        "nothing",
    ],
)
async def test_files_come_from_listed_hosts_only(teams: TeamsSettings, url: str) -> None:
    assert not file_hosts(teams).is_allowed(url)


async def test_a_listed_host_that_leads_into_the_network_is_not_asked(teams: TeamsSettings) -> None:
    inside = TeamsSettings(teams.app_id, teams.tenants, "", "", file_hosts=("localhost",))
    hosts = file_hosts(inside)
    assert hosts.is_allowed("https://localhost/a")
    async with hosts.client() as client:
        with pytest.raises(ValueError, match="Invalid resolved"):
            await client.get("https://localhost/a")
