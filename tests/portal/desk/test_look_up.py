"""On the telephone: what is found, who may look, what is noted, and the click that logs the call."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.audit.trail import AuditFilter
from bot.clock import UTC
from bot.handover.calls import CALL_OUTCOMES
from tests.portal.desk.conftest import As
from tests.portal.support import BO, DRIVE, RIKKE
from tests.portal.world import LEADER, MEMBER, Clock, World

LOOK_UP = "/desk/opslag"


async def test_only_first_line_gets_in(signed_on: As) -> None:
    window = await signed_on(LEADER)
    for path in ("/desk", LOOK_UP):
        page = await window.open(path)
        assert page.status == 403
        assert "1.-linje" in page.text
    assert 'href="/desk"' not in page.html
    assert 'href="/desk"' in (await (await signed_on(RIKKE)).open("/")).html


async def test_a_search_leads_to_the_topic_and_its_source(signed_on: As) -> None:
    window = await signed_on(RIKKE)
    page = await window.open(f"{LOOK_UP}?soeg={quote('kørsel i egen bil')}")
    assert "<mark>" in page.html
    assert f'href="/emner/{DRIVE}#' in page.html
    chosen = await window.open(page.link("Kørselsgodtgørelse i egen bil"))
    assert f'<option value="{DRIVE}" selected>' in chosen.html
    assert "Læs emnesiden Kørselsgodtgørelse i egen bil" in chosen.text
    assert "kørsel i egen bil" in chosen.text  # the search still stands


async def test_a_tree_is_walked_by_clicks_back_and_forth(signed_on: As) -> None:
    window = await signed_on(RIKKE)
    page = await window.open(LOOK_UP)
    page = await window.open(page.link("Kørsel og tjenesterejser"))
    assert "Kørsel og tjenesterejser" in re.search(r'class="so-far".*?</ol>', page.html, re.S)[0]  # type: ignore[index]
    for _ in range(6):
        if "emne=" in page.path:
            break
        page = await window.open(
            re.findall(r'<ul class="clicks".*?<a href="([^"]+)"', page.html, re.S)[0].replace("&amp;", "&")
        )
    assert "emne=" in page.path
    assert "Vejledning" in page.text
    back = re.findall(r'<a href="([^"]+)">Ret', page.html)[0].replace("&amp;", "&")
    assert "Hvad handler det om?" in (await window.open(back)).text


async def test_leaders_are_asked_other_questions_than_employees(signed_on: As) -> None:
    window = await signed_on(RIKKE)
    way = "root~personale/personale~"
    employee = await window.open(f"{LOOK_UP}?vej={quote(way)}")
    leader = await window.open(f"{LOOK_UP}?vej={quote(way)}&ringer=leder")
    clicks = [set(re.findall(r'<li><a href="[^"]*">([^<]+)</a>', page.html)) for page in (employee, leader)]
    assert clicks[0]
    assert clicks[0] != clicks[1]


async def test_an_address_that_no_tree_knows_begins_anew(signed_on: As) -> None:
    window = await signed_on(RIKKE)
    for way in ("nowhere~a,b", "root~nothing", "root~", "~~//~", "x" * 5000):
        page = await window.open(f"{LOOK_UP}?vej={quote(way)}")
        assert page.status == 200
        assert "Hvad handler det om?" in page.text


async def test_a_person_is_found_and_it_is_noted_that_they_were_opened(world: World, signed_on: As) -> None:
    call_back = world.cases.request_call_back(MEMBER, "c", DRIVE, "Ring til mig", repeat_key="1")
    own = world.cases.submit(MEMBER, world.drafts.start(MEMBER, "manglende-eller-forkert-loen", None, {}).id)
    window = await signed_on(RIKKE)
    found = await window.open(f"{LOOK_UP}?navn=mete+holm")
    assert not world.audit_trail.find(AuditFilter(action="person_looked_up"))
    opened = await window.open(found.link("Mette Holm"))
    assert call_back.number in opened.text  # it is 1st line's own
    assert own.number not in opened.text  # nothing is seen because it was looked up
    (entry,) = world.audit_trail.find(AuditFilter(action="person_looked_up"))
    assert (entry.event.actor_id, entry.event.object_id, entry.event.ground) == (RIKKE, MEMBER, "role:foerste_linje")


async def test_who_is_not_there_cannot_be_told_from_who_is_not_helped(signed_on: As) -> None:
    window = await signed_on(RIKKE)
    page = await window.open(f"{LOOK_UP}?person=nobody")
    assert page.status == 200
    assert "Personen findes ikke, eller du hjælper ikke i den enhed." in page.text


async def test_one_click_logs_the_call_and_the_next_begins_with_an_empty_page(
    world: World, clock: Clock, signed_on: As
) -> None:
    window = await signed_on(RIKKE)
    page = await window.open(f"{LOOK_UP}?emne={DRIVE}&person={MEMBER}&soeg=bil")
    button = page.button("Løst på stedet")
    sent = {**button.fields, "topic": DRIVE}
    after = await window.follow(await window.post(button.action, sent))
    assert "Opkaldet er logget." in after.text
    assert "Mette Holm" not in after.text
    assert 'value="bil"' not in after.html
    await window.post(button.action, sent)  # a double click
    (call,) = world.calls.latest(RIKKE)
    assert (call.topic, call.outcome, call.at) == (DRIVE, "solved", clock().astimezone(UTC))
    assert world.calls.latest(BO) == []
    undone = await window.press(after, "Fortryd")
    assert "Opkaldet er taget ud igen." in undone.text
    assert world.calls.latest(RIKKE) == []


async def test_every_outcome_is_one_click_also_without_a_topic(world: World, signed_on: As) -> None:
    window = await signed_on(RIKKE)
    for outcome, title in CALL_OUTCOMES.items():
        page = await window.open(LOOK_UP)
        await window.press(page, title)
        assert world.calls.latest(RIKKE, 1)[0].outcome == outcome
    assert {call.topic for call in world.calls.latest(RIKKE)} == {None}


async def test_what_is_not_a_call_is_not_logged(world: World, signed_on: As) -> None:
    window = await signed_on(RIKKE)
    fields = (await window.open(LOOK_UP)).button("Løst på stedet").fields
    for wrong in ({"outcome": "nonsense"}, {"topic": "no-such-topic"}, {"token": "other"}):
        await window.post(LOOK_UP, {**fields, **wrong})
    await window.post(LOOK_UP, fields, Origin="https://elsewhere.example")
    await (await signed_on(MEMBER)).post(LOOK_UP, fields)
    assert world.calls.latest(RIKKE) == []


async def test_a_call_of_a_colleague_cannot_be_taken_back(world: World, signed_on: As) -> None:
    call = world.calls.log(BO, None, "solved", "1")
    window = await signed_on(RIKKE)
    fields = (await window.open(LOOK_UP)).button("Løst på stedet").fields
    await window.post(LOOK_UP, {"token": fields["token"], "do": "undo", "call": call.id})
    assert world.calls.latest(BO) == [call]
