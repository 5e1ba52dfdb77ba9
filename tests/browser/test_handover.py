"""A whole hand-over with all three real processes: two browsers, a report filled in together, and how it was found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from bot.settings import PROJECT
from tests.browser.at_desk import AtDesk, sign_on
from tests.browser.page import Screen
from tests.processes import Running, running_assistant

USER, SUPPORTER, REPORT = "anne.holm", "rikke.storm", "manglende-eller-forkert-loen"
DAY = (date.today() - timedelta(days=40)).strftime("%d.%m.%Y")
PATIENT = 20000  # milliseconds

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The assistant of a municipality whose 1st line is open at whatever time the test is run."""
    folder = tmp_path_factory.mktemp("open")
    knowledge = folder / "knowledge"
    shutil.copytree(PROJECT / "knowledge", knowledge)
    file = knowledge / "organisation.yml"
    days = "".join(f"      {day}: 00.00-24.00\n" for day in ("lørdag", "søndag"))
    hours = re.sub(r"^(      \w+dag:) [\d.]+-[\d.]+$", r"\1 00.00-24.00", file.read_text(), flags=re.MULTILINE)
    hours = hours.replace("    week:\n", f"    closed_on_holidays: false\n    week:\n{days}", 1)
    file.write_text(re.sub(r"    other_days:\n(?:      - .*\n)+", "", hours))
    with running_assistant(folder / "data", KNOWLEDGE_DIR=str(knowledge)) as running:
        yield running


def test_from_a_wish_for_a_human_to_a_report_that_the_user_sends(chromium: Any, open_house: Running) -> None:
    windows = [chromium.new_context(viewport={"width": 1280, "height": 900}, locale="da-DK") for _ in range(2)]
    desk = AtDesk(Screen(windows[0], open_house.url), SUPPORTER)
    user = sign_on(Screen(windows[1], open_house.url), USER, "/assistent")
    for page in (desk.page, user.page):
        page.set_default_timeout(PATIENT)
    expect.set_options(timeout=PATIENT)
    try:
        _talk(desk, user)
    finally:
        expect.set_options(timeout=5000)
        for window in windows:
            window.close()
    with sa.create_engine(open_house.database_url).connect() as database:

        def rows(statement: str, **named: Any) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in database.execute(sa.text(statement), named)]

        assert rows("SELECT person_id, outcome FROM handovers") == [(USER, "reported")]
        assert rows("SELECT owner, handover_id FROM conversations WHERE person_id = :user", user=USER) == [
            ("bot", None)
        ]
        kinds = [kind for (kind,) in rows("SELECT kind FROM handover_events ORDER BY seq") if kind != "said"]
        assert (kinds[0], kinds[1], kinds[-1]) == ("asked", "taken", "closed")
        sent = rows("SELECT actor_id FROM audit_entries WHERE action = 'report_sent' ORDER BY seq DESC LIMIT 1")
        assert sent == [(USER,)]  # by nobody else
        helped = rows("SELECT DISTINCT actor_id, subject_id FROM audit_entries WHERE action = 'draft_helped'")
        assert helped == [(SUPPORTER, USER)]
        newest = "SELECT reporter_id, solution_id FROM cases ORDER BY created_at DESC LIMIT 1"
        assert rows(newest) == [(USER, REPORT)]
        assert rows("SELECT answer FROM feedback WHERE moment = 'handover'") == [("yes",)]


def _talk(desk: AtDesk, user: Screen) -> None:
    user.box.wait_for()
    user.say("Min løn mangler")
    expect(user.card("solution").or_(user.card("choices")).first).to_be_visible()
    user.say("jeg vil tale med et menneske")
    user.page.get_by_role("button", name="Vent på en medarbejder").click()
    expect(desk.waiting).to_contain_text("Anne Holm")
    standing = user.page.locator(".standing")
    expect(standing).to_have_text("Du er den næste i køen til 1.-linje-support")
    desk.take("Anne Holm")
    expect(user.log).to_contain_text("Rikke Storm fra 1.-linje er med nu.")
    expect(standing).to_have_text("Du taler med Rikke Storm fra 1.-linje-support")
    desk.say("Hej Anne, vi udfylder den sammen.")
    expect(user.log).to_contain_text("vi udfylder den sammen")
    user.say("Ja tak")
    expect(desk.log).to_contain_text("Ja tak")
    # The report: the supporter answers, the user sees all of it and sends it.
    desk.page.get_by_text("Indberetning sammen").click()
    desk.page.get_by_label("Hvilken indberetning?").select_option(REPORT)
    desk.page.get_by_role("button", name="Begynd").click()
    desk.fill_report(date=DAY, text="1200")
    expect(user.page.get_by_role("button", name="Ja, send den")).to_have_count(0)
    desk.page.get_by_role("button", name="Vis brugeren det hele").click()
    user.page.get_by_role("button", name="Ja, send den").click()
    expect(user.card("receipt")).to_be_visible()
    expect(desk.log).to_contain_text("Ja, send den")
    # The end: an outcome, and whether it helped.
    desk.page.get_by_role("button", name="Afslut", exact=True).click()
    desk.page.get_by_label("Hvad kom der ud af det?").select_option("reported")
    desk.page.get_by_label("Besked til brugeren").fill("Godt, vi fik den sendt.")
    desk.page.get_by_role("button", name="Afslut samtalen").click()
    expect(desk.page.get_by_text("Samtalen er slut.")).to_be_visible()
    expect(user.log).to_contain_text("Godt, vi fik den sendt.")
    expect(standing).to_be_hidden()
    user.card("feedback").get_by_role("button", name="Ja", exact=True).click()
    expect(user.card("feedback")).to_contain_text("Ja")
    expect(user.page.locator(".message.user.pending")).to_have_count(0)
    user.say("tak for hjælpen")  # the assistant answers again
    expect(user.page.locator(".message.bot").last).to_be_visible()
    assert desk.screen.complaints == []
    assert user.complaints == []
