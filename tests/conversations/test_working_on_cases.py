"""Working on a case from both sides: opened again, followed, given files, and sent anew as the right report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.container import Container
from tests.cases.test_scanner import EICAR
from tests.client import Answer, Employee
from tests.conversations.conftest import Begin
from tests.conversations.desk import CaseWorker
from tests.conversations.filling import PDF, complete
from tests.conversations.ways import send, start_report
from tests.processes import Running, wait_until

pytestmark = pytest.mark.processes

Rows = Callable[..., list[tuple[Any, ...]]]
PERIOD = {"from": (date.today() - timedelta(days=7)).isoformat(), "to": date.today().isoformat()}
TEXT = "Mit aftentillæg mangler i den sidste uge."


def report_pay(person: Employee) -> str:
    start_report(person, "manglende-eller-forkert-loen")
    if person.last.offers("start_report", fresh="1"):
        person.do("start_report", fresh="1")
    person.fill(periode=PERIOD)
    person.fill(hvad=["tillaeg"], beskrivelse=TEXT)
    person.fill(haster="kan_vente")
    return send(person)


@pytest.fixture
def wait_for(rows: Rows) -> Callable[[str, str, str], None]:
    """Waits until a table holds the case in a state."""

    def wait(table: str, number: str, state: str) -> None:
        def there() -> bool:
            return rows(f"SELECT state FROM {table} WHERE number = :number", number=number) == [(state,)]

        wait_until(there, f"{number} is {state} in {table}", 20)

    return wait


def history(rows: Rows, number: str) -> list[str]:
    of_case = "(SELECT id FROM cases WHERE number = :number)"
    return [
        kind for (kind,) in rows(f"SELECT kind FROM case_history WHERE case_id = {of_case} ORDER BY seq", number=number)
    ]


def test_a_solved_case_is_opened_again_and_reaches_the_desk(
    running: Running, begin: Begin, rows: Rows, wait_for: Callable[[str, str, str], None]
) -> None:
    ole = begin("ole.bjerg")
    number = report_pay(ole)
    wait_for("work_items", number, "modtaget")
    gustav = CaseWorker(running.url, "gustav.bro")
    gustav.do(number, "take")
    gustav.do(number, "solve", text="Tillægget kommer med næste løn.")
    wait_for("cases", number, "loest")

    ole.say(f"vis sag {number}")
    asked = ole.say("genåbn den")
    assert f"Hvad er der stadig galt i sag {number}" in asked.text
    ole.say("Der mangler stadig en vagt fra i tirsdags.")
    wait_for("cases", number, "genaabnet")
    wait_for("work_items", number, "genaabnet")
    assert history(rows, number)[-2:] == ["state", "reopened"]
    assert "Der mangler stadig en vagt fra i tirsdags." in gustav.look(f"/sagsbehandling/{number}")


def test_a_leader_follows_a_case_of_the_unit_hears_of_it_and_stops(
    running: Running,
    begin: Begin,
    house: Container,
    rows: Rows,
    tmp_path: Path,
    wait_for: Callable[[str, str, str], None],
) -> None:
    def followers() -> list[tuple[Any, ...]]:
        of_case = "(SELECT id FROM cases WHERE number = :number)"
        return rows(f"SELECT person_id FROM case_followers WHERE case_id = {of_case}", number=number)

    bo = begin("bo.enevoldsen")
    start_report(bo, "fejl-pc-printer-program")
    complete(bo, tmp_path)
    number = str(bo.do("send_report").card("receipt")["number"])
    finn = begin("finn.toft")
    finn.say(f"vis sag {number}")
    assert f"Du følger nu sag {number}" in finn.say("jeg vil følge den").text
    assert followers() == [("finn.toft",)]
    assert [case["number"] for case in finn.say("vis sager jeg følger").card("case_list")["cases"]] == [number]

    wait_for("work_items", number, "modtaget")
    amalie = CaseWorker(running.url, "amalie.skou")
    amalie.do(number, "take")
    amalie.do(number, "solve", text="Der er sat ny toner i.")
    wait_for("cases", number, "loest")
    house.notices.tell_of("followed_case")  # the portal does it every few seconds
    assert f"{number}" in running.employee("finn.toft").last.text

    assert f"Du følger ikke længere sag {number}" in finn.say(f"stop med at følge sag {number}").text
    assert followers() == []


def test_a_case_of_another_unit_is_neither_followed_nor_there(begin: Begin, rows: Rows) -> None:
    number = report_pay(begin("line.aaberg"))
    answer = begin("nikolaj.bach").say(f"jeg vil følge sag {number}")
    assert f"kan ikke finde sag {number}" in answer.text
    assert rows("SELECT count(*) FROM case_followers WHERE person_id = 'nikolaj.bach'") == [(0,)]


def test_a_file_is_put_on_a_case_and_the_case_worker_finds_it(
    running: Running, begin: Begin, rows: Rows, tmp_path: Path, wait_for: Callable[[str, str, str], None]
) -> None:
    emil = begin("emil.overgaard")
    number = report_pay(emil)
    file = tmp_path / "lønseddel æøå.pdf"
    file.write_bytes(PDF)
    emil.say(f"vis sag {number}")
    emil.say("jeg vil lægge en fil på den")
    stored = emil.attach(file)
    assert stored.status == 201
    send_them = emil.last.offers("attach_file", number=number)
    assert send_them is not None
    emil.press(send_them, values={"files": [stored.body["id"]], "text": "Her er sedlen."})
    assert f"Filen er lagt på sag {number}" in emil.last.text
    of_case = "(SELECT id FROM cases WHERE number = :number)"
    kept = rows(f"SELECT name, media_type, owner_id FROM attachments WHERE case_id = {of_case}", number=number)
    assert kept == [(file.name, "application/pdf", "emil.overgaard")]
    wait_for("work_items", number, "modtaget")
    page = CaseWorker(running.url, "gustav.bro").look(f"/sagsbehandling/{number}")
    assert file.name in page
    assert "Her er sedlen." in page


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("loenseddel.pdf", b"MZ\x90\x00\x03" + b"\x00" * 60, 415, "PDF, billeder"),
        ("loenseddel.pdf", PDF + b"x" * 10 * 1024 * 1024, 413, "højst fylde 10 MB"),
        ("loenseddel.txt", EICAR, 415, "afvist af virusscanningen"),
        ("tom.pdf", b"", 400, "ikke noget i filen"),
    ],
    ids=["a program by its content", "too big", "a virus", "empty"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason_and_leaves_nothing(
    running: Running, begin: Begin, rows: Rows, tmp_path: Path, name: str, content: bytes, status: int, said: str
) -> None:
    def left() -> tuple[int, int]:
        stored = [path for path in (running.data_dir / "attachments").rglob("*") if path.is_file()]
        return rows("SELECT count(*) FROM attachments")[0][0], len(stored)

    emil = begin("emil.overgaard")
    before = left()
    file = tmp_path / name
    file.write_bytes(content)
    answer: Answer = emil.attach(file)
    assert answer.status == status
    assert said in answer.body["detail"]
    assert left() == before


def test_a_report_of_the_wrong_kind_is_sent_anew_as_the_right_one_with_the_answers_that_fit(
    running: Running,
    begin: Begin,
    house: Container,
    rows: Rows,
    tmp_path: Path,
    wait_for: Callable[[str, str, str], None],
) -> None:
    henrik = begin("henrik.poulsen")
    number = report_pay(henrik)
    wait_for("work_items", number, "modtaget")
    gustav = CaseWorker(running.url, "gustav.bro")
    gustav.do(number, "take")
    told = gustav.do(number, "reject", text="Det handler om for meget løn.", solution="tilbagebetaling-af-loen")
    assert "For meget udbetalt løn" in told
    wait_for("cases", number, "afvist")

    card = henrik.say(f"vis sag {number}")
    assert "Det handler om for meget løn." in str(card.card("case")["history"])
    begun = henrik.do("refile_case", number=number)
    assert "Jeg har taget de svar med, der passer." in begun.text
    (draft,) = [one for one in house.drafts.open_for("henrik.poulsen") if one.refiled_from == number]
    assert draft.solution_id == "tilbagebetaling-af-loen"
    assert draft.answers["periode"] == PERIOD
    assert "beskrivelse" not in draft.answers
    assert "periode" not in henrik.last.asks_for

    complete(henrik, tmp_path)
    new = str(henrik.do("send_report").card("receipt")["number"])
    linked = rows("SELECT state, suggested_solution, refiled_as FROM cases WHERE number = :number", number=number)
    assert linked == [("afvist", "tilbagebetaling-af-loen", new)]
    sent = house.cases.get("henrik.poulsen", new)
    assert sent is not None
    assert sent.answers["periode"] == PERIOD
    # Once: the old case tells of the new one instead.
    assert not henrik.say(f"vis sag {number}").offers("refile_case")
    wait_for("work_items", new, "modtaget")
    assert new in gustav.queue(of=new)


def test_what_waits_is_approved_in_words_after_a_yes(begin: Begin, rows: Rows, tmp_path: Path) -> None:
    maria = begin("maria.lindqvist")
    start_report(maria, "koerselsgodtgoerelse")
    complete(maria, tmp_path)
    number = str(maria.do("send_report").card("receipt")["number"])
    ida = begin("ida.kofoed")
    shown = [case["number"] for case in ida.say("hva skal jeg godkende").card("case_list")["cases"]]
    assert f"Vil du godkende sag {number}" in ida.say(f"godkend nummer {shown.index(number) + 1}").text
    assert rows("SELECT state FROM cases WHERE number = :number", number=number) == [("afventer_godkendelse",)]
    assert f"Sag {number} er godkendt" in ida.say("ja").text
    assert rows("SELECT state FROM cases WHERE number = :number", number=number) == [("modtaget",)]
