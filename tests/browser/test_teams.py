"""The main job in Teams, as Microsoft's playground shows it: ask, choose, fill in the cards, send, receipt."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from bot.demo.people import entra_id_of
from scripts.playground import CLI
from tests.processes import Running, free_ports, wait_until

PERSON, NAME = "maria.lindqvist", "Maria Lindqvist"

# Microsoft's form of it wants at least five colleagues, a group and a team.
CONFIG = """
version: "0.1.1"
tenantId: 00000000-0000-0000-0000-0000000000001
bot: {id: 00000000-0000-0000-0000-00000000000011, name: Serviceassistenten}
currentUser: %(me)s
users: [%(others)s]
personalChat: {id: chat-of-maria}
groupChat: {id: group-chat, name: Gruppe}
team: {id: team, name: Team, aadGroupId: 00000000-0000-0000-0000-000000000031, channels: [{id: a, name: Nyt}]}
"""


def _somebody(number: int, name: str, entra: str) -> str:
    mail = f"user{number}@example.com"
    first, last = name.split()
    return (
        f"{{id: user-id-{number}, name: {name}, userPrincipleName: {mail}, aadObjectId: {entra}, "
        f"givenName: {first}, surname: {last}, email: {mail}}}"
    )


@pytest.fixture
def playground(running: Running, tmp_path: Path) -> Iterator[str]:
    """The address of the playground, with a demo person as its user."""
    script = os.environ.get("PLAYGROUND") or (str(CLI) if CLI.is_file() else None)
    if script is None:
        reason = "Microsoft's playground is not installed (scripts/playground.py)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    others = ", ".join(
        _somebody(number, f"Kollega Nr{number}", f"00000000-0000-0000-0000-00000000002{number}")
        for number in range(1, 6)
    )
    config = CONFIG % {"me": _somebody(0, NAME, entra_id_of(PERSON)), "others": others}
    (tmp_path / ".m365agentsplayground.yml").write_text(config)
    (port,) = free_ports(1)
    bot = f"{running.url}/api/messages"
    command = ["node", script, "-c", "msteams", "-e", bot, "-p", str(port), "--disable-telemetry"]
    with (tmp_path / "output.log").open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        log = tmp_path / "output.log"
        wait_until(lambda: "Listening" in log.read_text() or process.poll() is not None, "the playground listens", 60)
        assert process.poll() is None, log.read_text()
        yield f"http://localhost:{port}"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=10)


class Teams:
    """A private chat with the assistant, in the playground."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        page.set_default_timeout(15_000)
        page.goto(url)
        self.box = page.locator("[contenteditable=true]").first
        self.box.wait_for()
        expect(page.get_by_text("går også gennem Microsofts systemer").first).to_be_visible(
            timeout=30_000
        )  # the welcome

    @property
    def card(self) -> Any:
        """The latest card."""
        return self.page.locator(".ac-adaptiveCard").last

    def say(self, text: str) -> None:
        self.box.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def press(self, title: str) -> None:
        """Presses a button of the latest card, and waits for the next card."""
        cards = self.page.locator(".ac-adaptiveCard")
        before = cards.count()
        self.card.get_by_role("button", name=title, exact=True).click()
        expect(cards).not_to_have_count(before)

    def pick_day(self) -> None:
        """A day in the middle of the month after the next."""
        self.card.get_by_role("combobox").first.click()
        dialog = self.page.get_by_role("dialog")
        for _ in range(2):
            dialog.get_by_title(re.compile("^Next month")).click()
        dialog.get_by_role("button", name=re.compile(r"^15, ")).click()

    def answer(self) -> None:
        """Fills in what the latest card asks for, and goes on."""
        for choice in self.card.locator(".ac-input-container").all():
            options = choice.get_by_role("radio")
            if options.count() and not choice.locator("input:checked").count():
                options.last.check()
        ways = ("Fortsæt", "Nej", "Spring over")
        titles = [way for way in ways if self.card.get_by_role("button", name=way, exact=True).count()]
        self.press(titles[0])


@pytest.mark.processes
def test_from_a_question_to_a_receipt_and_the_case_with_cards(chromium: Any, running: Running, playground: str) -> None:
    employee = running.employee(PERSON).start_over()
    context = chromium.new_context(viewport={"width": 1200, "height": 1200}, locale="da-DK")
    teams = Teams(context.new_page(), playground)
    teams.say("jeg venter barn til marts, hvad skal jeg gøre?")
    expect(teams.card).to_contain_text("graviditet og barsel")
    teams.press("Start indberetning")
    teams.pick_day()
    for _ in range(15):
        if teams.card.get_by_role("button", name="Send indberetningen").count():
            break
        teams.answer()
    expect(teams.card).to_contain_text("Forventet fødsel (termin): 15. ")
    teams.press("Send indberetningen")
    receipt = teams.page.locator(".ac-adaptiveCard").filter(has_text="Kvittering")
    expect(receipt).to_be_visible()
    number = re.search(r"\d{4}-\d{6}", receipt.inner_text())
    assert number is not None
    expect(teams.page.get_by_role("button", name="Send indberetningen")).to_have_count(0)  # the summary was answered
    context.close()
    with sa.create_engine(running.database_url).connect() as connection:
        found = connection.execute(
            sa.text("SELECT reporter_id, solution_id, state FROM cases WHERE number = :number"), {"number": number[0]}
        ).one()
    assert (found.reporter_id, found.solution_id) == (PERSON, "varsling-af-barsel")
    said = [message["text"] for message in employee.transcript()]
    assert "jeg venter barn til marts, hvad skal jeg gøre?" in said  # it is one conversation, in the widget too
