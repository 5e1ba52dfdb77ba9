"""The whole circle without another system: a report in the chat, a case worker at the workbench, the chat again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bot.container import Container
from tests.conversations.conftest import Begin
from tests.conversations.desk import CaseWorker
from tests.conversations.ways import send, start_report
from tests.processes import Running, wait_until

pytestmark = pytest.mark.processes

Rows = Callable[..., list[tuple[Any, ...]]]
INTERNAL = "Kun for kolleger: vagtplanen ligger i arkivet"


def test_anne_reports_gustav_asks_anne_answers_and_gustav_solves(
    running: Running, begin: Begin, house: Container, rows: Rows
) -> None:
    def state_is(state: str) -> bool:
        return rows("SELECT state FROM cases WHERE number = :number", number=number) == [(state,)]

    def item_is(state: str) -> bool:
        return rows("SELECT state FROM work_items WHERE number = :number", number=number) == [(state,)]

    anne = begin("anne.holm")
    start_report(anne, "manglende-eller-forkert-loen")
    last_week = (date.today() - timedelta(days=7)).isoformat()
    anne.fill(periode={"from": last_week, "to": date.today().isoformat()})
    anne.fill(hvad=["tillaeg"], beskrivelse="Mit aftentillæg mangler i den sidste uge.")
    anne.fill(haster="kan_vente")
    number = send(anne)

    gustav = CaseWorker(running.url, "gustav.bro")
    wait_until(lambda: number in gustav.queue(of=number), "the case is in the queue", 20)
    assert "Mit aftentillæg mangler i den sidste uge." in gustav.look(f"/sagsbehandling/{number}")
    assert "Du har taget sagen." in gustav.do(number, "take")
    assert "Notatet er gemt." in gustav.do(number, "note", text=INTERNAL)
    assert "Spørgsmålet er sendt." in gustav.do(number, "ask", text="Hvilke vagter var det?")
    wait_until(lambda: state_is("afventer_indberetter"), "the question has reached the case", 20)

    assert number in gustav.queue("venter", of=number)
    case = _case_card(anne, number)
    assert case["awaits_you"]
    assert "Hvilke vagter var det?" in str(case["history"])
    assert INTERNAL not in str(anne.transcript())
    anne.do("answer_case", number=number)
    anne.say("Det var tirsdag og torsdag aften.")
    wait_until(lambda: item_is("under_behandling"), "the answer has reached the desk", 20)

    assert "Det var tirsdag og torsdag aften." in gustav.look(f"/sagsbehandling/{number}")
    assert "Sagen er løst" in gustav.do(number, "solve", text="Tillægget kommer med næste løn.")
    wait_until(lambda: state_is("loest"), "the solution has reached the case", 20)

    case = _case_card(anne, number)
    assert case["state"] == "loest"
    assert "Tillægget kommer med næste løn." in str(case["history"])
    assert INTERNAL not in str(anne.case(number).body) + str(anne.transcript())
    of_case = "(SELECT id FROM cases WHERE number = :number)"
    kinds = rows(f"SELECT kind, state FROM case_history WHERE case_id = {of_case} ORDER BY seq", number=number)
    assert kinds == [
        ("sent", "modtaget"),
        ("state", "under_behandling"),
        ("question", "afventer_indberetter"),
        ("answer", "under_behandling"),
        ("state", "loest"),
    ]
    worker = rows("SELECT case_worker_id, version FROM cases WHERE number = :number", number=number)
    assert worker == [("gustav.bro", 5)]
    stored = house.cases.get("gustav.bro", number)
    assert stored is not None
    assert INTERNAL not in str(stored)
    assert rows("SELECT count(*) FROM work_item_notes") == [(1,)]


def _case_card(person: Any, number: str) -> dict[str, Any]:
    """The case as the assistant shows it when it is asked for."""
    card: dict[str, Any] = person.say(f"vis sag {number}").card("case")
    assert card["number"] == number
    return card
