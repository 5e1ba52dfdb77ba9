"""Conversations full of CPR numbers, and then every store, log and memory is searched for their digits.

All numbers are of the same fictitious day, so that one search finds them all, however they are written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bot.container import Container
from bot.privacy.insight_file import as_html, as_json
from tests.client import Employee
from tests.conversations.filling import PDF, complete
from tests.conversations.ways import send, start_report
from tests.processes import Running

pytestmark = pytest.mark.processes

GAP = rb"[^0-9]{0,3}"  # what may stand between two digits
DAY = [rb"[69]", b"7", b"1", b"2", b"8", b"3"]  # 67 (or 97, which no one can have) of December 1983
DIGITS = re.compile(GAP.join([*DAY, rb"[0-9]"]))
# All of a number: among hundreds of megabytes of binary data six digits would turn up by chance.
WHOLE = re.compile(GAP.join([*DAY, b"1", b"0", rb"[0-9]", rb"[0-9]"]))
WIDE = "６７１２８３－１００３"
LIKE_LETTERS = "67l283-1O16"
WRITINGS = [text.encode(code) for text in (WIDE, LIKE_LETTERS) for code in ("utf-8", "utf-16-le", "utf-32-le")]
MARKER = "bavianbestyrelsen"  # something that may stand in the tracker, to see that it was really read
LAST_WEEK = (date.today() - timedelta(days=7)).isoformat()
MEGABYTES = 16 * 1024 * 1024


@dataclass
class Told:
    """Who has said what, and the cases that came of it."""

    bo: Employee
    tina: Employee
    mette: Employee
    anne: Employee
    pay_case: str
    attest_case: str
    answers: list[str]


@pytest.fixture(scope="module")
def told(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("files")
    people = ("bo.enevoldsen", "tina.dall", "mette.skov", "anne.holm")
    bo, tina, mette, anne = (running.employee(who).start_over() for who in people)
    answers: list[str] = []

    def say(person: Employee, text: str) -> None:
        answers.append(person.say(text).text)

    # In free text, in every way of writing.
    say(bo, "Hej, jeg er 671283-1001 og mangler løn")
    say(bo, "det er 67 12 83 1002, kan du finde mig?")
    say(bo, f"nej {WIDE}")
    say(bo, f"kan I slå {LIKE_LETTERS} op")
    say(bo, "6\u200b71283\u00a01019")
    say(bo, "/slot{6712831023}")
    say(bo, f"{MARKER} er ikke noget, jeg kan hjælpe med")
    # In a field for text, a comment by the API and one in the chat, a reason.
    start_report(tina, "manglende-eller-forkert-loen")
    assert tina.last.asks_for == ["periode"]
    say(tina, "det er 671283 1026")  # which is no answer to what is asked
    tina.fill(periode={"from": LAST_WEEK, "to": date.today().isoformat()})
    tina.fill(hvad=["tillaeg"], beskrivelse="Kollegaen 671283-1007 mangler det samme tillæg.")
    tina.fill(haster="kan_vente")
    pay_case = send(tina)
    comment = {"text": "Det gælder også 671283 1004", "client_id": "c-1"}
    assert tina.call("POST", f"/api/cases/{pay_case}/comments", comment).status == 200
    say(tina, "jeg vil tilføje noget til sagen")
    say(tina, "Og også 67.12.83-1005.")
    assert tina.call("POST", f"/api/cases/{pay_case}/withdraw", {"reason": "fejl, 671283-1006"}).status == 200
    # In the name of a file, in searches, in what is refused.
    file = folder / "671283-1010 attest.pdf"
    file.write_bytes(PDF)
    assert tina.attach(file).status == 201
    for path in ("/api/people?q=", "/api/units?q=", "/api/cases?q=", "/emner?soeg="):
        tina.call("GET", path + quote("671283-1012"))
    messages = f"/api/conversations/{tina.conversation}/messages"
    assert tina.call("POST", messages, b'{"text": "671283-1014"', Content_Type="application/json").status == 400
    assert tina.send(text="671283-1021 " + "a" * 10_001).status == 400
    assert tina.send(payload='/open_case{"number": "671283-1024"}').status == 409
    assert tina.send(text="hej", topic="671283-1025").status == 200
    # Asked for as a CPR number: mistyped, typed in a form, and typed into the talk.
    start_report(mette, "boerneattest")
    mette.fill(tilknytning="vikar", **({"cpr": "97 12 83 1020"} if "cpr" in mette.last.asks_for else {}))
    answers.append(mette.last.text)
    given = {"tilknytning": "vikar", "navn": "Anna Holm 671283-1011", "opgave": "Vikar for 6712831022"}
    complete(mette, folder, cpr="671283-1008", **given)
    mette.do("edit_field", field="cpr")
    assert mette.last.asks_for == ["cpr"]
    say(mette, "97 12 83 1020")
    assert mette.last.asks_for == ["cpr"]
    say(mette, "det er 67 12 83 10 09")
    attest_case = send(mette)
    # And somebody regrets it all.
    say(anne, "min nabo er 671283-1015, ring til mig")
    say(anne, "slet vores samtale")
    answers.append(anne.do("delete_conversation", confirmed="1").text)
    return Told(bo, tina, mette, anne, pay_case, attest_case, answers)


HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def leaks(data: bytes, pattern: re.Pattern[bytes] = DIGITS) -> list[bytes]:
    """What of the numbers stands in the data, with what is around it; a hash may hold any six digits."""
    data = HASH.sub(b"", data)
    found = [data[max(0, hit.start() - 40) : hit.end() + 40] for hit in pattern.finditer(data)]
    return found + [writing for writing in WRITINGS if writing in data]


def test_the_search_finds_a_number_in_any_writing() -> None:
    for written in ("671283-1001", "67 12 83 1001", "6 7 1 2 8 3 1 0 0 1", WIDE, LIKE_LETTERS):
        assert leaks(f"… {written} …".encode())
        assert leaks(f"… {written} …".encode(), WHOLE)
    assert leaks("æ 671283-1001".encode("utf-16-le"))
    assert not leaks(b"2026-000123 and 20 12 34 56")


def test_the_numbers_have_arrived_and_the_case_worker_gets_the_one_that_was_asked_for(
    told: Told, house: Container
) -> None:
    case = house.cases.get("mette.skov", told.attest_case)
    assert case is not None
    assert house.vault.reveal(str(case.answers["cpr"]), case_id=case.id) == "671283-1009"
    assert "••••••-••••" in json.dumps(told.bo.transcript(), ensure_ascii=False)


def test_no_file_of_the_assistant_holds_a_digit_of_them(told: Told, running: Running) -> None:
    """The database with its write-ahead log, the logs and output of all processes, and the stored files."""
    files = [path for path in running.data_dir.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"serviceassistent.db", "portal.log", "engine.log", "actions.log", "supervisor.log"} <= names
    assert any(name.endswith("-wal") for name in names)
    assert {path.name: leaks(path.read_bytes()) for path in files if leaks(path.read_bytes())} == {}
    assert not any(DIGITS.search(name.encode()) for name in names)


def test_no_table_holds_one_either(told: Told, house: Container) -> None:
    """Read as rows, so that it holds for PostgreSQL as well as for what lies in the file."""
    from bot.database.models import Base

    with house.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                assert not leaks(" ".join(map(str, row)).encode()), table.name


def test_no_answer_and_no_page_says_one_again(told: Told) -> None:
    shown: list[Any] = [told.answers]
    for person in (told.bo, told.tina, told.mette, told.anne):
        shown += [person.transcript(), person.cases()]
    shown += [told.tina.case(told.pay_case).body, told.mette.case(told.attest_case).body]
    shown += [told.tina.call("GET", path).body for path in ("/metrics", "/healthz", "/readyz")]
    assert leaks(json.dumps(shown, ensure_ascii=False).encode()) == []


def test_no_export_says_one_without_being_asked_to(told: Told, house: Container) -> None:
    for person in ("bo.enevoldsen", "tina.dall", "mette.skov", "anne.holm"):
        insight = house.insight.of(person)
        assert leaks((json.dumps(as_json(insight), ensure_ascii=False) + as_html(insight)).encode()) == []


@pytest.mark.parametrize("process", ["engine", "actions"])
def test_the_memory_of_the_engine_and_of_the_actions_holds_none(told: Told, running: Running, process: str) -> None:
    """The tracker lives in the engine's memory: what stands there is read from outside, all of it."""
    found: list[bytes] = []
    read, marked = 0, False
    try:
        for part in memory_of(int(running.status()["children"][process])):
            read += len(part)
            marked = marked or MARKER.encode() in part
            found += leaks(part, WHOLE)
    except PermissionError:
        pytest.skip("this system does not let a process read the memory of its children")
    assert read > 30_000_000
    assert marked or process == "actions"  # which keeps no trackers
    assert found == []


def memory_of(pid: int) -> Iterator[bytes]:
    """What a process has written to its memory, piece by piece, with an overlap for what lies across."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, access, *rest = line.split()
            if not access.startswith("rw") or (len(rest) > 3 and rest[3].startswith("[v")):
                continue
            start, end = (int(place, 16) for place in span.split("-"))
            for place in range(start, end, MEGABYTES):
                try:
                    memory.seek(place)
                    yield memory.read(min(MEGABYTES + 64, end - place))
                except OSError:  # given back in the meantime
                    continue


def test_after_the_erasing_nothing_is_left_of_the_talk_but_what_was_told(told: Told, house: Container) -> None:
    assert "Samtalen er slettet: " in told.answers[-1]
    assert "Det bliver, og derfor:" in told.answers[-1]
    assert "databeskyttelsesrådgiver" in told.answers[-1]
    (left,) = house.conversations.transcript(told.anne.conversation)
    assert left.text == told.answers[-1]
    # The engine's memory of it belongs to a thread that nobody talks on any more.
    info = house.sessions.resolve(told.anne.token)
    assert info is not None
    threads = house.sessions.threads_of(told.anne.conversation)
    assert info.thread_id in threads
    assert told.anne.say("hej").text
