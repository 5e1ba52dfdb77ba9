"""The workbench: who gets in, what the queue holds, what can be done with an item, and what the reporter never sees."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Protocol

from sqlalchemy.orm import Session

from bot.access.model import UnitRow
from bot.audit.trail import AuditFilter
from tests.portal.case_worker import ESBEN, FEE, IRIS, OMAR, PAY, SICK, send, settle
from tests.portal.client import Portal
from tests.portal.page_client import Shown, Window
from tests.portal.world import LEADER, MEMBER, Clock, World

BENCH = "/sagsbehandling"
SECRET = "Ring til lønkontoret, før der svares"


class As(Protocol):
    async def __call__(self, person: str) -> Window: ...


async def write(window: Window, page: Shown, label: str, **typed: str) -> Shown:
    """Fills the form of a button and presses it."""
    button = page.button(label)
    return await window.follow(await window.post(button.action, {**button.fields, **typed}))


async def do(window: Window, number: str, label: str, **typed: str) -> Shown:
    """The same, beginning at the item's page."""
    return await write(window, await window.open(f"{BENCH}/{number}"), label, **typed)


def numbers(page: Shown) -> list[str]:
    """The cases of the queue, in order."""
    return re.findall(rf'<h3><a href="{BENCH}/([\d-]+)"', page.html)


def tabs(page: Shown, name: str) -> dict[str, int]:
    """What a row of filters counts."""
    row = re.search(rf'<nav class="tabs[^>]*aria-label="{name}">(.*?)</nav>', page.html, re.S)
    if row is None:
        return {}
    found = re.findall(r'<a [^>]*>([^<]+) <span class="number">(\d+)', row[1])
    return {title: int(count) for title, count in found}


# --- who gets in


async def test_only_case_workers_get_in_and_others_are_told_how_to_get_the_role(world: World, signed_on: As) -> None:
    number = send(world).number
    for person in (MEMBER, LEADER):
        window = await signed_on(person)
        for path in (BENCH, f"{BENCH}/{number}"):
            page = await window.open(path)
            assert page.status == 403
            assert "Sagsbehandler (løn og personale)" in page.text
            assert "Rolle i Serviceplatformen" in page.text
            assert number not in page.text
        assert "Sagsbehandling" not in (await window.open("/")).text
    assert "Sagsbehandling" in (await (await signed_on(OMAR)).open("/")).text


async def test_who_is_not_signed_on_is_sent_to_sign_on_and_back(world: World, signed_on: As) -> None:
    window = await signed_on(OMAR)
    window.client.session.cookie_jar.clear()
    response = await window.client.get(BENCH, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, f"/log-ind?videre={BENCH}")


async def test_another_areas_case_and_none_at_all_look_the_same(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(IRIS)
    assert numbers(await window.open(BENCH)) == []
    theirs, none = await window.open(f"{BENCH}/{number}"), await window.open(f"{BENCH}/2026-999999")
    assert (theirs.status, none.status) == (404, 404)
    assert theirs.text == none.text
    token = re.search(r'name="form-token" content="(\w+)"', theirs.html)
    assert token
    for what in ("take", "note", "take_over", "open_number"):
        fields = {"token": token[1], "do": what, "text": "hej", "version": "1"}
        assert (await window.post(f"{BENCH}/{number}", fields)).status == 404
    assert world.desk_queue.get(OMAR, number, frozenset({"handle:loen"})).item.worker_id is None


async def test_nobody_finds_their_own_case_in_the_queue(world: World, signed_on: As) -> None:
    own = send(world, OMAR).number
    window = await signed_on(OMAR)
    assert numbers(await window.open(BENCH)) == []
    assert (await window.open(f"{BENCH}/{own}")).status == 404
    assert numbers(await (await signed_on(ESBEN)).open(BENCH)) == [own]


# --- the queue


async def test_the_queue_has_the_areas_one_handles_and_what_there_is_in_each_state(world: World, signed_on: As) -> None:
    first, second, third, fourth = (send(world).number for _ in range(4))
    leave = send(world, solution=SICK).number
    world.desk.take(OMAR, second)
    world.desk.ask(OMAR, second, "Hvilken dag?")
    world.desk.take(ESBEN, third)
    world.desk.take(OMAR, fourth)
    world.desk.solve(OMAR, fourth, "Rettet.")
    window = await signed_on(OMAR)
    page = await window.open(BENCH)
    assert numbers(page) == [first, leave]
    assert tabs(page, "Tilstand") == {"Nye": 2, "Mine": 1, "Venter på indberetter": 1, "I gang": 1, "Løst": 1}
    areas = tabs(page, "Områder")
    assert areas["Alle områder"] == 2
    assert sum(areas.values()) == 4  # all, one of pay, one of leave
    assert not any("It" in title for title in areas)
    shown = {name: numbers(await window.open(f"{BENCH}?vis={name}")) for name in ("mine", "venter", "i-gang", "loest")}
    assert shown == {"mine": [second], "venter": [second], "i-gang": [third], "loest": [fourth]}
    assert "Esben Falk har sagen" in (await window.open(f"{BENCH}?vis=i-gang")).text
    assert numbers(await window.open(f"{BENCH}?omraade=fravaer")) == [leave]
    assert numbers(await window.open(f"{BENCH}?omraade=it")) == [first, leave]  # not one's own: as if not asked for


async def test_waiting_is_told_in_working_days_and_what_is_overdue_in_words(
    world: World, signed_on: As, clock: Clock
) -> None:
    number = send(world).number  # Monday 2 March; pay usually takes five working days
    window = await signed_on(OMAR)
    assert "Kommet i dag, tager normalt 5 arbejdsdage" in (await window.open(BENCH)).text
    clock.forward(days=7)
    page = await (await signed_on(OMAR)).open(BENCH)
    assert "Har ventet 5 arbejdsdage, normalt 5 arbejdsdage" in page.text
    assert "Overskredet" not in page.text
    clock.forward(days=2)
    window = await signed_on(OMAR)
    assert "Overskredet med 2 dage" in (await window.open(BENCH)).text
    assert "Overskredet med 2 arbejdsdage" in (await window.open(f"{BENCH}/{number}")).text


async def test_the_time_in_which_the_reporter_had_the_ball_is_not_counted_as_the_desks(
    world: World, signed_on: As, clock: Clock
) -> None:
    number = send(world).number
    clock.forward(days=1)
    world.desk.take(OMAR, number)
    world.desk.ask(OMAR, number, "Hvilken dag?")
    settle(world)
    clock.forward(days=14)
    page = await (await signed_on(OMAR)).open(f"{BENCH}/{number}")
    assert "Har ventet på svar 10 arbejdsdage" in page.text
    assert "Du venter på svar på: Hvilken dag?" in page.text
    assert "Overskredet" not in page.text
    world.cases.answer(MEMBER, number, "Onsdag")
    settle(world)
    page = await (await signed_on(OMAR)).open(f"{BENCH}/{number}")
    assert "Har ventet 1 arbejdsdag, normalt 5" in page.text
    assert "Onsdag" in page.text


async def test_the_oldest_stand_first_and_a_page_holds_twenty_five(world: World, signed_on: As, clock: Clock) -> None:
    sent = []
    for _ in range(27):
        sent.append(world.cases.submit(MEMBER, world.drafts.start(MEMBER, PAY, None, {}).id).number)
    settle(world)
    window = await signed_on(OMAR)
    page = await window.open(BENCH)
    assert numbers(page) == sent[:25]
    assert "27 sager" in page.text
    assert "Side 1 af 2" in page.text
    assert numbers(await window.open(f"{BENCH}?side=2")) == sent[25:]
    for wrong in ("0", "-1", "x", "99999999999999999999", "²"):
        assert (await window.open(f"{BENCH}?side={wrong}")).status == 200


async def test_a_case_is_found_by_its_number_and_by_the_people_in_it(world: World, signed_on: As) -> None:
    mette, aase = send(world), send(world, LEADER, subject="aase")
    window = await signed_on(OMAR)
    for query, expected in {
        mette.number: [mette.number],
        "mette holm": [mette.number],
        "bæk": [aase.number],
        "Østergaard": [aase.number],
        "2026": [mette.number, aase.number],
        "findes ikke": [],
        "%": [],
    }.items():
        page = await window.open(f"{BENCH}?soeg={query.replace('%', '%25')}")
        assert numbers(page) == expected, query
    assert "Ingen sager passer" in (await window.open(f"{BENCH}?soeg=xyz")).text


# --- taking


async def test_taking_tells_the_reporter_through_the_same_way_as_any_backend(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    queue = await window.open(BENCH)
    page = await window.press(queue, f"Tag sagen – {number}")
    assert page.path == f"{BENCH}/{number}?besked=taget"
    assert "Du har sagen." in page.text
    assert world.cases.get(MEMBER, number).state == "modtaget"  # the page waits for nothing
    world.status_sync.run_once()
    case = world.cases.get(MEMBER, number)
    assert (case.state, case.case_worker_id) == ("under_behandling", OMAR)


async def test_of_two_who_take_the_same_at_once_one_gets_it(world: World, signed_on: As) -> None:
    number = send(world).number
    windows = {person: await signed_on(person) for person in (OMAR, ESBEN)}
    forms = {person: (await window.open(BENCH)).button("Tag sagen") for person, window in windows.items()}
    answers = await asyncio.gather(*(windows[person].post(form.action, form.fields) for person, form in forms.items()))
    statuses = {person: answer.status for person, answer in zip(forms, answers, strict=True)}
    assert sorted(statuses.values()) == [303, 409]
    winner = next(person for person, status in statuses.items() if status == 303)
    loser = ESBEN if winner == OMAR else OMAR
    names = {OMAR: "Omar Yıldız", ESBEN: "Esben Falk"}
    page = await windows[loser].follow(answers[list(forms).index(loser)])
    assert f"{names[winner]} har allerede taget sagen." in page.text
    world.status_sync.run_once()
    assert world.cases.get(MEMBER, number).case_worker_id == winner
    assert [line.kind for line in world.cases.get(MEMBER, number).history].count("state") == 1


async def test_a_form_sent_twice_does_it_once(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    for label, typed in (
        ("Tag sagen", {}),
        ("Gem notatet", {"text": SECRET}),
        ("Send spørgsmålet", {"text": "Hvilken dag?"}),
    ):
        button = (await window.open(f"{BENCH}/{number}")).button(label)
        answers = await asyncio.gather(*(window.post(button.action, {**button.fields, **typed}) for _ in range(3)))
        assert {answer.status for answer in answers} == {303}
    settle(world)
    assert [line.kind for line in world.cases.get(MEMBER, number).history] == ["sent", "state", "question"]
    told = world.desk_queue.get(OMAR, number, frozenset({"handle:loen"})).doings
    assert Counter(line.kind for line in told) == {"state": 2, "note": 1}


async def test_a_case_is_put_back_given_on_and_taken_over(world: World, signed_on: As) -> None:
    number = send(world).number
    omar, esben = await signed_on(OMAR), await signed_on(ESBEN)
    await do(omar, number, "Tag sagen")
    page = await do(omar, number, "Læg tilbage i køen")
    assert "Ingen har taget sagen." in page.text
    assert numbers(await esben.open(BENCH)) == [number]
    await do(omar, number, "Tag sagen")
    page = await omar.open(f"{BENCH}/{number}")
    assert "Esben Falk, Sagsbehandler" in page.text
    assert "Iris Dam" not in page.html  # handles something else
    page = await do(omar, number, "Giv sagen videre", to=ESBEN)
    assert "Din kollega har fået sagen." in page.text
    assert "Løs sagen" not in page.labels()
    assert numbers(await esben.open(f"{BENCH}?vis=mine")) == [number]
    settle(world)
    assert world.cases.get(MEMBER, number).case_worker_id == ESBEN
    page = await omar.open(f"{BENCH}/{number}")
    assert "Overtag sagen fra Esben Falk" in page.text
    page = await write(omar, page, "Ja, overtag sagen")
    assert "Du har overtaget sagen." in page.text
    assert "Omar Yıldız overtog sagen fra Esben Falk." in page.text
    settle(world)
    case = world.cases.get(MEMBER, number)
    assert case.case_worker_id == OMAR
    assert "overtog" not in str(case.history)  # who has it among themselves is no news to the reporter


async def test_it_is_given_only_to_someone_who_handles_the_same(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    await do(window, number, "Tag sagen")
    for stranger in (IRIS, MEMBER, OMAR, "findes-ikke", ""):
        page = await do(window, number, "Giv sagen videre", to=stranger)
        assert page.status == 409
        assert "kan ikke behandle den sag" in page.text
    assert world.desk_queue.get(OMAR, number, frozenset({"handle:loen"})).item.worker_id == OMAR


# --- the circle


async def test_the_whole_circle_is_lived_on_the_page(world: World, signed_on: As) -> None:
    number = send(world, beskrivelse="Mit aftentillæg mangler.").number
    window = await signed_on(OMAR)
    page = await do(window, number, "Tag sagen")
    assert "Mit aftentillæg mangler." in page.text
    page = await do(window, number, "Send spørgsmålet", text="Hvilken uge?", choices="Uge 8\n\nUge 9\n")
    assert "Spørgsmålet er sendt." in page.text
    assert "Du venter på svar på: Hvilken uge?" in page.text
    settle(world)
    assert world.cases.get(MEMBER, number).question == "Hvilken uge?\n- Uge 8\n- Uge 9"
    world.cases.answer(MEMBER, number, "Uge 8")
    settle(world)
    assert "Uge 8" in (await window.open(f"{BENCH}/{number}")).text
    page = await do(window, number, "Løs sagen", text="Tillægget kommer med næste løn.")
    assert "Sagen er løst" in page.text
    settle(world)
    case = world.cases.get(MEMBER, number)
    assert (case.state, case.history[-1].text) == ("loest", "Tillægget kommer med næste løn.")
    page = await do(window, number, "Genåbn sagen", text="Der manglede en dag.")
    assert "Genåbnet" in page.text
    settle(world)
    assert world.cases.get(MEMBER, number).state == "genaabnet"
    await do(window, number, "Løs sagen", text="Nu er den der.")
    page = await do(window, number, "Luk sagen")
    assert page.labels()[-1].startswith("Gem notatet")  # there is nothing else to do
    settle(world)
    assert world.cases.get(MEMBER, number).state == "lukket"


async def test_the_work_goes_on_without_an_answer_where_none_comes(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    await do(window, number, "Tag sagen")
    await do(window, number, "Send spørgsmålet", text="Hvilken uge?")
    settle(world)
    page = await do(window, number, "Gå videre uden svar")
    assert "Løs sagen" in page.labels()
    settle(world)
    case = world.cases.get(MEMBER, number)
    assert (case.state, case.awaits_me) == ("under_behandling", False)


async def test_a_report_in_the_wrong_place_is_rejected_to_the_right_one(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    await do(window, number, "Tag sagen")
    page = await do(window, number, "Afvis sagen", text="Det er et forskud.", solution="findes-ikke")
    assert page.status == 409
    assert "Det er et forskud." in page.html
    page = await do(window, number, "Afvis sagen", text="Det er et forskud.", solution="loenforskud")
    assert "kan sende den det rigtige sted hen" in page.text
    assert "Henvist til: Lønforskud" in page.text
    settle(world)
    case = world.cases.get(MEMBER, number)
    assert (case.state, case.suggested_solution) == ("afvist", "loenforskud")
    assert "refile" in case.permitted


async def test_a_rejection_without_a_better_place_has_its_reason_only(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    await do(window, number, "Tag sagen")
    await do(window, number, "Afvis sagen", text="Lønnen er rigtig.", solution="")
    settle(world)
    case = world.cases.get(MEMBER, number)
    assert (case.state, case.suggested_solution, case.history[-1].text) == ("afvist", None, "Lønnen er rigtig.")


async def test_a_text_that_is_needed_is_asked_for(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    await do(window, number, "Tag sagen")
    for label in ("Send spørgsmålet", "Løs sagen", "Afvis sagen", "Gem notatet"):
        page = await do(window, number, label, text="   ")
        assert page.status == 409
        assert "Skriv" in page.text
    settle(world)
    assert world.cases.get(MEMBER, number).state == "under_behandling"


async def test_a_case_that_has_changed_meanwhile_is_not_touched_and_nothing_typed_is_lost(
    world: World, signed_on: As
) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    await do(window, number, "Tag sagen")
    settle(world)
    page = await window.open(f"{BENCH}/{number}")
    world.cases.comment(MEMBER, number, "Vent, jeg tog fejl.", "c1")
    settle(world)
    page = await write(window, page, "Løs sagen", text="Rettet som ønsket.")
    assert page.status == 409
    assert "Sagen er ændret imens" in page.text
    assert "Vent, jeg tog fejl." in page.text
    assert ">Rettet som ønsket.</textarea>" in page.html
    settle(world)
    assert world.cases.get(MEMBER, number).state == "under_behandling"
    page = await write(window, page, "Løs sagen", text="Rettet igen.")
    assert page.status == 200
    settle(world)
    assert world.cases.get(MEMBER, number).state == "loest"


async def test_what_the_reporter_has_withdrawn_cannot_be_solved(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    page = await do(window, number, "Tag sagen")
    world.cases.withdraw(MEMBER, number, "Fundet")
    world.outbox.run_until_empty()
    page = await write(window, page, "Løs sagen", text="Rettet")
    assert page.status == 409
    assert "Annulleret" in page.text
    settle(world)
    assert world.cases.get(MEMBER, number).state == "annulleret"
    assert "Løs sagen" not in (await window.open(f"{BENCH}/{number}")).labels()


async def test_what_closes_by_itself_after_a_fortnight_leaves_the_queue(
    world: World, signed_on: As, clock: Clock
) -> None:
    number = send(world).number
    world.desk.take(OMAR, number)
    world.desk.solve(OMAR, number, "Rettet")
    settle(world)
    clock.forward(days=15)
    assert world.cases.close_solved() == 1
    settle(world)
    window = await signed_on(OMAR)
    assert tabs(await window.open(BENCH), "Tilstand")["Løst"] == 0
    assert "Genåbn sagen" not in (await window.open(f"{BENCH}/{number}")).labels()


# --- what is nobody else's


async def test_an_internal_note_is_seen_by_case_workers_and_in_nothing_that_the_reporter_gets(
    world: World, signed_on: As
) -> None:
    number = send(world).number
    omar = await signed_on(OMAR)
    await do(omar, number, "Tag sagen")
    page = await do(omar, number, "Gem notatet", text=SECRET)
    assert "Notatet er gemt." in page.text
    settle(world)
    assert SECRET in (await (await signed_on(ESBEN)).open(f"{BENCH}/{number}")).text
    mette = await signed_on(MEMBER)
    for path in (f"/sager/{number}", "/sager", f"/sager?soeg={SECRET.split()[2]}"):
        assert SECRET not in (await mette.open(path)).html
    widget = await Portal(mette.client).sign_on(MEMBER)
    for path in (f"/api/cases/{number}", "/api/cases", widget.path()):
        answer = await widget.get(path)
        assert answer.status == 200
        assert SECRET not in await answer.text()
    assert SECRET not in str(world.cases.get(MEMBER, number))
    assert SECRET not in str(world.cases.get(OMAR, number))
    assert SECRET not in str(world.backend.status_since(""))
    assert all(SECRET not in str(entry) for entry in world.audit_trail.find(AuditFilter(case=number)))


async def test_cpr_numbers_in_what_a_case_worker_writes_are_not_kept(world: World, signed_on: As) -> None:
    number = send(world).number
    window = await signed_on(OMAR)
    await do(window, number, "Tag sagen")
    await do(window, number, "Gem notatet", text="Gælder 620190-1234")
    page = await do(window, number, "Send spørgsmålet", text="Er det 620190-1234?")
    assert "1234" not in page.text
    settle(world)
    assert world.cases.get(MEMBER, number).question == "Er det ••••••-••••?"


async def test_a_cpr_number_is_opened_by_the_one_who_has_the_case_and_the_audit_is_told(
    world: World, signed_on: As
) -> None:
    field = next(f for f in world.knowledge.solution(FEE).report.fields() if f.type == "cpr")
    shown = {condition.field: condition.any_of[0] for condition in [field.when] if condition}
    ref = "cpr:" + world.vault.keep("6201901234", LEADER)
    number = send(world, LEADER, FEE, **{**shown, field.id: ref}).number
    omar, esben = await signed_on(OMAR), await signed_on(ESBEN)
    assert "Vis nummeret" not in (await omar.open(f"{BENCH}/{number}")).text
    page = await do(omar, number, "Tag sagen")
    assert "620190-1234" not in page.text
    page = await write(omar, page, "Vis nummeret")
    assert "620190-1234" in page.text
    assert page.path == f"{BENCH}/{number}"  # no address shows it
    assert "620190-1234" not in (await omar.open(f"{BENCH}/{number}")).text
    entry = world.audit_trail.find(AuditFilter(case=number))[-1].event
    assert (entry.action, entry.actor_id, entry.details["field"]) == ("cpr_shown", OMAR, field.id)
    theirs = (await esben.open(f"{BENCH}/{number}")).button("Gem notatet")
    refused = await esben.post(theirs.action, {**theirs.fields, "do": "open_number", "field": field.id})
    assert refused.status == 409
    assert "620190-1234" not in await refused.text()


async def test_opening_a_sensitive_case_is_audited_once(world: World, signed_on: As) -> None:
    number = send(world, solution=SICK).number
    window = await signed_on(OMAR)
    await window.open(BENCH)
    assert [e.event.action for e in world.audit_trail.find(AuditFilter(case=number))] == ["report_sent"]
    for _ in range(2):
        assert "det bliver noteret" in (await window.open(f"{BENCH}/{number}")).text
    opened = [e.event for e in world.audit_trail.find(AuditFilter(case=number)) if e.event.action == "case_opened"]
    assert [(event.actor_id, event.ground) for event in opened] == [(OMAR, "role:sagsbehandler_loen_og_personale")]


# --- the report, and the guidance for it


async def test_the_guidance_and_the_neighbours_are_at_hand(world: World, signed_on: As) -> None:
    number = send(world).number
    page = await (await signed_on(OMAR)).open(f"{BENCH}/{number}")
    assert f'href="/emner/{PAY}"' in page.html
    assert 'href="/emner/loenforskud"' in page.html
    assert "Et lønkrav forældes efter" in page.text
    assert "Lovgrundlag" in page.text
    assert "{figure" not in page.html
    assert "{org" not in page.html


async def test_files_and_the_approval_are_shown(world: World, signed_on: As) -> None:
    file = world.attachments.add(MEMBER, None, "vagtplan.pdf", "", b"%PDF-1.7\n...")
    number = send(world, bilag=[file.id]).number
    window = await signed_on(OMAR)
    page = await window.open(f"{BENCH}/{number}")
    link = re.search(r'href="(/sager/[^"]+/filer/[^"]+)">vagtplan.pdf', page.html)
    assert link
    answer = await window.client.get(link[1])
    assert await answer.read() == b"%PDF-1.7\n..."
    _lead(world)
    hours = world.cases.submit(MEMBER, world.drafts.start(MEMBER, "aendring-af-arbejdstid", None, {}).id)
    assert hours.state == "afventer_godkendelse"
    assert (await window.open(f"{BENCH}/{hours.number}")).status == 404  # not the desk's before it is approved
    world.cases.approve(LEADER, hours.number)
    settle(world)
    page = await window.open(f"{BENCH}/{hours.number}")
    assert "Godkendt af Lone Østergaard" in page.text


def _lead(world: World) -> None:
    with Session(world.engine) as session:
        session.get_one(UnitRow, "boern").leader_id = LEADER
        session.commit()
    world.access.forget()


# --- forms


async def test_a_form_that_is_not_ours_changes_nothing(world: World, signed_on: As) -> None:
    number = send(world).number
    window, other = await signed_on(OMAR), await signed_on(ESBEN)
    fields = (await window.open(f"{BENCH}/{number}")).button("Tag sagen").fields
    theirs = (await other.open(f"{BENCH}/{number}")).button("Tag sagen").fields
    path = f"{BENCH}/{number}"
    assert (await window.post(path, {**fields, "token": ""})).status == 403
    assert (await window.post(path, {**fields, "token": theirs["token"]})).status == 403
    assert (await window.post(path, fields, Origin="https://andre.example")).status == 403
    assert (await window.post(path, fields, Sec_Fetch_Site="cross-site")).status == 403
    assert (await window.post(path, {**fields, "do": "findes-ikke"})).status == 404
    for version in ("", "x", "-1", "99999999999999"):
        assert (await window.post(path, {**fields, "version": version})).status == 409
    assert world.desk_queue.get(OMAR, number, frozenset({"handle:loen"})).item.worker_id is None
