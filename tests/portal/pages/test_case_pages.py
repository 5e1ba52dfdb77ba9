"""The pages of cases: what one finds, what one can do without scripts, and what does not exist for others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestServer
from sqlalchemy.orm import Session

from bot.access.model import RoleRow, UnitRow
from bot.cases.backends.desk import SqlDesk
from bot.cases.types import CaseView
from bot.knowledge.loader import Knowledge, load_knowledge
from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from bot.settings import PROJECT
from tests.portal.fake_engine import FakeEngine
from tests.portal.page_client import Shown, Window
from tests.portal.world import LEADER, MEMBER, NOW, STRANGER, Clock, World, make_world, settings_for

PAY, TRAVEL, HOURS = "manglende-eller-forkert-loen", "koerselsgodtgoerelse", "aendring-af-arbejdstid"


class As(Protocol):
    async def __call__(self, person: str) -> Window: ...


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    since = NOW.date().replace(year=2020)
    with Session(world.engine) as session:
        role = {"unit_id": "kommunen", "valid_from": since, "valid_to": None}
        session.add(RoleRow(id="r-desk", person_id=STRANGER, role="sagsbehandler_loen_og_personale", **role))
        session.commit()
    return world


@pytest.fixture
def desk(world: World) -> SqlDesk:
    return SqlDesk(world._sessions, world.clock, world.access)


@pytest.fixture
async def signed_on(world: World) -> AsyncIterator[As]:
    """Windows in which somebody is signed on; nothing runs by itself."""
    world.background_jobs = list  # type: ignore[method-assign]
    aase = {"id": "aase", "name": "Åse Bæk", "position": "", "unit": "", "roles": []}
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


def send(world: World, person: str = MEMBER, solution: str = PAY, **answers: Any) -> CaseView:
    return world.cases.submit(person, world.drafts.start(person, solution, None, answers).id)


def settle(world: World) -> None:
    world.outbox.run_until_empty()
    world.status_sync.run_once()


def history(world: World, number: str, person: str = MEMBER) -> list[str]:
    case = world.cases.get(person, number)
    assert case is not None
    return [line.text for line in case.history]


async def fill(window: Window, page: Shown, do: str, **fields: str) -> ClientResponse:
    """Sends one of the page's forms with what was written in it."""
    form = next(button.fields for button in page.buttons if button.fields.get("do") == do)
    return await window.post(page.path.partition("?")[0], {**form, **fields})


async def upload(window: Window, page: Shown, do: str, name: str, content: bytes, **fields: str) -> ClientResponse:
    form = next(button.fields for button in page.buttons if button.fields.get("do") == do)
    data = FormData(quote_fields=False)  # as browsers send names
    for key, value in {**form, **fields}.items():
        data.add_field(key, value)
    data.add_field("files", content, filename=name, content_type="application/octet-stream")
    path = page.path.partition("?")[0]
    return await window.client.post(path, data=data, headers={"Origin": window.origin}, allow_redirects=False)


# --- the overview


async def test_what_awaits_the_visitor_stands_first_and_is_counted(signed_on: As, world: World, desk: SqlDesk) -> None:
    back, _ = send(world), send(world, solution=TRAVEL)
    settle(world)
    desk.ask(STRANGER, back.number, "Hvilken måned?")
    settle(world)
    page = await (await signed_on(MEMBER)).open("/sager")
    assert page.heading == "Sager"
    assert "1 sag venter på dig." in page.text
    assert page.text.index("Afventer dig") < page.text.index(back.number) < page.text.index("Andre sager")


async def test_the_filter_is_a_link_and_says_what_it_shows(signed_on: As, world: World) -> None:
    pay, travel = send(world), send(world, solution=TRAVEL)
    window = await signed_on(MEMBER)
    page = await window.open("/sager?tilstand=aabne&omraade=loen&fra=2026-03-01&til=2026-03-31")
    assert "Åbne sager om løn fra marts 2026: 1." in page.text
    assert pay.number in page.text
    assert travel.number not in page.text
    assert '<option value="loen" selected>' in page.html


@pytest.mark.parametrize("words", ["{number}", "kørsel", "mette", "Mette kørsel"])
async def test_a_case_is_found_by_number_person_and_topic(signed_on: As, world: World, words: str) -> None:
    pay, travel = send(world), send(world, solution=TRAVEL)
    page = await (await signed_on(MEMBER)).open(f"/sager?soeg={words.format(number=travel.number)}")
    assert travel.number in page.text
    assert (pay.number in page.text) is (words == "mette")


async def test_there_are_twenty_on_a_page_and_a_way_on(signed_on: As, world: World) -> None:
    sent = {send(world).number for _ in range(23)}
    window = await signed_on(MEMBER)
    first = await window.open("/sager?sorter=oldest")
    second = await window.open("/sager?sorter=oldest&side=2")
    found = [{number for number in sent if number in page.text} for page in (first, second)]
    assert [len(one) for one in found] == [20, 3]
    assert found[0] | found[1] == sent
    assert 'href="/sager?sorter=oldest&amp;side=2"' in first.html
    assert 'href="/sager?sorter=oldest"' in second.html


async def test_a_colleagues_case_is_in_nobodys_overview(signed_on: As, world: World) -> None:
    case = send(world)
    window = await signed_on("aase")
    for whose in ("mine", "unit", "desk", "followed", "all"):
        assert case.number not in (await window.open(f"/sager?hvis={whose}")).text


async def test_a_filter_that_makes_no_sense_is_no_error(signed_on: As) -> None:
    page = await (await signed_on(MEMBER)).open("/sager?tilstand=%00&omraade=x&fra=i+dag&side=-3&enhed='--&soeg=%25_")
    assert page.status == 200


async def test_a_draft_begun_elsewhere_is_gone_on_with_from_here(
    signed_on: As, world: World, engine: FakeEngine
) -> None:
    draft = world.drafts.start(MEMBER, PAY, None, {"beskrivelse": "Tillæg mangler"})
    window = await signed_on(MEMBER)
    page = await window.open("/sager")
    assert "Bliver slettet 1. april 2026" in page.text
    response = await window.post("/sager", page.button("Fortsæt").fields)
    assert response.headers["Location"] == "/assistent"
    assert engine.turns[-1]["payload"] == f'/resume_draft{{"draft": "{draft.id}"}}'


# --- one case


async def test_a_case_tells_where_it_is_who_has_it_and_what_has_happened(signed_on: As, world: World) -> None:
    case = send(world, beskrivelse="Mit aftentillæg mangler.")
    page = await (await signed_on(MEMBER)).open(f"/sager/{case.number}")
    assert case.number in page.text
    for shown in (
        "Modtaget",
        "Hos",
        "Sagsbehandlingen",
        "Forventet tid",
        "Det er der sket",
        "Mit aftentillæg mangler.",
    ):
        assert shown in page.text
    assert 'aria-current="step"' in page.html


@pytest.mark.parametrize("path", ["", "/filer/x"])
async def test_somebody_elses_case_looks_like_none_at_all(signed_on: As, world: World, path: str) -> None:
    case = send(world)
    window = await signed_on("aase")
    theirs = await window.open(f"/sager/{case.number}{path}")
    none = await window.open(f"/sager/2026-999999{path}")
    assert (theirs.status, theirs.text) == (none.status, none.text)
    assert theirs.status == 404
    if not path:
        token = (await window.open("/sager")).button("Log ud").fields["token"]
        answer = await window.post(f"/sager/{case.number}", {"token": token, "do": "withdraw"})
        assert answer.status == 404
        assert world.cases.get(MEMBER, case.number).state == "modtaget"  # type: ignore[union-attr]


async def test_a_comment_sent_twice_is_written_once(signed_on: As, world: World) -> None:
    case = send(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    answers = [await fill(window, page, "comment", text="Det gælder også maj.") for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert history(world, case.number).count("Det gælder også maj.") == 1
    assert "Det er skrevet til sagen." in (await window.follow(answers[0])).text


async def test_a_file_is_attached_seen_by_those_who_see_the_case_and_never_opened_in_the_page(
    signed_on: As, world: World
) -> None:
    case = send(world)
    settle(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    assert (await upload(window, page, "comment", "lønseddel.pdf", b"%PDF-1.4 hej", text="Se her")).status == 303
    assert history(world, case.number)[-1] == "Se her\nVedhæftet: lønseddel.pdf"
    (file,) = world.attachments.of_case(STRANGER, case.number)
    address = f"/sager/{case.number}/filer/{file.id}"
    got = await (await signed_on(STRANGER)).client.get(address)
    assert await got.read() == b"%PDF-1.4 hej"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert (await (await signed_on("aase")).open(address)).status == 404


async def test_a_file_of_the_wrong_kind_is_refused_and_the_text_is_kept(signed_on: As, world: World) -> None:
    case = send(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    refused = await window.follow(await upload(window, page, "comment", "a.pdf", b"MZ\x90\x00", text="Min tekst"))
    assert refused.status == 409
    assert "Den filtype kan ikke bruges her." in refused.text
    assert "Min tekst</textarea>" in refused.html
    assert world.attachments.of_case(MEMBER, case.number) == []


async def test_a_file_from_another_site_is_not_taken(signed_on: As, world: World) -> None:
    case = send(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    form = next(button.fields for button in page.buttons if button.fields.get("do") == "comment")
    for headers, token in (({"Origin": "https://evil.example"}, form["token"]), ({"Origin": window.origin}, "0" * 64)):
        data = FormData()
        for key, value in {**form, "token": token, "text": "hej"}.items():
            data.add_field(key, value)
        data.add_field("files", b"%PDF-1.4", filename="a.pdf")
        answer = await window.client.post(f"/sager/{case.number}", data=data, headers=headers, allow_redirects=False)
        assert answer.status == 403
    assert len(history(world, case.number)) == 1


async def test_the_case_workers_question_is_answered_by_a_choice(signed_on: As, world: World, desk: SqlDesk) -> None:
    case = send(world)
    settle(world)
    desk.ask(STRANGER, case.number, "Hvilken måned gælder det?", ["Marts", "April"])
    settle(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    assert "Det mangler vi fra dig" in page.text
    assert page.html.count('type="radio"') == 2
    told = await window.follow(await fill(window, page, "answer", choice="April"))
    assert "Dit svar er sendt" in told.text
    assert history(world, case.number)[-1] == "April"
    assert world.cases.get(MEMBER, case.number).state == "under_behandling"  # type: ignore[union-attr]


async def test_a_case_is_withdrawn_and_once_more_is_no_error(signed_on: As, world: World) -> None:
    case = send(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    answers = [await fill(window, page, "withdraw", text="") for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"/sager/{case.number}?besked=trukket"] * 2
    assert world.cases.get(MEMBER, case.number).state == "annulleret"  # type: ignore[union-attr]


async def test_a_solved_case_is_opened_again_with_a_reason_only(signed_on: As, world: World, desk: SqlDesk) -> None:
    case = send(world)
    settle(world)
    desk.take(STRANGER, case.number)
    desk.solve(STRANGER, case.number, "Det er rettet.")
    settle(world)
    window = await signed_on(MEMBER)
    page = await window.open(f"/sager/{case.number}")
    assert (await fill(window, page, "reopen", text=" ")).status == 409
    assert (await fill(window, page, "reopen", text="Det mangler stadig.")).status == 303
    assert world.cases.get(MEMBER, case.number).state == "genaabnet"  # type: ignore[union-attr]


async def test_two_of_the_same_at_the_same_instant_approve_once(signed_on: As, world: World) -> None:
    with Session(world.engine) as session:
        session.get_one(UnitRow, "boern").leader_id = LEADER
        session.commit()
    world.access.forget()
    case = send(world, solution=_needs_approval(world))
    assert case.approver_id == LEADER
    window = await signed_on(LEADER)
    page = await window.open(f"/sager/{case.number}")
    fields = page.button("Godkend").fields
    answers = await asyncio.gather(*(window.post(page.path, fields) for _ in range(2)))
    assert {answer.status for answer in answers} == {303}
    seen = world.cases.get(LEADER, case.number)
    assert seen is not None
    assert [line.kind for line in seen.history].count("approved") == 1


def _needs_approval(world: World) -> str:
    """A report of one's own that a leader approves."""
    for solution in world.knowledge.solutions.values():
        report = solution.report
        own = report is not None and report.approval is not None and "self" in report.parties.subject
        if own and world.access.may_report(MEMBER, solution, None, None).allowed:
            return solution.id
    raise AssertionError


async def test_a_colleague_follows_a_case_and_finds_it_among_those(signed_on: As, world: World) -> None:
    case = send(world, solution=TRAVEL)
    window = await signed_on(LEADER)
    page = await window.open(f"/sager/{case.number}")
    followed = await window.press(page, "Følg sagen")
    assert "Du følger nu sagen" in followed.text
    assert case.number in (await window.open("/sager?hvis=followed")).text
    ended = await window.press(followed, "Følg den ikke længere")
    assert "Du følger ikke længere sagen." in ended.text
    assert case.number not in (await window.open("/sager?hvis=followed")).text
