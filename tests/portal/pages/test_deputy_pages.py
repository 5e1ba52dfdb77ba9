"""The page of deputies: both sides see the same, either can end it, and nobody else can do anything about it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, timedelta
from typing import Protocol

import pytest
from aiohttp.test_utils import TestServer

from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from tests.portal.page_client import Window
from tests.portal.world import LEADER, MEMBER, NOW, STRANGER, Clock, World

TODAY = NOW.date()


class As(Protocol):
    async def __call__(self, person: str) -> Window: ...


@pytest.fixture
async def signed_on(world: World) -> AsyncIterator[As]:
    """Windows in which somebody is signed on."""
    async with AsyncExitStack() as stack:
        app = create_app(world.settings, world, patience=Patience(answer=2, restart=1, poll=0.02))
        server = await stack.enter_async_context(TestServer(app))

        async def sign_on(person: str) -> Window:
            window = Window(server)
            stack.push_async_callback(window.client.close)
            await window.sign_on(person)
            return window

        yield sign_on


def lend(world: World, *, accepted: bool = False, days: int = 4) -> str:
    lent = world.delegations.lend(
        LEADER, MEMBER, ["approve:fravaer"], TODAY, TODAY + timedelta(days=days), "boern", delegation_id="d-1"
    )
    if accepted:
        world.delegations.accept(MEMBER, lent.id)
    return lent.id


def may(world: World, person: str = MEMBER, task: str = "approve:fravaer") -> bool:
    return world.access.decide(person, task, "boern").allowed


async def form_for(window: Window, person: str = MEMBER, **fields: str) -> dict[str, str]:
    """What the form for asking somebody sends, with what is filled in."""
    page = await window.open(f"/stedfortraeder?til={person}")
    filled = {"fra": TODAY.isoformat(), "til_og_med": (TODAY + timedelta(days=4)).isoformat(), "enhed": "boern"}
    return {**page.button("Spørg").fields, **filled, "opgave:approve:fravaer": "1", **fields}


async def test_who_has_nothing_is_told_so(signed_on: As) -> None:
    page = await (await signed_on(MEMBER)).open("/stedfortraeder")
    assert page.heading == "Stedfortræder"
    assert "Du har ingen stedfortræder, og du er ikke stedfortræder for nogen." in page.text
    assert "Du har ingen opgaver for andre" in page.text
    assert page.labels() == ["Log ud"]


async def test_both_sides_see_what_it_covers_and_where_it_stands(world: World, signed_on: As) -> None:
    lend(world)
    mine = await (await signed_on(LEADER)).open("/stedfortraeder")
    assert re.search(r"Dine stedfortrædere Mette Holm Venter på accept", mine.text)
    assert "Fra 2. marts 2026 til og med 6. marts 2026 · Børnehuset Æblehaven" in mine.text
    assert "Godkende: ferie, fravær og barsel" in mine.text
    assert "Træk tilbage – Mette Holm for dig" in mine.labels()
    theirs = await (await signed_on(MEMBER)).open("/stedfortraeder")
    assert "Du træder til for Lone Østergaard Venter på accept" in theirs.text
    assert "Ja, jeg træder til – Lone Østergaard" in theirs.labels()
    assert not any(label.startswith("Stop") for label in theirs.labels())


async def test_it_is_accepted_and_ended_at_once_by_the_deputy(world: World, signed_on: As) -> None:
    lend(world)
    window = await signed_on(MEMBER)
    page = await window.press(await window.open("/stedfortraeder"), "Ja, jeg træder til")
    assert "Du er nu stedfortræder" in page.text
    assert may(world)
    assert [n.text for n in world.notices.unseen(LEADER)] == ["Mette Holm har sagt ja til at være din stedfortræder."]
    page = await window.press(page, "Stop nu")
    assert "Det er stoppet fra nu af." in page.text
    assert not may(world)
    assert "Slut Dig for Lone Østergaard Slut" in page.text


async def test_it_is_declined(world: World, signed_on: As) -> None:
    lend(world)
    window = await signed_on(MEMBER)
    page = await window.press(await window.open("/stedfortraeder"), "Nej tak")
    assert "Ikke accepteret" in page.text
    assert not world.delegations.accept(MEMBER, "d-1")


async def test_the_leader_ends_it_at_once_and_the_deputy_hears_of_it(world: World, signed_on: As) -> None:
    lend(world, accepted=True)
    window = await signed_on(LEADER)
    await window.press(await window.open("/stedfortraeder"), "Stop nu")
    assert not may(world)
    assert world.notices.unseen(MEMBER)[0].text == "Du er ikke længere stedfortræder for Lone Østergaard."


async def test_a_second_click_changes_nothing_and_says_so(world: World, signed_on: As) -> None:
    lend(world)
    window = await signed_on(MEMBER)
    button = (await window.open("/stedfortraeder")).button("Ja, jeg træder til")
    await window.post(button.action, button.fields)
    page = await window.follow(await window.post(button.action, button.fields))
    assert "Det var allerede afgjort" in page.text
    assert len(world.notices.unseen(LEADER)) == 1


async def test_a_colleague_is_found_and_asked(world: World, signed_on: As) -> None:
    window = await signed_on(LEADER)
    page = await window.open("/stedfortraeder?soeg=mette")
    assert "1 person passer til “mette”" in page.text
    assert 'href="/stedfortraeder?til=mette#udpeg"' in page.html
    response = await window.post("/stedfortraeder", await form_for(window))
    assert response.headers["Location"] == "/stedfortraeder?besked=spurgt"
    (lent,) = world.delegations.of(MEMBER)
    assert (lent.from_person_id, lent.tasks, lent.unit_id) == (LEADER, ("approve:fravaer",), "boern")
    assert (lent.valid_from, lent.valid_to) == (TODAY, TODAY + timedelta(days=4))
    assert not may(world)


async def test_a_double_click_asks_once(world: World, signed_on: As) -> None:
    window = await signed_on(LEADER)
    fields = await form_for(window)
    for _ in range(2):
        assert (await window.post("/stedfortraeder", fields)).status == 303
    assert len(world.delegations.of(MEMBER)) == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"til_og_med": ""}, "Skriv en slutdato"),
        ({"fra": "i morgen"}, "Skriv en startdato"),
        ({"til_og_med": "2020-01-01"}, "Slutdatoen ligger før startdatoen"),
        ({"fra": "2020-01-01", "til_og_med": "2020-01-02"}, "allerede slut"),
        ({"til": LEADER}, "sin egen stedfortræder"),
        ({"enhed": "vej"}, "opgaver, man selv har i Vej og Park"),
        ({"enhed": "findes-ikke"}, "Enheden findes ikke"),
        ({"opgave:handle:loen": "1"}, "opgaver, man selv har"),
        ({"opgave:administer": "1"}, "opgaver, man selv har"),
    ],
)
async def test_what_cannot_be_lent_is_refused_with_the_reason_and_what_was_filled_in_stays(
    world: World, signed_on: As, fields: dict[str, str], reason: str
) -> None:
    window = await signed_on(LEADER)
    response = await window.post("/stedfortraeder", await form_for(window, **fields))
    html = await response.text()
    assert response.status == 409
    assert reason in html
    if "til" not in fields:
        assert re.search(r'name="opgave:approve:fravaer" value="1" checked', html)
    assert world.delegations.of(LEADER) == []


async def test_no_task_is_no_offer(world: World, signed_on: As) -> None:
    window = await signed_on(LEADER)
    fields = await form_for(window)
    del fields["opgave:approve:fravaer"]
    response = await window.post("/stedfortraeder", fields)
    assert response.status == 409
    assert "Vælg mindst én opgave" in await response.text()


async def test_dates_may_be_written_as_danes_do(world: World, signed_on: As) -> None:
    window = await signed_on(LEADER)
    await window.post("/stedfortraeder", await form_for(window, fra="3.3.2026", til_og_med="24.12.2026"))
    assert world.delegations.of(LEADER)[0].valid_to == date(2026, 12, 24)


async def test_who_has_nothing_to_lend_cannot_ask_even_with_a_form_of_their_own(world: World, signed_on: As) -> None:
    window = await signed_on(MEMBER)
    token = (await window.open("/stedfortraeder")).button("Log ud").fields["token"]
    day = TODAY.isoformat()
    fields = {"token": token, "do": "offer", "til": "aase", "fra": day, "til_og_med": day, "opgave:report:loen": "1"}
    response = await window.post("/stedfortraeder", fields)
    assert response.status == 409
    assert world.delegations.of("aase") == []


async def test_somebody_elses_delegation_looks_like_none(world: World, signed_on: As) -> None:
    lend(world)
    window = await signed_on(STRANGER)
    token = (await window.open("/stedfortraeder")).button("Log ud").fields["token"]
    for do in ("accept", "decline", "revoke"):
        theirs = await window.post("/stedfortraeder", {"token": token, "do": do, "delegation": "d-1"})
        none = await window.post("/stedfortraeder", {"token": token, "do": do, "delegation": "findes-ikke"})
        assert theirs.status == none.status == 404
        assert await theirs.text() == await none.text()
    assert world.delegations.of(LEADER)[0].state(TODAY) == "waiting"


async def test_the_lender_cannot_accept_for_the_deputy(world: World, signed_on: As) -> None:
    lend(world)
    window = await signed_on(LEADER)
    token = (await window.open("/stedfortraeder")).button("Log ud").fields["token"]
    await window.post("/stedfortraeder", {"token": token, "do": "accept", "delegation": "d-1"})
    assert not may(world)


@pytest.mark.parametrize("fields", [{}, {"do": "nonsense"}, {"do": "offer"}, {"do": "offer", "til": "findes-ikke"}])
async def test_odd_forms_are_not_found(signed_on: As, fields: dict[str, str]) -> None:
    window = await signed_on(LEADER)
    token = (await window.open("/stedfortraeder")).button("Log ud").fields["token"]
    assert (await window.post("/stedfortraeder", {"token": token, **fields})).status == 404


async def test_without_the_sessions_own_token_nothing_changes(world: World, signed_on: As) -> None:
    lend(world)
    window = await signed_on(MEMBER)
    button = (await window.open("/stedfortraeder")).button("Ja, jeg træder til")
    for token in (None, "", "x"):
        fields = {name: value for name, value in button.fields.items() if name != "token"}
        response = await window.post(button.action, {**fields, **({} if token is None else {"token": token})})
        assert response.status == 403
    response = await window.post(button.action, button.fields, Origin="https://evil.example")
    assert response.status == 403
    assert not may(world)


async def test_signed_off_one_is_asked_to_sign_on(signed_on: As, clock: Clock) -> None:
    window = await signed_on(LEADER)
    clock.forward(hours=9)
    response = await window.client.get("/stedfortraeder", allow_redirects=False)
    assert response.headers["Location"] == "/log-ind?videre=/stedfortraeder"


async def test_what_is_searched_for_is_only_text(signed_on: As) -> None:
    window = await signed_on(LEADER)
    page = await window.open("/stedfortraeder?soeg=%22%3E%3Cscript%3E&til=%3Cscript%3E")
    assert "<script>" not in page.html.replace('<script type="module"', "")
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page.html)


async def test_the_notice_asks_the_deputy_without_being_looked_for(world: World) -> None:
    lend(world)
    job = next(job for job in world.background_jobs() if job.name == "notices of deputies")
    assert job.run() == 1
    (notice,) = world.notices.unseen(MEMBER)
    assert "Lone Østergaard spørger, om du vil være stedfortræder." in notice.text
    assert "Hvor: Børnehuset Æblehaven." in notice.text


@pytest.mark.parametrize("ticked", [True, False])
async def test_older_cases_go_with_the_tasks_only_where_the_box_is_ticked(
    world: World, signed_on: As, ticked: bool
) -> None:
    window = await signed_on(LEADER)
    assert re.search(r'name="aeldre" value="1" checked', (await window.open(f"/stedfortraeder?til={MEMBER}")).html)
    await window.post("/stedfortraeder", await form_for(window, **({"aeldre": "1"} if ticked else {})))
    (lent,) = world.delegations.of(MEMBER)
    assert lent.cases_since == (None if ticked else world.clock())
    for person in (LEADER, MEMBER):
        page = await (await signed_on(person)).open("/stedfortraeder")
        assert ("Sager: kun dem, der er sendt siden 2. marts 2026" in page.text) is not ticked
