"""The pages of courses: what one sees, what one can do without scripts, and what one cannot."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Protocol

import pytest
from aiohttp.test_utils import TestServer

from bot.knowledge.loader import Knowledge, load_knowledge
from bot.portal.app import create_app
from bot.portal.engine_client import Patience
from bot.settings import PROJECT
from tests.portal.courses import begin, part
from tests.portal.fake_engine import FakeEngine
from tests.portal.page_client import Shown, Window
from tests.portal.world import LEADER, MEMBER, STRANGER, Clock, World, make_world, settings_for


class As(Protocol):
    async def __call__(self, person: str) -> Window: ...


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(PROJECT / "knowledge")


@pytest.fixture
def world(tmp_path: Path, engine: FakeEngine, clock: Clock, knowledge: Knowledge) -> World:
    world = make_world(settings_for(tmp_path, engine.port), clock)
    world.__dict__["knowledge"] = knowledge
    return world


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


def item(page: Shown, part_id: str) -> str:
    """What stands at a part, as HTML."""
    found = re.search(rf'<li id="del-{re.escape(part_id)}".*?\n  </li>', page.html, re.S)
    assert found, part_id
    return found[0]


def talk(world: World, person: str) -> list[str]:
    conversation = world.conversations.for_person(person)
    return [message.text for message in world.conversations.transcript(conversation.id)]


# --- seeing


async def test_who_has_nothing_is_told_so_and_what_can_be_begun(world: World, signed_on: As) -> None:
    window = await signed_on(MEMBER)
    page = await window.open("/forloeb")
    assert "Du har ingen forløb i gang" in page.text
    assert "Barsel og adoption" in page.labels()
    assert "Lederskift" not in page.labels()  # not for everybody to begin
    assert "Lederskift" in (await (await signed_on(LEADER)).open("/forloeb")).labels()


async def test_the_list_tells_who_has_the_ball_and_how_far_it_is(world: World, signed_on: As) -> None:
    course = begin(world)
    world.courses.close(LEADER, part(world, course, "boerneattest").id)
    world.courses.hand(LEADER, part(world, course, "foerste-dag").id, MEMBER)
    finished = begin(world, navn="Bo Lind")
    for one in finished.parts:
        world.courses.close(LEADER, one.id)
    page = await (await signed_on(LEADER)).open("/forloeb")
    assert "Ny medarbejder – Anna Maria Holm" in page.text
    assert "Første dag: fredag den 1. maj 2026" in page.text
    assert "Din tur: Send ansættelsen, helst senest" in page.text
    assert f"1 af {course.total} dele er klaret." in page.text
    groups = re.findall(r"<h2[^>]*>([^<]+)</h2>", page.html)
    assert groups[:2] == ["Dine forløb", "Afsluttede forløb"]
    given = await (await signed_on(MEMBER)).open("/forloeb")
    assert "Dele, du har fået" in given.text
    assert "startet af Lone Østergaard" in given.text
    assert "Din tur: Gør den første dag klar" in given.text


async def test_each_part_has_its_title_text_owner_date_and_state(world: World, signed_on: As) -> None:
    course = begin(world)
    page = await (await signed_on(LEADER)).open(f"/forloeb/{course.id}")
    assert page.heading == "Ny medarbejder – Anna Maria Holm"
    pc = item(page, part(world, course, "pc").id)
    assert "Bestil pc og skærm" in pc
    assert "Hos dig · helst senest fredag den 17. april 2026" in pc
    assert "fordi enheden betaler" in pc
    assert "Venter på: Send ansættelsen" in item(page, part(world, course, "it-bruger").id)
    assert "senest fredag den 8. maj 2026" in item(page, part(world, course, "kontrakt").id)
    assert "{figure" not in page.html
    assert len(page.html.split('<li id="del-')) - 1 == course.total


async def test_what_is_overdue_is_said_in_words(world: World, signed_on: As, clock: Clock) -> None:
    course = begin(world, days=30)
    clock.forward(days=14)
    page = await (await signed_on(LEADER)).open(f"/forloeb/{course.id}")
    late = item(page, part(world, course, "boerneattest").id)
    assert "Overskredet" in late
    assert "skulle være gjort" in late
    assert 'class="left next late"' in late
    assert re.search(r"\d overskredet", page.text)
    assert "Overskredet" not in item(page, part(world, course, "kontrakt").id)


async def test_who_has_a_part_sees_that_part_only(world: World, signed_on: As) -> None:
    course = begin(world)
    mine = part(world, course, "foerste-dag").id
    world.courses.hand(LEADER, mine, MEMBER)
    page = await (await signed_on(MEMBER)).open(f"/forloeb/{course.id}")
    assert re.findall(r'<li id="del-([^"]+)"', page.html) == [mine]
    assert f"{course.total - 1} andre dele ligger hos andre" in page.text
    assert "Stop forløbet" not in page.text


async def test_a_course_of_others_looks_like_one_that_does_not_exist(world: World, signed_on: As) -> None:
    course = begin(world)
    window = await signed_on(STRANGER)
    theirs, none = await window.open(f"/forloeb/{course.id}"), await window.open("/forloeb/findes-ikke")
    assert theirs.status == none.status == 404
    assert theirs.html.replace(course.id, "findes-ikke") == none.html
    hand = await window.open(f"/forloeb/{course.id}/dele/{course.parts[0].id}/giv-videre")
    assert hand.status == 404
    assert "Anna" not in theirs.html + hand.html


# --- acting


async def test_a_part_is_ticked_off_and_opened_again(world: World, signed_on: As) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    page = await window.press(await window.open(f"/forloeb/{course.id}"), "Sæt flueben – Hold en samtale")
    assert "Der er sat flueben." in page.text
    assert part(world, course, "samtale").state == "done"
    assert "Klaret" in item(page, part(world, course, "samtale").id)
    page = await window.press(page, "Genåbn – Hold en samtale")
    assert "Delen er åben igen." in page.text
    assert part(world, course, "samtale").state == "open"
    page = await window.press(page, "Ikke nødvendig – Bestil pc")
    assert part(world, course, "pc").state == "not_needed"
    assert "Ikke nødvendig" in item(page, part(world, course, "pc").id)


async def test_after_an_action_reloading_sends_nothing_again(world: World, signed_on: As) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Sæt flueben – Hold en samtale")
    response = await window.post(button.action, button.fields)
    assert response.status == 303
    assert response.headers["Location"] == f"/forloeb/{course.id}?besked=klaret#del-{part(world, course, 'samtale').id}"


async def test_the_owner_hears_once_that_somebody_has_done_a_part(world: World, signed_on: As) -> None:
    course = begin(world)
    mine = part(world, course, "foerste-dag").id
    world.courses.hand(LEADER, mine, MEMBER)
    window = await signed_on(MEMBER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Sæt flueben")
    for _ in range(2):  # a double click
        assert (await window.post(button.action, button.fields)).status == 303
    told = [notice.text for notice in world.notices.unseen(LEADER)]
    assert [text for text in told if "Gør den første dag klar" in text] == [told[0]]


async def test_beginning_a_part_is_a_turn_of_the_talk_and_leads_to_the_assistant(
    world: World, signed_on: As, engine: FakeEngine
) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Begynd – Bestil pc")
    for _ in range(2):  # a double click
        response = await window.post(button.action, button.fields)
        assert response.headers["Location"] == "/assistent"
    wanted = f'/start_part{{"part": "{part(world, course, "pc").id}"}}'
    assert [turn["payload"] for turn in engine.turns] == [wanted]
    said = talk(world, LEADER)
    assert len(said) == 3
    assert said[1] == "Begynd: Bestil pc og skærm"
    assert said[2] == "Du skrev: Begynd: Bestil pc og skærm"


async def test_two_clicks_at_once_are_one_turn(world: World, signed_on: As, engine: FakeEngine) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Begynd – Bestil pc")
    await asyncio.gather(*(window.post(button.action, button.fields) for _ in range(4)))
    assert len(engine.turns) == 1
    assert len(talk(world, LEADER)) == 3


async def test_a_part_that_waits_can_be_begun_all_the_same(world: World, signed_on: As, engine: FakeEngine) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    page = await window.open(f"/forloeb/{course.id}")
    assert not any(label.startswith("Begynd – Bestil bruger") for label in page.labels())
    button = page.button("Begynd alligevel – Bestil bruger")
    await window.post(button.action, button.fields)
    assert engine.turns[-1]["payload"] == f'/start_part{{"go": "1", "part": "{part(world, course, "it-bruger").id}"}}'


async def test_a_part_that_is_reported_names_its_case_and_leads_to_it(
    world: World, signed_on: As, engine: FakeEngine
) -> None:
    course = begin(world)
    pc = part(world, course, "pc").id
    draft = world.drafts.start(LEADER, "bestil-it-udstyr", None, {"enhed": "boern"}, course_part_id=pc)
    window = await signed_on(LEADER)
    assert "Fortsæt – Bestil pc og skærm" in (await window.open(f"/forloeb/{course.id}")).labels()
    number = world.cases.submit(LEADER, draft.id).number
    page = await window.open(f"/forloeb/{course.id}")
    shown = item(page, pc)
    assert "Sendt" in shown
    assert f"sag {number}" in shown
    assert "Flere muligheder" not in shown
    button = page.button("Se sagen – Bestil pc")
    assert (await window.post(button.action, button.fields)).headers["Location"] == "/assistent"
    assert engine.turns[-1]["payload"] == f'/open_case{{"number": "{number}"}}'


async def test_a_course_is_begun_in_the_assistant(world: World, signed_on: As, engine: FakeEngine) -> None:
    window = await signed_on(LEADER)
    button = (await window.open("/forloeb")).button("Lang sygdom")
    response = await window.post(button.action, button.fields)
    assert response.headers["Location"] == "/assistent"
    assert engine.turns[-1]["payload"] == '/start_course{"event": "langtidssygdom"}'


async def test_without_an_engine_one_is_told_in_the_talk(world: World, signed_on: As, engine: FakeEngine) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Begynd – Bestil pc")
    await engine.stop()
    assert (await window.post(button.action, button.fields)).status == 303
    assert "Jeg kan ikke svare lige nu" in talk(world, LEADER)[-1]


async def test_a_part_is_given_to_a_colleague_found_by_name(world: World, signed_on: As) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    page = await window.open(f"/forloeb/{course.id}")
    place = f"/forloeb/{course.id}/dele/{part(world, course, 'foerste-dag').id}/giv-videre"
    assert f'href="{place}"' in page.html
    page = await window.open(f"{place}?soeg=aase%20b%C3%A6k")
    assert "1 person passer til “aase bæk”" in page.text
    after = await window.press(page, "Åse Bæk")
    assert "Delen er givet videre, og modtageren får besked." in after.text
    assert "Hos Åse Bæk" in item(after, part(world, course, "foerste-dag").id)
    assert "har bedt dig tage “Gør den første dag klar”" in world.notices.unseen("aase")[0].text
    taken = await window.press(await window.open(place), "Tag den selv")
    assert "Du har selv taget delen." in taken.text
    assert part(world, course, "foerste-dag").mine


async def test_nobody_by_that_name_is_said_so(world: World, signed_on: As) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    page = await window.open(f"/forloeb/{course.id}/dele/{course.parts[0].id}/giv-videre?soeg=qwxyz")
    assert "Ingen med det navn" in page.text


async def test_who_may_not_do_a_part_is_not_given_it_and_one_is_told_why(world: World, signed_on: As) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    place = f"/forloeb/{course.id}/dele/{part(world, course, 'ansaettelse-maanedsloen').id}/giv-videre"
    page = await window.press(await window.open(f"{place}?soeg=mette"), "Mette Holm")
    assert page.status == 409
    assert "Den person kan ikke tage delen." in page.text
    assert part(world, course, "ansaettelse-maanedsloen").mine


async def test_giving_on_what_one_was_given_twice_is_harmless(world: World, signed_on: As) -> None:
    course = begin(world)
    mine = part(world, course, "foerste-dag").id
    world.courses.hand(LEADER, mine, MEMBER)
    window = await signed_on(MEMBER)
    button = (await window.open(f"/forloeb/{course.id}/dele/{mine}/giv-videre?soeg=omar")).button("Omar")
    first = await window.post(button.action, button.fields)
    second = await window.post(button.action, button.fields)
    assert first.headers["Location"] == "/forloeb?besked=givet"
    assert "Delen er ikke længere hos dig" in (await window.follow(second)).text
    assert part(world, course, "foerste-dag").assignee_id == STRANGER


async def test_a_course_is_stopped_by_its_owner_only(world: World, signed_on: As) -> None:
    course = begin(world)
    mine = part(world, course, "foerste-dag").id
    world.courses.hand(LEADER, mine, MEMBER)
    member = await signed_on(MEMBER)
    token = (await member.open("/forloeb")).button("Log ud").fields["token"]
    refused = await member.post(f"/forloeb/{course.id}", {"token": token, "do": "stop"})
    assert refused.status == 404
    window = await signed_on(LEADER)
    page = await window.press(await window.open(f"/forloeb/{course.id}"), "Ja, stop forløbet")
    assert "Forløbet er stoppet." in page.text
    assert [label for label in page.labels() if not label.startswith("Log ud")] == []


async def test_reminders_are_switched_off_and_on(world: World, signed_on: As) -> None:
    window = await signed_on(MEMBER)
    page = await window.press(await window.open("/forloeb"), "Slå påmindelser fra")
    assert "Du får ikke flere påmindelser" in page.text
    assert not world.notices.reminders_on(MEMBER)
    page = await window.press(page, "Slå påmindelser til")
    assert world.notices.reminders_on(MEMBER)


# --- what is refused


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Accept": "text/html"}]
)
async def test_another_site_changes_nothing_even_with_the_token(
    world: World, signed_on: As, headers: dict[str, str]
) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Sæt flueben – Hold en samtale")
    response = await window.post(button.action, button.fields, **headers)
    assert response.status == 403
    assert "Intet er ændret" in await response.text()
    assert part(world, course, "samtale").state == "open"


@pytest.mark.parametrize("token", [None, "", "x", "ø", "another"])
async def test_without_the_sessions_own_token_nothing_changes(world: World, signed_on: As, token: str | None) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Sæt flueben – Hold en samtale")
    fields = {name: value for name, value in button.fields.items() if name != "token"}
    if token == "another":
        token = (await (await signed_on(LEADER)).open("/forloeb")).button("Log ud").fields["token"]
    response = await window.post(button.action, {**fields, **({} if token is None else {"token": token})})
    assert response.status == 403
    assert part(world, course, "samtale").state == "open"


async def test_a_form_sent_after_signing_off_leads_to_sign_on_and_back_to_its_page(
    world: World, signed_on: As, clock: Clock
) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    button = (await window.open(f"/forloeb/{course.id}")).button("Sæt flueben – Hold en samtale")
    clock.forward(hours=9)
    response = await window.post(button.action, button.fields)
    assert response.headers["Location"] == f"/log-ind?videre=/forloeb/{course.id}"
    assert part(world, course, "samtale").state == "open"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"do": "tick"},
        {"do": "tick", "part": "x"},
        {"do": "nonsense"},
        {"do": "case"},
        {"do": "start", "event": "x"},
    ],
)
async def test_odd_forms_are_not_found(world: World, signed_on: As, fields: dict[str, str]) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    token = (await window.open("/forloeb")).button("Log ud").fields["token"]
    own = {"part": course.parts[0].id} if fields.get("do") in ("nonsense", "case") else {}
    for path in ("/forloeb", f"/forloeb/{course.id}"):
        assert (await window.post(path, {"token": token, **own, **fields})).status == 404


async def test_a_part_of_anothers_course_is_not_changed_through_ones_own(world: World, signed_on: As) -> None:
    theirs = begin(world)
    given = part(world, theirs, "foerste-dag").id
    world.courses.hand(LEADER, given, MEMBER)
    window = await signed_on(MEMBER)
    token = (await window.open("/forloeb")).button("Log ud").fields["token"]
    other = part(world, theirs, "samtale").id
    response = await window.post(f"/forloeb/{theirs.id}", {"token": token, "do": "tick", "part": other})
    assert response.status == 404
    assert part(world, theirs, "samtale").state == "open"


async def test_what_is_searched_for_is_only_text(world: World, signed_on: As) -> None:
    course = begin(world, navn="<b>Bo</b>")
    window = await signed_on(LEADER)
    page = await window.open(f"/forloeb/{course.id}/dele/{course.parts[0].id}/giv-videre?soeg=%22%3E%3Cscript%3E")
    assert "<script>" not in page.html
    assert "<b>Bo" not in page.html


async def test_the_pages_have_no_inline_script_or_style(world: World, signed_on: As) -> None:
    course = begin(world)
    window = await signed_on(LEADER)
    for path in ("/forloeb", f"/forloeb/{course.id}", "/log-ind"):
        html = (await window.open(path)).html
        assert "<style" not in html
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", html)
        for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
            assert (await window.client.get(address)).status == 200, address
