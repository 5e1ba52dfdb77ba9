"""Bad input through all processes: a clear answer, nothing lost, nothing leaked."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from bot.container import Container
from tests.client import Answer, call
from tests.conversations.conftest import Begin
from tests.conversations.ways import start_report
from tests.processes import Running

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "<script>alert(1)</script>",
        "'; DROP TABLE cases; --",
        "/restart",
        '/send_report{"draft": "x"}',
        "/my_cases",
        "a" * 9_999,
        "hej\u0000\u0007 der\u202e",
        "{{7*7}} ${7*7}",
    ],
)
def test_odd_texts_are_answered_as_text(begin: Begin, text: str) -> None:
    answer = begin("anne.holm").say(text)
    assert answer.text
    assert not answer.has("case_list")
    assert not answer.has("receipt")


@pytest.mark.parametrize(("text", "status"), [("", 400), ("   \n", 400), ("a" * 10_001, 413)])
def test_empty_and_endless_texts_are_refused_kindly(begin: Begin, text: str, status: int) -> None:
    answer = begin("anne.holm").send(text=text)
    assert answer.status in {status, 400, 413, 422}
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.body["detail"]


def test_a_payload_that_was_not_offered_does_not_count(begin: Begin) -> None:
    answer = begin("anne.holm").send(payload='/open_case{"number": "2026-000001"}')
    assert answer.status == 409


def test_a_foreign_conversation_does_not_exist(begin: Begin) -> None:
    anne, peter = begin("anne.holm"), begin("peter.nygaard")
    foreign = anne.call("GET", f"/api/conversations/{peter.conversation}")
    missing = anne.call("GET", "/api/conversations/does-not-exist")
    assert (
        (foreign.status, foreign.body["type"]) == (missing.status, missing.body["type"]) == (404, missing.body["type"])
    )


def test_a_forged_token_is_refused(running: Running) -> None:
    assert call(running.url, "GET", "/api/cases", token="forged").status == 401


def test_the_same_message_sent_twice_is_answered_once(begin: Begin) -> None:
    anne = begin("anne.holm")
    first = anne.say("hej", client_id="same")
    second = anne.say("hej", client_id="same")
    assert [m["id"] for m in first.messages] == [m["id"] for m in second.messages]
    assert sum(message["text"] == "hej" for message in anne.transcript()) == 1


def test_two_messages_at_the_same_instant_are_both_answered(begin: Begin) -> None:
    anne = begin("anne.holm")
    answers: list[Answer] = []
    threads = [threading.Thread(target=lambda t=t: answers.append(anne.send(text=t))) for t in ("hej", "tak")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status for answer in answers] == [200, 200]
    assert all(answer.body["messages"] for answer in answers)


def test_a_cpr_number_is_nowhere_but_encrypted(begin: Begin, running: Running, house: Container) -> None:
    number = "710589-1234"  # day + 60: fictitious
    tina = begin("tina.dall")
    tina.say(f"mit cpr er {number}, og jeg mangler løn")
    tina.say("fint")
    assert number not in str(tina.transcript())
    digits = number.replace("-", "")
    for path in running.data_dir.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert number.encode() not in content, path
            assert digits.encode() not in content, path


def test_message_texts_are_in_no_log(begin: Begin, running: Running) -> None:
    begin("tina.dall").say("Sætningen med kaninhop og lakridspibe må ikke stå i loggen")
    for log in (running.data_dir / "logs").glob("*.log*"):
        assert "kaninhop" not in log.read_text()


@pytest.mark.parametrize("name", ["engine", "actions"])
def test_a_process_killed_in_the_middle_of_a_report_loses_nothing(
    begin: Begin, running: Running, house: Container, name: str
) -> None:
    sofie = begin("sofie.krag")
    start_report(sofie, "manglende-eller-forkert-loen")
    asked = sofie.last.asks_for
    killed = running.kill(name)
    sofie.send(text="fra 1. til 15. januar")
    running.wait_for_restart(name, killed)
    assert any("15. januar" in message["text"] for message in sofie.transcript())
    draft = house.drafts.open_for("sofie.krag")[0]
    answer = sofie.say("hvor lang tid tager det?")
    assert answer.asks_for
    if "periode" not in draft.confirmed:
        assert answer.asks_for == asked
        answer = sofie.say("fra 1. til 15. januar")
        draft = house.drafts.open_for("sofie.krag")[0]
    assert draft.answers["periode"]["to"].endswith("-01-15")


def test_deleting_the_conversation_erases_texts_and_drafts_and_says_what_remains(
    begin: Begin, house: Container, rows: Callable[..., list[tuple[object, ...]]]
) -> None:
    line = begin("line.aaberg")
    start_report(line, "syge-og-raskmelding")
    line.say("slet min samtale")
    answer = line.say("ja")
    assert answer.text
    assert not house.drafts.open_for("line.aaberg")
    texts = rows("SELECT text FROM messages WHERE conversation_id = :id", id=line.conversation)
    assert not any("jeg er syg" in str(text) for (text,) in texts)
    assert line.say("hej").text
