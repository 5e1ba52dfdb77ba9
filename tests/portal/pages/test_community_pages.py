"""The community's list on its page, and who sees to a case: for those who share the work, and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy.orm import Session

from bot.access.model import RoleRow
from bot.cases.types import CaseView
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from bot.settings import PROJECT
from tests.portal.fake_engine import FakeEngine
from tests.portal.page_client import Window
from tests.portal.world import MEMBER, NOW, STRANGER, Clock, World, make_world, settings_for

CARD, COLLEAGUE = "id-kort", "aase"


class As(Protocol):
    async def __call__(self, person: str) -> Window: ...


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    """Omar and Åse both report personnel in Mette's unit, which is not theirs."""
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    since = NOW.date().replace(year=2020)
    with Session(world.engine) as session:
        for number, person in enumerate((STRANGER, COLLEAGUE)):
            role = {"role": "indberetter_personale", "unit_id": "boern", "valid_from": since, "valid_to": None}
            session.add(RoleRow(id=f"r-shared-{number}", person_id=person, **role))
        session.commit()
    world.access.forget()
    return world


@pytest.fixture
async def signed_on(world: World) -> AsyncIterator[As]:
    world.background_jobs = list  # type: ignore[method-assign]
    aase = {"id": COLLEAGUE, "name": "Åse Bæk", "position": "", "unit": "", "roles": []}
    everyone = [*world.demo_people(), aase]
    world.demo_people = lambda: everyone  # type: ignore[method-assign]
    async with AsyncExitStack() as stack:
        app = create_app(world.settings, world, patience=Patience(answer=2, restart=1, poll=0.02))
        server = await stack.enter_async_context(TestServer(app))

        async def sign_on(person: str) -> Window:
            window = Window(server)
            stack.push_async_callback(window.client.close)
            await window.sign_on(person, "/sager")
            return window

        yield sign_on


def draft(world: World) -> str:
    return world.drafts.start(STRANGER, CARD, None, {"subject": MEMBER}).id


def sent(world: World) -> CaseView:
    return world.cases.submit(STRANGER, draft(world))


def assignee(world: World, number: str) -> str | None:
    case = world.cases.get(STRANGER, number)
    assert case is not None
    return case.assignee_id


async def test_a_draft_is_put_into_the_list_and_seen_by_the_colleague_without_what_it_says(
    signed_on: As, world: World
) -> None:
    draft(world)
    window = await signed_on(STRANGER)
    page = await window.press(await window.open("/sager"), "Læg i fællesskabets liste")
    assert page.heading == "Fællesskabets liste"
    assert "Kladden ligger nu i listen." in page.text
    assert "lagt i listen af dig" in page.text
    assert "Tag tilbage" in " ".join(page.labels())
    theirs = await (await signed_on(COLLEAGUE)).open("/sager/faellesskab")
    assert "lagt i listen af Omar Yıldız" in theirs.text
    assert "Fællesskabets liste (1)" in theirs.text
    assert "Mette" not in theirs.text


async def test_taking_it_goes_on_in_the_assistant_as_pressing_its_button_does(
    signed_on: As, world: World, engine: FakeEngine
) -> None:
    shared = draft(world)
    world.community.share(STRANGER, shared)
    window = await signed_on(COLLEAGUE)
    button = (await window.open("/sager/faellesskab")).button("Tag den")
    answers = [await window.post("/sager/faellesskab", button.fields) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == ["/assistent"] * 2
    assert [turn["payload"] for turn in engine.turns if "take_draft" in str(turn)].count(
        f'/take_draft{{"draft": "{shared}"}}'
    ) == 1


async def test_what_a_colleague_has_taken_already_is_said_to_be_gone(signed_on: As, world: World) -> None:
    shared = draft(world)
    world.community.share(STRANGER, shared)
    window = await signed_on(COLLEAGUE)
    button = (await window.open("/sager/faellesskab")).button("Tag den")
    world.community.take(STRANGER, shared)
    response = await window.post("/sager/faellesskab", button.fields)
    assert response.status == 409
    assert "Den er allerede taget" in await response.text()


async def test_who_shares_work_with_nobody_has_no_list_and_gets_nothing_from_it(signed_on: As, world: World) -> None:
    shared = draft(world)
    world.community.share(STRANGER, shared)
    window = await signed_on(MEMBER)
    page = await window.open("/sager")
    assert "Fællesskabets liste" not in page.text
    empty = await window.open("/sager/faellesskab")
    assert "Der ligger ingen kladder" in empty.text
    token = page.button("Log ud").fields["token"]
    fields = {"token": token, "do": "take", "draft": shared}
    hidden, none = [
        await window.post("/sager/faellesskab", {**fields, "draft": one}) for one in (shared, "findes-ikke")
    ]
    assert hidden.status == none.status == 409
    assert world.community.shared_drafts(STRANGER)


async def test_a_draft_about_oneself_is_not_offered_for_the_list(signed_on: As, world: World) -> None:
    own = world.drafts.start(STRANGER, CARD, None, {"subject": STRANGER}).id
    window = await signed_on(STRANGER)
    page = await window.open("/sager")
    assert not any(label.startswith("Læg i fællesskabets") for label in page.labels())
    token = page.button("Log ud").fields["token"]
    response = await window.post("/sager", {"token": token, "do": "share", "draft": own})
    assert response.status == 409
    assert "handler om dig selv" in await response.text()


async def test_a_colleague_takes_a_case_and_the_list_says_who_sees_to_it(signed_on: As, world: World) -> None:
    case = sent(world)
    window = await signed_on(COLLEAGUE)
    page = await window.press(await window.open(f"/sager/{case.number}"), "Tag den selv")
    assert "Du tager dig nu af sagen." in page.text
    assert assignee(world, case.number) == COLLEAGUE
    assert "Tag den selv" not in " ".join(page.labels())
    mine = await window.open("/sager")
    assert "Åse Bæk tager sig af den" in mine.text
    assert "Åse Bæk tager sig af den" in (await (await signed_on(STRANGER)).open("/sager")).text


async def test_a_case_is_given_to_a_colleague_who_is_told_once(signed_on: As, world: World) -> None:
    case = sent(world)
    window = await signed_on(STRANGER)
    page = await window.open(f"/sager/{case.number}")
    fields = {**page.button("Giv videre").fields, "to": COLLEAGUE}
    answers = [await window.post(page.path, fields) for _ in range(2)]
    told = [answer.headers["Location"].partition("besked=")[2] for answer in answers]
    assert told == ["givet", "allerede"]
    assert assignee(world, case.number) == COLLEAGUE
    news = [notice.text for notice in world.notices.unseen(COLLEAGUE)]
    assert news.count(f"Omar Yıldız har givet dig sag {case.number}.") == 1


@pytest.mark.parametrize("to", [MEMBER, "findes-ikke", ""])
async def test_a_case_is_given_only_to_those_who_share_the_work(signed_on: As, world: World, to: str) -> None:
    case = sent(world)
    window = await signed_on(STRANGER)
    page = await window.open(f"/sager/{case.number}")
    response = await window.post(page.path, {**page.button("Giv videre").fields, "to": to})
    assert response.status == 409
    assert assignee(world, case.number) is None


async def test_who_the_case_is_about_cannot_assign_it(signed_on: As, world: World) -> None:
    case = sent(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    if page.status == 200:
        assert "Hvem tager sig af sagen" not in page.text
    token = (await window.open("/sager")).button("Log ud").fields["token"]
    response = await window.post(f"/sager/{case.number}", {"token": token, "do": "assign", "to": MEMBER})
    assert response.status in (404, 409)
    assert assignee(world, case.number) is None
